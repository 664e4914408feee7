package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.RunningPipeline;
import io.crosslog.checkpoint.MemoryCheckpointStore;
import io.crosslog.loopback.s3.LoopbackS3;
import io.crosslog.testkit.RecordingSink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A pipeline that reads a bucket")
class PipelineTest {

    private static final String BUCKET = "logs";
    private final RecordingSink sink = RecordingSink.create();
    private final Rejected rejected = new Rejected();
    private final MemoryCheckpointStore checkpoints = MemoryCheckpointStore.create();
    private final List<String> expected = new ArrayList<>();
    private LoopbackS3 s3;

    @BeforeEach
    void start() throws Exception {
        s3 = Buckets.server().bucket(BUCKET).start();
    }

    @AfterEach
    void stop() throws Exception {
        s3.close();
    }

    @Test
    @DisplayName("delivers each record of each object once, then those that come later, and none again after a restart")
    void once() throws Exception {
        for (int i = 0; i < 100; i++) {
            put("waf/2026/11/" + i + ".log", "o" + i + "-", 3);
        }
        try (RunningPipeline running = run(1)) {
            sink.await(300, 30);
            put("waf/2026/10/late.log", "late-", 5);
            sink.await(305, 30);
            assertThat(running.failure()).isEmpty();
        }
        put("waf/0.log", "first-", 2);
        try (RunningPipeline running = run(3)) {
            sink.await(307, 30);
            put("waf/2026/11/7.log", "again-", 2);
            sink.await(309, 30);
            assertThat(running.failure()).isEmpty();
        }
        assertThat(Buckets.texts(sink)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(rejected.records()).isEmpty();
    }

    @Test
    @DisplayName("ends after one pass over what was there, and reads only what is new in the next")
    void onePass() throws Exception {
        Instant old = Instant.now().minus(Duration.ofDays(3));
        for (int i = 0; i < 50; i++) {
            byte[] lines = Buckets.lines("o" + i + "-", 2);
            expected.addAll(Buckets.names("o" + i + "-", 2));
            s3.bucket(BUCKET).put("k" + i, lines, i % 2 == 0 ? old : Instant.now());
        }
        for (int run = 0; run < 3; run++) {
            try (RunningPipeline running = Buckets.pipeline(
                            Buckets.source(s3, BUCKET).onePass().build(), sink, checkpoints, rejected, 2)
                    .start()) {
                assertThat(running.awaitEnd(Duration.ofSeconds(30))).isTrue();
                assertThat(running.failure()).isEmpty();
            }
            assertThat(Buckets.texts(sink)).containsExactlyInAnyOrderElementsOf(expected);
            put("more" + run, "more" + run, 1);
        }
    }

    private RunningPipeline run(int readers) {
        return Buckets.pipeline(Buckets.source(s3, BUCKET).build(), sink, checkpoints, rejected, readers)
                .start();
    }

    private void put(String key, String stem, int count) {
        s3.bucket(BUCKET).put(key, Buckets.lines(stem, count));
        expected.addAll(Buckets.names(stem, count));
    }
}
