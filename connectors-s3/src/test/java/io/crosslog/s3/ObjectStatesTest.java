package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.Pipeline;
import io.crosslog.PipelineSettings;
import io.crosslog.RunningPipeline;
import io.crosslog.checkpoint.MemoryCheckpointStore;
import io.crosslog.decode.TextDecoder;
import io.crosslog.loopback.s3.LoopbackS3;
import io.crosslog.loopback.s3.S3Bucket;
import io.crosslog.loopback.s3.S3Fault;
import io.crosslog.testkit.RecordingSink;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An object on an S3 server")
class ObjectStatesTest {

    private static final String BUCKET = "logs";
    private final RecordingSink sink = RecordingSink.create();
    private final MemoryCheckpointStore checkpoints = MemoryCheckpointStore.create();
    private final Rejected rejected = new Rejected();
    private LoopbackS3 s3;
    private S3Bucket bucket;

    @BeforeEach
    void start() throws Exception {
        s3 = Buckets.server().bucket(BUCKET).start();
        bucket = s3.bucket(BUCKET);
    }

    @AfterEach
    void stop() throws Exception {
        s3.close();
    }

    @Test
    @DisplayName("in an archive is rejected once, named and counted, and not asked for again, nor after a restart")
    void archived() throws Exception {
        for (int i = 0; i < 20; i++) {
            bucket.put("k" + i, Buckets.lines("k" + i + "-", 2));
        }
        bucket.archive("k3");
        bucket.archive("k4");
        for (int restart = 0; restart < 2; restart++) {
            try (RunningPipeline running = run()) {
                sink.await(36, 30);
                s3.requests().reset();
                s3.requests().await(r -> r.lists() > 5, Duration.ofSeconds(30));
                Waiting.until("rejections", () -> rejected.records().size() == 2);
                if (restart == 0) {
                    Waiting.until(
                            "counts", () -> running.status().noted().getOrDefault("objects in an archive", 0L) == 2);
                }
                assertThat(running.failure()).isEmpty();
            }
        }
        assertThat(s3.requests().gets()).isZero();
        assertThat(rejected.records()).allSatisfy(record -> assertThat(record.reason())
                .contains("lies in an archive")
                .contains("restore it")
                .contains("another name"));
    }

    @Test
    @DisplayName("without content or with a slash at its end is no object to read, and holds nothing up")
    void empty() throws Exception {
        bucket.put("empty", new byte[0]);
        bucket.put("folder/", new byte[0]);
        bucket.put("folder/k", Buckets.lines("k", 1));
        bucket.put("slash/", Buckets.lines("content", 1));
        try (RunningPipeline running = run()) {
            sink.await(2, 30);
            s3.requests().await(r -> r.lists() > 5, Duration.ofSeconds(30));
            assertThat(running.failure()).isEmpty();
        }
        assertThat(Buckets.texts(sink)).containsExactlyInAnyOrder("k0", "content0");
        assertThat(s3.requests().gets()).isEqualTo(2);
        assertThat(rejected.records()).isEmpty();
    }

    @Test
    @DisplayName("that is written anew between being listed and being read is read in its new state only")
    void overwrittenBefore() throws Exception {
        bucket.put("k", "old".getBytes(StandardCharsets.UTF_8));
        s3.faults().add(S3Fault.delay(Duration.ofSeconds(2)).onGets().times(1));
        try (RunningPipeline running = run()) {
            s3.requests().await(r -> r.lists() > 0, Duration.ofSeconds(30));
            bucket.put("k", "new".getBytes(StandardCharsets.UTF_8));
            sink.await(1, 30);
            assertThat(running.failure()).isEmpty();
            assertThat(running.status().possibleLosses()).isZero();
        }
        assertThat(Buckets.texts(sink)).containsExactly("new");
        assertThat(rejected.records()).isEmpty();
    }

    @Test
    @DisplayName(
            "that is written anew while it is read has its rest rejected, and its new state read, with no record of two")
    void overwrittenWithin() throws Exception {
        byte[] old = Buckets.lines("old-", 60_000);
        bucket.put("k", old);
        // Cut in the middle: what is asked for next is of another state.
        s3.faults().add(S3Fault.cutBody(old.length / 2).times(1));
        s3.faults().add(S3Fault.delay(Duration.ofSeconds(1)).onGets().after(1).times(1));
        try (RunningPipeline running = run()) {
            s3.requests().await(r -> r.gets() > 0, Duration.ofSeconds(30));
            bucket.put("k", Buckets.lines("new-", 5));
            Waiting.until("the new state", () -> Buckets.texts(sink).contains("new-4"));
            Waiting.until("the rest", () -> rejected.records().size() == 1);
            assertThat(running.failure()).isEmpty();
        }
        assertThat(rejected.records().get(0).reason())
                .contains("written anew after it was listed")
                .contains("records before were delivered");
        assertThat(Buckets.texts(sink))
                .doesNotHaveDuplicates()
                .containsAll(Buckets.names("new-", 5))
                .allSatisfy(text -> assertThat(text).matches("(old|new)-\\d+"));
    }

