package io.crosslog.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.Position;
import io.crosslog.spi.Checkpoints;
import io.crosslog.spi.StaleClaimException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Leases in H2")
final class H2LeaseTest extends LeaseRules {

    H2LeaseTest() {
        super(TestDatabase.h2());
    }

    @Test
    @DisplayName("Positions in a file are there after the database was closed")
    void inAFile(@TempDir Path directory) throws Exception {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + directory.resolve("checkpoints"));
        try (Checkpoints one = JdbcCheckpointStore.on(source).open("pipeline", "source")) {
            one.claim("a");
            one.save(List.of(Position.of("a", "v1:1")));
        }
        try (Checkpoints one = JdbcCheckpointStore.on(source).open("pipeline", "source")) {
            assertThat(one.claim("a")).contains(Position.of("a", "v1:1"));
        }
    }

    @Test
    @DisplayName(
            "A thread that is interrupted in a call, as readers are at the end, does not close the file for others")
    void interrupted(@TempDir Path directory) throws Exception {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + directory.resolve("checkpoints"));
        String token = "v1:" + "x".repeat(300_000);
        try (Checkpoints one = JdbcCheckpointStore.on(source).open("pipeline", "source");
                Checkpoints other = JdbcCheckpointStore.on(source).open("pipeline", "source")) {
            for (int i = 0; i < 40; i++) {
                String mine = "mine-" + i;
                Thread caller = new Thread(() -> {
                    Thread.currentThread().interrupt();
                    try {
                        one.claim(mine);
                        Thread.currentThread().interrupt();
                        one.save(List.of(Position.of(mine, token)));
                    } catch (IOException | StaleClaimException e) {
                        // It may fail, and only it.
                        Thread.currentThread().interrupt();
                    }
                });
                caller.start();
                caller.join();
                assertThat(other.claim("a" + i)).isPresent();
                other.save(List.of(Position.of("a" + i, token)));
            }
        }
    }
}
