package io.crosslog.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.model.Position;
import io.crosslog.spi.BlockedException;
import io.crosslog.spi.CheckpointStore;
import io.crosslog.spi.Checkpoints;
import io.crosslog.spi.StaleClaimException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCheckpointStoreTest {

    @TempDir
    Path dir;

    private CheckpointStore store;

    @BeforeEach
    void open() {
        store = FileCheckpointStore.in(dir.resolve("checkpoints"));
    }

    private void save(Position... positions) throws Exception {
        try (Checkpoints held = store.open("p", "s")) {
            held.save(List.of(positions));
        }
    }

    private Position saved(String partition) throws Exception {
        try (Checkpoints held = store.open("p", "s")) {
            return held.claim(partition).orElseThrow();
        }
    }

    private Path home() {
        return dir.resolve("checkpoints/p/s");
    }

    @Test
    @DisplayName("What was saved is there again after closing, and what was not is a start")
    void roundTrip() throws Exception {
        save(Position.of("a", "v1:1"), Position.of("\"b\"\n\u0000 日志", "v1:x\\y"));
        save(Position.of("a", "v1:2"));
        assertThat(saved("a")).isEqualTo(Position.of("a", "v1:2"));
        assertThat(saved("\"b\"\n\u0000 日志")).isEqualTo(Position.of("\"b\"\n\u0000 日志", "v1:x\\y"));
        assertThat(saved("c").isStart()).isTrue();
    }

    @Test
    @DisplayName(
            "Checkpoints in use are refused, until they are closed; other pipelines and sources are not in the way")
    void locked() throws Exception {
        try (Checkpoints held = store.open("p", "s");
                Checkpoints other = store.open("P", "s");
                Checkpoints third = store.open("p", "s/../t")) {
            assertThatThrownBy(() -> store.open("p", "s"))
                    .isInstanceOf(BlockedException.class)
                    .hasMessageContaining("in use")
                    .hasMessageContaining("'p'");
            other.save(List.of(Position.of("a", "v1:1")));
            third.save(List.of(Position.of("a", "v1:2")));
            assertThat(held.claim("a").orElseThrow().isStart()).isTrue();
        }
        store.open("p", "s").close();
    }

    @Test
    @DisplayName("A save after closing is refused, and so is one whose fence is old")
    void stale() throws Exception {
        Checkpoints closed = store.open("p", "s");
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.save(List.of(Position.of("a", "v1:1"))))
                .isInstanceOf(StaleClaimException.class);
        assertThatThrownBy(() -> closed.claim("a")).isInstanceOf(IOException.class);
        try (Checkpoints held = store.open("p", "s")) {
            Files.writeString(home().resolve("fence"), "99");
            assertThatThrownBy(() -> held.save(List.of(Position.of("a", "v1:1"))))
                    .isInstanceOfSatisfying(StaleClaimException.class, e -> assertThat(e.partitions())
                            .containsExactly("a"));
        }
        assertThat(saved("a").isStart()).isTrue();
    }

    @Test
    @DisplayName(
            "However a file is torn, the positions before it are used; if both are, it is an error, never a fresh start")
    void torn() throws Exception {
        save(Position.of("a", "v1:1"));
        save(Position.of("a", "v1:2"));
        byte[] whole = Files.readAllBytes(home().resolve("positions"));
        for (int length = 0; length < whole.length; length++) {
            Files.write(home().resolve("positions"), Arrays.copyOf(whole, length));
            assertThat(saved("a")).isEqualTo(Position.of("a", "v1:1"));
        }
        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 4;
            Files.write(home().resolve("positions"), flipped);
            assertThat(saved("a").token()).isIn("v1:1", "v1:2");
        }
        Files.delete(home().resolve("positions"));
        assertThat(saved("a")).isEqualTo(Position.of("a", "v1:1"));
        Files.writeString(home().resolve("positions.previous"), "{}");
        assertThatThrownBy(() -> saved("a"))
                .hasMessageContaining("cannot be read")
                .hasMessageContaining("restore");
        // The failed opening must not keep the lock.
        assertThatThrownBy(() -> saved("a")).hasMessageContaining("cannot be read");
    }

    @Test
    @DisplayName("A leftover of a crash in mid-save is no harm")
    void leftovers() throws Exception {
        save(Position.of("a", "v1:1"));
        Files.writeString(home().resolve("positions.next"), "half");
        Files.writeString(home().resolve("positions.link"), "half");
        Files.writeString(home().resolve("fence.next"), "half");
        save(Position.of("a", "v1:2"));
        assertThat(saved("a")).isEqualTo(Position.of("a", "v1:2"));
    }

    @Test
    @DisplayName("Files are for their owner only")
    void modes() throws Exception {
        save(Position.of("a", "v1:1"));
        save(Position.of("a", "v1:2"));
        try (Stream<Path> files = Files.list(home())) {
            assertThat(files).hasSize(4).allSatisfy(f -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                    .isEqualTo("rw-------"));
        }
    }
}
