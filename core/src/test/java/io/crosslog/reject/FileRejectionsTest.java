package io.crosslog.reject;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RejectedRecord;
import io.crosslog.model.Stage;
import io.crosslog.spi.BlockedException;
import io.crosslog.spi.RejectionWriter;
import io.crosslog.spi.SinkContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRejectionsTest {

    private static final class Context implements SinkContext {

        private final List<String> counted = new ArrayList<>();

        @Override
        public String pipeline() {
            return "waf";
        }

        @Override
        public void sent(long raw, long compressed) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public void count(String name) {
            counted.add(name);
        }
    }

    @TempDir
    Path dir;

    private final Context context = new Context();

    private static RawRecord record(byte[] bytes) {
        return RawRecord.of(Origin.prefix("cls", "kafka://t/0@").at(7), bytes, Instant.ofEpochSecond(1));
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> nodes = new ArrayList<>();
        try (Stream<Path> files = Files.list(dir).sorted()) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches("waf-\\d+\\.ndjson"))
                    .toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                for (String line : Files.readAllLines(file)) {
                    nodes.add(JsonMapper.builder().build().readTree(line));
                }
            }
        }
        return nodes;
    }

    @Test
    @DisplayName("A line tells origin, index, stage, reason and the raw bytes, whatever they are")
    void content() throws Exception {
        byte[] binary = {(byte) 0xFF, 0, '\n', '"'};
        try (RejectionWriter writer = FileRejections.in(dir).open(context)) {
            writer.write(List.of(
                    RejectedRecord.whole(record("a\n\"é\u0000".getBytes(UTF_8)), Stage.DECODE, "not JSON"),
                    RejectedRecord.part(record(new byte[0]), 3, Stage.WRITE, "refused", binary)));
        }
        List<JsonNode> lines = lines();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).get("origin").asText()).isEqualTo("kafka://t/0@7");
        assertThat(lines.get(0).get("raw").asText()).isEqualTo("a\n\"é\u0000");
        assertThat(lines.get(0).get("stage").asText()).isEqualTo("DECODE");
        assertThat(lines.get(0).has("index")).isFalse();
        assertThat(lines.get(1).get("raw_base64").binaryValue()).isEqualTo(binary);
        assertThat(lines.get(1).get("index").asInt()).isEqualTo(3);
    }

    @Test
    @DisplayName(
            "Files rotate, earlier runs are never overwritten, and at the bound the pipeline is blocked, not robbed")
    void bounded() throws Exception {
        FileRejections handler = FileRejections.in(dir).bounded(500, 1_500);
        int written = 0;
        try (RejectionWriter first = handler.open(context)) {
            first.write(List.of(RejectedRecord.whole(record(new byte[10]), Stage.DECODE, "r")));
            written++;
        }
        try (RejectionWriter writer = handler.open(context)) {
            Files.writeString(dir.resolve("waf-other-000001.ndjson"), "");
            while (written < 100) {
                writer.write(List.of(RejectedRecord.whole(record("x".repeat(100).getBytes(UTF_8)), Stage.DECODE, "r")));
                written++;
            }
        } catch (BlockedException e) {
            assertThat(e).hasMessageContaining("bytes").hasMessageContaining("move files away");
        }
        assertThat(written).isBetween(3, 9);
        assertThat(lines()).hasSize(written);
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files.filter(f -> f.getFileName().toString().matches("waf-\\d+.ndjson"))
                            .count())
                    .isGreaterThan(2);
        }
        try (RejectionWriter writer = handler.open(context)) {
            try (Stream<Path> files = Files.list(dir)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            writer.write(List.of(RejectedRecord.whole(record(new byte[1]), Stage.DECODE, "r")));
        }
        assertThat(lines()).hasSize(1);
    }

    @Test
    @DisplayName(
            "Rejections that make more than one chunk of lines are all in one file, and count for the bound before any is written")
    void large() throws Exception {
        RejectedRecord big = RejectedRecord.whole(record(new byte[300_000]), Stage.DECODE, "r"); // 6 bytes each as JSON
        List<RejectedRecord> all = Collections.nCopies(4, big);
        FileRejections handler = FileRejections.in(dir).bounded(1_000, 10_000_000);
        try (RejectionWriter writer = handler.open(context)) {
            writer.write(all);
            assertThat(lines()).hasSize(4);
            assertThatThrownBy(() -> writer.write(all)).isInstanceOf(BlockedException.class);
        }
        assertThat(lines())
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.get("raw").asText()).hasSize(300_000));
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files.filter(f -> f.getFileName().toString().matches("waf-\\d+.ndjson"))
                            .count())
                    .isOne();
        }
    }

    @Test
    @DisplayName("A write that an interrupt broke off does not keep later ones from being taken over")
    void interrupted() throws Exception {
        List<RejectedRecord> one = List.of(RejectedRecord.whole(record(new byte[1]), Stage.DECODE, "r"));
        try (RejectionWriter writer = FileRejections.in(dir).open(context)) {
            writer.write(one);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> writer.write(one)).isInstanceOf(IOException.class);
            assertThat(Thread.interrupted()).isTrue();
            writer.write(one);
        }
        assertThat(lines()).hasSizeBetween(2, 3);
    }

    @Test
    @DisplayName("Nothing is taken over after closing, and a directory that cannot be made is an error")
    void closed() throws Exception {
        RejectionWriter writer = FileRejections.in(dir).open(context);
        writer.close();
        assertThatThrownBy(() -> writer.write(List.of(RejectedRecord.whole(record(new byte[1]), Stage.DECODE, "r"))))
                .isInstanceOf(IOException.class);
        Path file = Files.createFile(dir.resolve("file"));
        assertThatThrownBy(() -> FileRejections.in(file.resolve("sub")).open(context))
                .isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("Stopping names the record and the remedy; dropping counts")
    void others() throws Exception {
        List<RejectedRecord> two = List.of(
                RejectedRecord.whole(record("secret".getBytes(UTF_8)), Stage.NORMALIZE, "why"),
                RejectedRecord.whole(record(new byte[1]), Stage.DECODE, "r"));
        try (RejectionWriter stop = StopOnRejection.create().open(context)) {
            assertThatThrownBy(() -> stop.write(two))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("kafka://t/0@7 rejected at NORMALIZE: why (and 1 more)")
                    .hasMessageContaining("FileRejections")
                    .hasMessageNotContaining("secret");
        }
        try (RejectionWriter drop = DropRejections.create().open(context)) {
            drop.write(two);
        }
        assertThat(context.counted).containsExactly("rejection-dropped", "rejection-dropped");
    }
}
