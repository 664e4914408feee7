package io.crosslog.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.loopback.postgres.LoopbackPostgres;
import io.crosslog.model.Position;
import io.crosslog.spi.BlockedException;
import io.crosslog.spi.Checkpoints;
import io.crosslog.spi.StaleClaimException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.postgresql.ds.PGSimpleDataSource;

@DisplayName("Leases in PostgreSQL")
final class PostgresLeaseTest extends LeaseRules {

    PostgresLeaseTest() {
        super(TestDatabase.postgres());
    }

    @Test
    @DisplayName("A process that is stopped for longer than its lease is refused when it goes on")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no SIGSTOP")
    void stoppedProcess() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SleepyHolder.class.getName(),
                        SharedPostgres.server().url(),
                        database().prefix())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader says = holder.inputReader(StandardCharsets.UTF_8);
                PrintStream told = new PrintStream(holder.getOutputStream(), true, StandardCharsets.UTF_8);
                Checkpoints other = database().store(SleepyHolder.LEASE_MILLIS).open("pipeline", "source")) {
            assertThat(says.readLine()).isEqualTo("claimed");
            assertThat(other.claim("a")).isEmpty();
            signal("-STOP", holder);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (other.claim("a").isEmpty()) {
                assertThat(System.nanoTime()).as("the lease runs out").isLessThan(deadline);
                TimeUnit.MILLISECONDS.sleep(20);
            }
            other.save(List.of(Position.of("a", "v1:mine")));
            signal("-CONT", holder);
            told.println("save");
            assertThat(says.readLine()).isEqualTo("refused");
            assertThat(other.claim("a")).contains(Position.of("a", "v1:mine"));
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    @DisplayName("While the database is away every call says so, and when it is back all goes on")
    void databaseAway() throws Exception {
        try (LoopbackPostgres own = LoopbackPostgres.start();
                Checkpoints one = JdbcCheckpointStore.on(own.dataSource()).open("pipeline", "source")) {
            one.claim("a");
            one.save(List.of(Position.of("a", "v1:1")));
            own.goDown();
            assertThatThrownBy(() -> one.save(List.of(Position.of("a", "v1:2"))))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(BlockedException.class);
            assertThatThrownBy(one::renew).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> one.claim("b")).isInstanceOf(IOException.class);
            own.comeUp();
            one.save(List.of(Position.of("a", "v1:2")));
            assertThat(one.renew()).isEmpty();
            assertThat(one.claim("a")).contains(Position.of("a", "v1:2"));
        }
    }

    @Test
    @DisplayName("A row that somebody keeps locked costs one timeout, not the pipeline")
    void lockedRow() throws Exception {
        JdbcCheckpointStore store = new JdbcCheckpointStore(
                new JdbcSettings(database().dataSource(), database().prefix(), null, 60_000, 1, true));
        try (Checkpoints one = store.open("pipeline", "source");
                Connection rude = database().dataSource().getConnection();
                Statement statement = rude.createStatement()) {
            one.claim("a");
            rude.setAutoCommit(false);
            statement.execute("SELECT * FROM " + database().prefix() + "positions FOR UPDATE");
            long start = System.nanoTime();
            String token = "v1:" + "x".repeat(100_000);
            assertThatThrownBy(() -> one.save(List.of(Position.of("a", token))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("canceling statement")
                    .satisfies(e -> {
                        StringWriter trace = new StringWriter();
                        e.printStackTrace(new PrintWriter(trace));
                        assertThat(trace.toString()).doesNotContain("xxx");
                    });
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
            rude.rollback();
            one.save(List.of(Position.of("a", "v1:1")));
        }
    }

    @Test
    @DisplayName("A pool that hands out serializable connections is served, and gets them back as they were")
    void serializable() throws Exception {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(SharedPostgres.server().url()
                + "&options=-c%20default_transaction_isolation=serializable%20-c%20TimeZone=Asia/Shanghai");
        JdbcCheckpointStore store = JdbcCheckpointStore.builder(source)
                .tablePrefix(database().prefix())
                .build();
        try (Checkpoints one = store.open("pipeline", "source");
                Checkpoints other = open()) {
            assertThat(one.claim("a")).isPresent();
            one.save(List.of(Position.of("a", "v1:1")));
            assertThat(other.claim("a")).isEmpty();
        }
    }

    @Test
    @DisplayName("No rights is blocked with advice, and a password is in no message")
    void noRightsAndNoSecrets() throws Exception {
        SharedPostgres.server().execute("CREATE ROLE " + database().prefix() + "weak LOGIN");
        PGSimpleDataSource weak = new PGSimpleDataSource();
        weak.setUrl(SharedPostgres.server()
                .url()
                .replace("user=postgres", "user=" + database().prefix() + "weak"));
        open().close();
        assertThatThrownBy(() -> JdbcCheckpointStore.builder(weak)
                        .tablePrefix(database().prefix())
                        .createTables(false)
                        .build()
                        .open("pipeline", "source"))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("grant");

        String secret = "hunter2-secret";
        SQLException told =
                new SQLException("cannot reach jdbc:postgresql://db/x?user=soc&password=" + secret, "08001");
        SQLException cause = new SQLException("outer", "08001", told);
        for (SQLException e : List.of(told, cause)) {
            IOException explained = SqlTrouble.explained("save", e);
            for (Throwable t = explained; t != null; t = t.getCause()) {
                assertThat(t).hasMessageNotContaining(secret);
            }
        }
        for (String message : List.of(
                "jdbc:x://soc:" + secret + "@db/x",
                "jdbc:x://soc:a@" + secret + "@db/x",
                "password='" + secret + "'",
                "pwd: \"" + secret + "\", host=db",
                "x".repeat(990) + "//db?password=" + secret)) {
            assertThat(SqlTrouble.explained("save", new SQLException(message, "08001")))
                    .hasMessageNotContaining(secret.substring(0, 3));
        }
        assertThat(SqlTrouble.explained("save", new SQLException("x".repeat(1_000_000), "08001"))
                        .getMessage())
                .hasSizeLessThan(1_200);
    }

    @Test
    @DisplayName("Tables go into a schema of their own where one is named")
    void schema() throws Exception {
        String name = database().prefix() + "soc";
        SharedPostgres.server().execute("CREATE SCHEMA " + name);
        JdbcCheckpointStore store = JdbcCheckpointStore.builder(database().dataSource())
                .schema(name)
                .build();
        try (Checkpoints one = store.open("pipeline", "source")) {
            one.claim("a");
            one.save(List.of(Position.of("a", "v1:1")));
        }
        try (Connection connection = database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT token FROM " + name + ".crosslog_positions")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("v1:1");
        }
        for (String bad : List.of("", "1a", "a-b", "a;drop", "ä", "a".repeat(41))) {
            assertThatThrownBy(() ->
                            JdbcCheckpointStore.builder(database().dataSource()).tablePrefix(bad))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Claims a partition in a process of its own and saves when told to. */
    static final class SleepyHolder {

        static final long LEASE_MILLIS = 1_500;

        private SleepyHolder() {}

        public static void main(String[] args) throws Exception {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(args[0]);
            JdbcCheckpointStore store =
                    new JdbcCheckpointStore(new JdbcSettings(source, args[1], null, LEASE_MILLIS, 10, true));
            try (Checkpoints held = store.open("pipeline", "source")) {
                held.claim("a");
                System.out.println("claimed");
                if (System.in.read() >= 0) {
                    held.save(List.of(Position.of("a", "v1:theirs")));
                    System.out.println("saved");
                }
            } catch (StaleClaimException e) {
                System.out.println("refused");
            }
        }
    }
}
