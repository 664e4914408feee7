package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.RunningPipeline;
import io.crosslog.checkpoint.MemoryCheckpointStore;
import io.crosslog.loopback.s3.LoopbackS3;
import io.crosslog.loopback.s3.S3Fault;
import io.crosslog.spi.SourceEvent;
import io.crosslog.testkit.RecordingSink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A back-fill")
class OnePassTest {

    private static final String BUCKET = "logs";
    private static final byte[] CONTENT = Buckets.lines("line", 200);
    private final RecordingSink sink = RecordingSink.create();
    private final MemoryCheckpointStore checkpoints = MemoryCheckpointStore.create();
    private LoopbackS3 s3;

    @BeforeEach
    void start() throws Exception {
        s3 = Buckets.server().bucket(BUCKET).start();
        s3.bucket(BUCKET)
                .putAll(1_500, i -> "waf/" + i, i -> CONTENT, Instant.now().minus(Duration.ofDays(9)));
        s3.bucket(BUCKET).put("other/1", CONTENT);
    }

    @AfterEach
    void stop() throws Exception {
        s3.close();
    }

    @Test
    @DisplayName("tells objects and bytes done, of how many, how fast, and the time left, and counts what it asked for")
    void progress() throws Exception {
        // Slow enough to be looked at, and the whole is known long before its end.
        s3.faults().add(S3Fault.delay(Duration.ofMillis(50)).onGets());
        try (RunningPipeline running = run(2)) {
            Waiting.until(
                    "progress with a total",
                    Duration.ofSeconds(60),
                    () -> of(running, "objects").total().isPresent()
                            && of(running, "objects").done() > 0);
            SourceEvent.Progress objects = of(running, "objects");
            SourceEvent.Progress bytes = of(running, "bytes");
            assertThat(objects.total()).hasValue(1_500);
            assertThat(bytes.total()).hasValue(1_500L * CONTENT.length);
            assertThat(objects.done()).isLessThan(1_500);
            assertThat(bytes.done()).isBetween(objects.done() * CONTENT.length, (objects.done() + 10) * CONTENT.length);
            assertThat(objects.perSecond()).isBetween(1.0, 2_000.0);
            assertThat(objects.left())
                    .hasValueSatisfying(left -> assertThat(left).isBetween(Duration.ofSeconds(1), Duration.ofHours(1)));
            assertThat(running.status().toString()).contains(" of 1500 objects, PT");
            s3.faults().clear();
            assertThat(running.awaitEnd(Duration.ofSeconds(60))).isTrue();
            assertThat(of(running, "objects").done()).isEqualTo(1_500);
            assertThat(of(running, "bytes").done()).isEqualTo(1_500L * CONTENT.length);
            Map<String, Long> noted = running.status().noted();
            assertThat(noted)
                    .containsEntry("objects read", 1_500L)
                    .containsEntry("requests to read objects", s3.requests().gets())
                    .containsEntry("requests to list objects", s3.requests().lists());
        }
        // Two pages each, to read and to count.
        assertThat(s3.requests().lists()).isBetween(4L, 10L);
        assertThat(sink.events()).hasSize(1_500 * 200);
    }

    @Test
    @DisplayName("that goes on after a restart tells of what is left only")
    void rest() throws Exception {
        s3.faults().add(S3Fault.delay(Duration.ofMillis(5)).onGets());
        try (RunningPipeline running = run(1)) {
            sink.await(180_000, 60);
            assertThat(running.failure()).isEmpty();
        }
        s3.faults().clear();
        s3.requests().reset();
        try (RunningPipeline running = run(1)) {
            assertThat(running.awaitEnd(Duration.ofSeconds(60))).isTrue();
            SourceEvent.Progress objects = of(running, "objects");
            assertThat(objects.done()).isBetween(1L, 700L);
            assertThat(s3.requests().gets()).isEqualTo(objects.done());
        }
        assertThat(sink.events().size()).isGreaterThanOrEqualTo(1_500 * 200);
    }

    private RunningPipeline run(int readers) {
        return Buckets.pipeline(
                        Buckets.source(s3, BUCKET).prefix("waf/").onePass().build(),
                        sink,
                        checkpoints,
                        new Rejected(),
                        readers)
                .start();
    }

    private static SourceEvent.Progress of(RunningPipeline running, String unit) {
        List<SourceEvent.Progress> progress = running.status().progress();
        return progress.stream()
                .filter(p -> p.unit().equals(unit))
                .findFirst()
                .orElse(new SourceEvent.Progress(0, OptionalLong.empty(), unit, 0));
    }
}
