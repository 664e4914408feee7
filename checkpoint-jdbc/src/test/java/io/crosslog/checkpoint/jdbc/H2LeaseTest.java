package io.crosslog.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.Position;
import io.crosslog.spi.Checkpoints;
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
}
