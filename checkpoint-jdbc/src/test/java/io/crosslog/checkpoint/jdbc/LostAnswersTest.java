package io.crosslog.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.model.Position;
import io.crosslog.spi.Checkpoints;
import io.crosslog.spi.StaleClaimException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("When the connection ends after a commit and before its answer")
final class LostAnswersTest {

    private final AtomicBoolean lose = new AtomicBoolean();

    @Test
    @DisplayName("what was done counts, and who asks again finds it done: in H2")
    void inH2() throws Exception {
        rules(TestDatabase.h2());
    }

    @Test
    @DisplayName("what was done counts, and who asks again finds it done: in PostgreSQL")
    void inPostgres() throws Exception {
        rules(TestDatabase.postgres());
    }

    private void rules(TestDatabase database) throws Exception {
        JdbcCheckpointStore losing = new JdbcCheckpointStore(
                new JdbcSettings(losing(database.dataSource()), database.prefix(), null, 60_000, 10, true));
        try (Checkpoints one = losing.open("pipeline", "source");
                Checkpoints other = database.store().open("pipeline", "source")) {
            lose.set(true);
            assertThatThrownBy(() -> one.claim("a")).isInstanceOf(IOException.class);
            assertThat(other.claim("a")).isEmpty();
            assertThat(one.claim("a")).contains(Position.start("a"));

            lose.set(true);
            assertThatThrownBy(() -> one.save(List.of(Position.of("a", "v1:1"))))
                    .isInstanceOf(IOException.class);
            assertThat(one.claim("a")).contains(Position.of("a", "v1:1"));
            one.save(List.of(Position.of("a", "v1:2")));
            assertThat(one.renew()).isEmpty();

            lose.set(true);
            assertThatThrownBy(() -> one.release(Set.of("a"))).isInstanceOf(IOException.class);
            assertThat(other.claim("a")).contains(Position.of("a", "v1:2"));
            assertThatThrownBy(() -> one.save(List.of(Position.of("a", "v1:3"))))
                    .isInstanceOf(StaleClaimException.class);
            assertThat(other.claim("a")).contains(Position.of("a", "v1:2"));

            // What nobody here knows to hold is given back, or nobody would ever read it.
            lose.set(true);
            assertThatThrownBy(() -> one.claim("b")).isInstanceOf(IOException.class);
            assertThat(other.claim("b")).isEmpty();
            assertThat(one.renew()).isEmpty();
            assertThat(other.claim("b")).isPresent();
        }
    }

    private DataSource losing(DataSource source) {
        return proxy(
                DataSource.class,
                source,
                (method, result) -> result instanceof Connection connection ? losing(connection) : result);
    }

    private Connection losing(Connection connection) {
        return proxy(Connection.class, connection, (method, result) -> {
            if (method.equals("commit") && lose.getAndSet(false)) {
                connection.close();
                throw new SQLException("An I/O error occurred while sending to the backend.", "08006");
            }
            return result;
        });
    }

    /** Changes what a method of a connection or data source has answered. */
    private interface Answer {
        @Nullable Object to(String method, @Nullable Object result) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, T real, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object result;
                    try {
                        result = method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    return answer.to(method.getName(), result);
                }));
    }
}
