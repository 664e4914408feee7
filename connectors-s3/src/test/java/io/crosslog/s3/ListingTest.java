package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.RunningPipeline;
import io.crosslog.checkpoint.MemoryCheckpointStore;
import io.crosslog.loopback.s3.LoopbackS3;
import io.crosslog.loopback.s3.S3Bucket;
import io.crosslog.loopback.s3.S3Fault;
import io.crosslog.loopback.s3.S3Operation;
import io.crosslog.testkit.RecordingSink;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What peers' users have reported of missed objects, objects read twice, and requests without end, against a real server. */
@DisplayName("What an S3 server lists")
class ListingTest {

    private static final String BUCKET = "logs";
    private final RecordingSink sink = RecordingSink.create();
    private final MemoryCheckpointStore checkpoints = MemoryCheckpointStore.create();
    private final Rejected rejected = new Rejected();
    private final List<String> expected = new ArrayList<>();
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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName(
            "with one time for all of three pages is read whole and once, also what shows up later between and before them")
    void sameTime(boolean version1) throws Exception {
        Instant second = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        for (int i = 0; i < 2_300; i++) {
            put(String.format("k/%05d", 2 * i), second);
        }
        for (String late : new String[] {"a", "k/01999", "k/02000x", "k/03999", "z"}) {
            put(late, second);
            bucket.hide(late);
        }
        S3Source.Builder source = Buckets.source(s3, BUCKET).parallelObjects(8);
        try (RunningPipeline running = run(version1 ? source.listVersion1() : source)) {
            sink.await(2_300, 60);
            bucket.revealAll();
            sink.await(2_305, 30);
            assertThat(running.failure()).isEmpty();
        }
        assertThat(Buckets.texts(sink)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(s3.requests().gets()).isEqualTo(2_305);
        assertThat(s3.requests().listsV1()).isEqualTo(version1 ? s3.requests().lists() : 0);
    }

    @Test
    @DisplayName("in folders by day, by topic partition and at random, filled late and in any order, is read whole")
    void folders() throws Exception {
        Instant now = Instant.now();
        String[] keys = {
            "waf/2026/11/21/10/202611211005_000_99.gz",
            "waf/2026/11/21/10/202611211005_000_100.gz",
            "waf/2026/11/21/10/202611211005_001_5.gz",
            "waf/2026/11/20/23/202611202359_001_4.gz",
            "waf/_f3a9_0.gz",
            "waf/_00c1_0.gz",
            "waf/year=2026/month=01/x",
            "waf/20220731/14/y",
            "waf/日志/z",
            "waf/+%2F &=?#.gz"
        };
        try (RunningPipeline running = run(Buckets.source(s3, BUCKET).prefix("waf/"))) {
            for (int i = 0; i < keys.length; i++) {
                put(keys[i], now.minus(Duration.ofHours(2L * i)));
                sink.await(i + 1, 30);
            }
            assertThat(running.failure()).isEmpty();
        }
        assertThat(Buckets.texts(sink)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("under keys that URLs and XML know otherwise is read whole and once, over pages and restarts")
    void oddKeys(boolean version1) throws Exception {
        List<String> odd = List.of(
                "a+b",
                "a b",
                "a%2Bb",
                "a%",
                "a&amp;b",
                "<a>",
                "a\nb",
                "a\tb",
                "日志/é",
                "a\ud83d\ude00",
                "a//b",
                "~'\"",
                "a=b?c#d");
        // Some of them are the last of a page, so that the next one begins behind them.
        for (int i = 0; i < 2_200; i++) {
            String text = "n" + i;
            bucket.put(
                    "odd/" + odd.get(i % odd.size()) + "/" + i,
                    text.getBytes(StandardCharsets.UTF_8),
                    Instant.now().minus(Duration.ofHours(i % 40)));
            expected.add(text);
        }
        S3Source.Builder source = Buckets.source(s3, BUCKET).prefix("odd/").parallelObjects(8);
        for (int run = 0; run < 2; run++) {
            try (RunningPipeline running = run(version1 ? source.listVersion1() : source)) {
                sink.await(expected.size(), 60);
                assertThat(running.failure()).isEmpty();
            }
            bucket.put("odd/+ %/late", "late".getBytes(StandardCharsets.UTF_8));
            expected.add("late");
        }
        expected.remove(expected.size() - 1);
        assertThat(Buckets.texts(sink)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(s3.requests().gets()).isEqualTo(2_201);
    }

    @Test
    @DisplayName("is listed no more often than the poll interval says, read by one GET each, and never written to")
    void requests() throws Exception {
        for (int i = 0; i < 1_200; i++) {
            put("k" + i, Instant.now());
        }
        long begun = System.nanoTime();
        try (RunningPipeline running = run(
                Buckets.source(s3, BUCKET).pollInterval(Duration.ofMillis(500)).parallelObjects(8))) {
            sink.await(1_200, 60);
            s3.requests().await(r -> r.lists() >= 20, Duration.ofSeconds(60));
            assertThat(running.failure()).isEmpty();
        }
        long passes = 2 + (System.nanoTime() - begun) / 500_000_000;
        // Two pages a pass, and in the first some for lanes that lag behind.
        assertThat(s3.requests().lists()).isLessThanOrEqualTo(2 * passes + 4);
        assertThat(s3.requests().gets()).isEqualTo(1_200);
        for (S3Operation operation : S3Operation.values()) {
            if (operation != S3Operation.LIST && operation != S3Operation.GET) {
                assertThat(s3.requests().count(operation)).as(operation.name()).isZero();
            }
        }
        s3.requests().reset();
        try (RunningPipeline running = run(Buckets.source(s3, BUCKET))) {
            s3.requests().await(r -> r.lists() >= 6, Duration.ofSeconds(30));
            assertThat(running.failure()).isEmpty();
        }
        assertThat(s3.requests().gets()).isZero();
    }

    @Test
    @DisplayName("of two buckets with the same keys is kept apart in one checkpoint store")
    void twoBuckets() throws Exception {
        S3Bucket other = s3.createBucket("logs2");
        put("k", Instant.now());
        other.put("k", "other".getBytes(StandardCharsets.UTF_8));
        expected.add("other");
        for (int restart = 0; restart < 2; restart++) {
            try (RunningPipeline first = run(Buckets.source(s3, BUCKET).name("a"));
                    RunningPipeline second = run(Buckets.source(s3, "logs2").name("b"))) {
                sink.await(2, 30);
                s3.requests().reset();
                s3.requests().await(r -> r.lists() >= 6, Duration.ofSeconds(30));
                assertThat(first.failure()).isEmpty();
                assertThat(second.failure()).isEmpty();
            }
        }
        assertThat(Buckets.texts(sink)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    @DisplayName("with an answer from a clock that is a month ahead settles nothing that may still come")
    void clockAhead() throws Exception {
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ofDays(30));
        s3.close();
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("a clock of UTC");
            }

            @Override
            public Instant instant() {
                return Instant.now().plus(ahead.get());
            }
        };
        s3 = Buckets.server().bucket(BUCKET).clock(clock).start();
        bucket = s3.bucket(BUCKET);
        put("k", Instant.now());
        try (RunningPipeline running = run(Buckets.source(s3, BUCKET))) {
            sink.await(1, 30);
            s3.requests().await(r -> r.lists() > 4, Duration.ofSeconds(30));
            ahead.set(Duration.ZERO);
            put("k2", Instant.now());
            sink.await(2, 30);
            assertThat(running.failure()).isEmpty();
        }
        assertThat(Buckets.texts(sink)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("in pages without an object, as where many were deleted, is read to its end")
    void emptyPages(boolean version1) throws Exception {
        put("a", Instant.now());
        put("b", Instant.now());
        String next = version1
                ? "<NextMarker>A</NextMarker>"
                : "<NextContinuationToken>"
                        + Base64.getEncoder().encodeToString("A".getBytes(StandardCharsets.UTF_8))
                        + "</NextContinuationToken>";
        s3.faults()
                .add(S3Fault.garbage(
                                200,
                                "application/xml",
                                "<ListBucketResult><Name>logs</Name><IsTruncated>true</IsTruncated>" + next
                                        + "</ListBucketResult>")
                        .onLists()
                        .times(1));
        S3Source.Builder source = Buckets.source(s3, BUCKET);
        try (RunningPipeline running = run(version1 ? source.listVersion1() : source)) {
            sink.await(2, 30);
            assertThat(running.failure()).isEmpty();
        }
        assertThat(Buckets.texts(sink)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(s3.requests().listsV1()).isEqualTo(version1 ? s3.requests().lists() : 0);
    }

    @Test
    @DisplayName("from a key on is not listed before it, at a restart either, and goes on where it was")
    void startAfter() throws Exception {
        for (int day = 1; day <= 28; day++) {
            for (int i = 0; i < 200; i++) {
                bucket.put(String.format("2026/10/%02d/%03d", day, i), Buckets.lines("x", 1));
            }
        }
        String key = "2026/10/28";
        try (RunningPipeline running = run(Buckets.source(s3, BUCKET).startAfterKey(key))) {
            sink.await(200, 30);
            assertThat(running.failure()).isEmpty();
        }
        put("2026/10/29/000", Instant.now());
        try (RunningPipeline running = run(Buckets.source(s3, BUCKET).startAfterKey(key))) {
            sink.await(201, 30);
            assertThat(running.failure()).isEmpty();
        }
        assertThat(s3.requests().gets()).isEqualTo(201);
        assertThat(sink.events()).hasSize(201);
    }

    @Test
    @DisplayName(
            "is read on where one object fails for hours: its lane waits and says why, the others are not read again")
    void oneFails() throws Exception {
        for (int i = 0; i < 300; i++) {
            put("k" + i, Instant.now());
        }
        s3.faults().add(S3Fault.accessDenied().onGets().onKey("k7"));
        int lane = LaneNames.laneOf("k7");
        long others = bucket.keys().stream()
                .filter(key -> LaneNames.laneOf(key) != lane)
                .count();
        for (int restart = 0; restart < 2; restart++) {
            try (RunningPipeline running = run(Buckets.source(s3, BUCKET))) {
                sink.await((int) others, 30);
                Waiting.until("trouble", () -> running.status().troubles().stream()
                        .anyMatch(trouble -> trouble.reason().contains("/k7@")
                                && trouble.advice().contains("s3:GetObject")));
            }
        }
        s3.faults().clear();
        try (RunningPipeline running = run(Buckets.source(s3, BUCKET))) {
            sink.await(300, 30);
            assertThat(running.failure()).isEmpty();
        }
        assertThat(Buckets.texts(sink)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private RunningPipeline run(S3Source.Builder source) {
        return Buckets.pipeline(source.build(), sink, checkpoints, rejected, 1).start();
    }

    private void put(String key, Instant modified) {
        bucket.put(key, key.getBytes(StandardCharsets.UTF_8), modified);
        expected.add(key);
    }
}