    @Test
    @DisplayName("that a pipeline was in the middle of when it was closed is read on at the next record, none twice")
    void resumedInside() throws Exception {
        byte[] content = Buckets.lines("k", 60_000);
        bucket.put("k", content);
        s3.faults().add(S3Fault.cutBody(content.length / 2).onGets().times(1));
        s3.faults().add(S3Fault.slowDown().onGets());
        try (RunningPipeline running = run()) {
            sink.await(10_000, 30);
            assertThat(running.failure()).isEmpty();
        }
        int before = sink.events().size();
        assertThat(before).isLessThan(60_000);
        s3.faults().clear();
        try (RunningPipeline running = run()) {
            sink.await(60_000, 30);
            assertThat(running.failure()).isEmpty();
        }
        assertThat(Buckets.texts(sink)).containsExactlyElementsOf(Buckets.names("k", 60_000));
        assertThat(sink.events().get(before).origin().toString()).endsWith("#" + before);
    }

    @Test
    @DisplayName("for which a proxy answers 200 with a page of its own is read when the store answers")
    void proxy200() throws Exception {
        bucket.put("k", Buckets.lines("k", 40));
        s3.faults()
                .add(S3Fault.garbage(200, "text/html", "<html><body>Please log in</body></html>")
                        .onGets()
                        .times(2));
        try (RunningPipeline running = run()) {
            sink.await(40, 60);
            assertThat(running.failure()).isEmpty();
        }
        assertThat(Buckets.texts(sink)).containsExactlyInAnyOrderElementsOf(Buckets.names("k", 40));
        assertThat(rejected.records()).isEmpty();
    }

    @Test
    @DisplayName("for which an answer has its ETag and another length is read when the length is right")
    void otherLength() throws Exception {
        byte[] content = Buckets.lines("k", 40);
        bucket.put("k", content);
        byte[] md5 = MessageDigest.getInstance("MD5").digest(content);
        String etag = '"' + HexFormat.of().formatHex(md5) + '"';
        String twice = new String(content, StandardCharsets.UTF_8) + "\n" + new String(content, StandardCharsets.UTF_8);
        for (String body : new String[] {twice, "k0\nk1\n"}) {
            s3.faults()
                    .add(S3Fault.garbage(200, "text/plain", body)
                            .withHeader("ETag", etag)
                            .onGets()
                            .times(1));
        }
        try (RunningPipeline running = run()) {
            sink.await(40, 60);
            assertThat(running.failure()).isEmpty();
        }
        assertThat(Buckets.texts(sink)).containsExactlyInAnyOrderElementsOf(Buckets.names("k", 40));
        assertThat(rejected.records()).isEmpty();
    }

    @Test
    @DisplayName("that a proxy's 404 hides for a while is read when it is over")
    void proxy404() throws Exception {
        bucket.put("k", Buckets.lines("k", 2), Instant.now().minus(Duration.ofDays(30)));
        s3.faults()
                .add(S3Fault.garbage(404, "text/html", "<html>Not found</html>")
                        .onGets()
                        .times(2));
        try (RunningPipeline running = run()) {
            sink.await(2, 60);
            assertThat(running.failure()).isEmpty();
            assertThat(running.status().possibleLosses()).isZero();
        }
    }

    @Test
    @DisplayName("old as it may be that the store does not find at first is told of, and read when it does")
    void notFoundYet() throws Exception {
        bucket.put("k", Buckets.lines("k", 2), Instant.now().minus(Duration.ofDays(30)));
        s3.faults()
                .add(S3Fault.error(404, "NoSuchKey", "The specified key does not exist.")
                        .onGets()
                        .times(3));
        try (RunningPipeline running = run()) {
            sink.await(2, 60);
            assertThat(running.failure()).isEmpty();
            assertThat(running.status().possibleLosses()).isEqualTo(1);
            assertThat(running.status().lastLosses().get(0).detail())
                    .contains("/k@")
                    .contains("deleted");
        }
        assertThat(Collections.frequency(Buckets.texts(sink), "k0")).isEqualTo(1);
    }

    @Test
    @DisplayName("is not done with while the sink has not taken its records, and read again after a crash then")
    void sinkFails() throws Exception {
        bucket.put("k", Buckets.lines("k", 3));
        sink.stall();
        Pipeline impatient = Pipeline.named("objects")
                .from(Buckets.source(s3, BUCKET).build())
                .decode(TextDecoder.create())
                .to(sink)
                .checkpoints(checkpoints)
                .rejectTo(rejected)
                .settings(PipelineSettings.builder()
                        .drainTime(Duration.ofSeconds(1))
                        .build())
                .build();
        try (RunningPipeline running = impatient.start()) {
            s3.requests().await(r -> r.gets("k") == 1 && r.lists() > 5, Duration.ofSeconds(30));
            assertThat(running.failure()).isEmpty();
        }
        sink.goOn();
        try (RunningPipeline running = run()) {
            sink.await(3, 30);
            assertThat(running.failure()).isEmpty();
        }
        assertThat(s3.requests().gets("k")).isEqualTo(2);
    }

    private RunningPipeline run() {
        return Buckets.pipeline(Buckets.source(s3, BUCKET).build(), sink, checkpoints, rejected, 1)
                .start();
    }
}
