package io.crosslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.RejectedRecord;
import io.crosslog.model.Stage;
import io.crosslog.spi.NormalizeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PipelineRejectionTest {

    private final TestSource source = new TestSource();
    private final TestSink sink = new TestSink();
    private final TestPipeline.Rejections rejections = new TestPipeline.Rejections();

    @Test
    @DisplayName(
            "R6: bad data of every kind is rejected with bytes, origin, index, stage and reason; both ledgers tell all of it")
    void kinds() throws Exception {
        source.with("a", 0);
        source.partitions
                .get("a")
                .addAll(List.of(
                        "good", "bad", "silent", "skip", "half", "damaged", "empty", "unnormal", "twice", "left out"));
        Pipeline pipeline = Pipeline.named("kinds")
                .from(source)
                .decode(TestPipeline.DECODER)
                .normalize((event, out) -> {
                    String text = event.text("content").orElseThrow();
                    if (text.equals("unnormal")) {
                        out.emit(event);
                        out.count("never counted");
                        throw new NormalizeException("no such class");
                    } else if (text.equals("left out")) {
                        out.filter("nodata");
                    } else {
                        out.emit(event);
                        if (text.equals("twice")) {
                            out.emit(event);
                        }
                    }
                })
                .to(sink)
                .rejectTo(rejections.handler)
                .settings(TestPipeline.fast().build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            PipelineStatus status = running.status();
            assertThat(status.records()).isEqualTo(new RecordLedger(10, 2, 5, 3, 0, 0));
            // good, half/0, half/2, twice (2) | skip, left out | half/1, unnormal
            assertThat(status.events()).isEqualTo(new EventLedger(9, 5, 2, 2, 0, 0));
            assertThat(status.filtered()).isEqualTo(Map.of("skipped", 1L, "nodata", 1L, "tombstone", 1L));
            assertThat(status.noted()).isEqualTo(Map.of("decoded", 6L));
            assertThat(status.rejected())
                    .containsEntry("READ: too long", 1L)
                    .containsEntry("DECODE: it is bad", 1L)
                    .containsEntry("DECODE: half of it", 1L)
                    .containsEntry("NORMALIZE: no such class", 1L)
                    .hasSize(5);
        }
        assertThat(rejections.kept.stream()
                        .map(r -> r.origin() + " " + r.index() + " " + r.stage() + " " + new String(r.bytes(), UTF_8)))
                .containsExactly(
                        "test://a@1 -1 DECODE bad",
                        "test://a@2 -1 DECODE silent",
                        "test://a@4 1 DECODE part",
                        "test://a@5 -1 READ damaged",
                        "test://a@7 0 NORMALIZE unnormal");
        assertThat(rejections.kept.get(1).reason()).contains("neither emitted, rejected nor filtered");
        assertThat(sink.durable).containsExactly("good", "half/0", "half/2", "twice", "twice");
        assertThat(sink.batches.stream()
                        .flatMap(batch -> batch.events().stream())
                        .map(e -> e.index() + "." + e.subIndex()))
                .containsExactly("0.0", "0.0", "2.0", "0.0", "0.1");
        assertThat(source.committed).containsEntry("a", 10);
    }

    @Test
    @DisplayName(
            "R6: without a handler the pipeline stops at the first rejection, says what to configure, and commits nothing past it")
    void noHandler() throws Exception {
        source.with("a", 50).batchSize(1);
        source.partitions.get("a").set(20, "bad");
        sink.limits = new io.crosslog.spi.Limits(1, 1_000);
        try (RunningPipeline running =
                TestPipeline.of("nohandler", source, sink).build().start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.status().state()).isEqualTo(PipelineState.FAILED);
            assertThat(running.failure().orElseThrow())
                    .hasMessageContaining("test://a@20")
                    .hasMessageContaining("it is bad")
                    .hasMessageContaining("rejectTo(");
        }
        assertThat(source.committed).containsEntry("a", 20);
    }

    @Test
    @DisplayName("R6: a decoder that rejects all of the first records stops the pipeline before anything is committed")
    void wrongDecoder() throws Exception {
        source.with("a", 0).endless();
        for (int i = 0; i < 1_500; i++) {
            source.partitions.get("a").add("bad " + i);
        }
        sink.limits = new io.crosslog.spi.Limits(100, 1_000_000);
        // slow enough for many checkpoints to fall between the first record and the verdict
        source.onPoll = reader -> java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        Pipeline pipeline = TestPipeline.of("wrong", source, sink)
                .rejectTo(rejections.handler)
                .settings(TestPipeline.fast()
                        .checkpointInterval(Duration.ofMillis(5))
                        .rejectionLimit(RejectionLimit.standard())
                        .build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure().orElseThrow())
                    .hasMessageContaining("all of the first 1000 records were rejected");
            assertThat(running.status().records().balances()).isTrue();
        }
        assertThat(source.committed).isEmpty();
    }

    @Test
    @DisplayName("R6: a few rejected records at the start are committed when the source ends, or at close")
    void fewRejected() throws Exception {
        source.with("a", 0);
        source.partitions.get("a").addAll(List.of("bad 1", "bad 2"));
        Pipeline pipeline = TestPipeline.of("few", source, sink)
                .rejectTo(rejections.handler)
                .settings(TestPipeline.fast()
                        .rejectionLimit(RejectionLimit.standard())
                        .build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure()).isEmpty();
        }
        assertThat(source.committed).containsEntry("a", 2);
        assertThat(rejections.kept).hasSize(2);
    }

    @Test
    @DisplayName(
            "R6: rejections that come to half of the last ten thousand stop the pipeline; one good record lifts the probation")
    void shareOfWindow() throws Exception {
        source.with("a", 6_000).batchSize(500);
        for (int i = 0; i < 20_000; i++) {
            source.partitions.get("a").add("bad " + i);
        }
        Pipeline pipeline = TestPipeline.of("share", source, sink)
                .rejectTo(rejections.handler)
                .settings(TestPipeline.fast()
                        .rejectionLimit(RejectionLimit.standard())
                        .build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure().orElseThrow()).hasMessageContaining("5000 of the last 10000 records");
        }
        assertThat(source.committed.get("a")).isBetween(6_000, 11_000);
    }

    @Test
    @DisplayName("A rejection's text shows neither the record's bytes nor anything of them")
    void noPayload() {
        RejectedRecord rejected = RejectedRecord.whole(
                io.crosslog.model.RawRecord.of(
                        io.crosslog.model.Origin.prefix("s", "k://t@").at(3),
                        "secret".getBytes(UTF_8),
                        java.time.Instant.EPOCH),
                Stage.DECODE,
                "no JSON");
        assertThat(rejected.toString()).isEqualTo("k://t@3 rejected at DECODE: no JSON");
    }
}
