package io.crosslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.mask.MaskAs;
import io.crosslog.mask.Masking;
import io.crosslog.model.LogEvent;
import io.crosslog.model.RejectedRecord;
import io.crosslog.model.Stage;
import io.crosslog.spi.BlockedException;
import io.crosslog.spi.Limits;
import io.crosslog.spi.NormalizeException;
import io.crosslog.spi.Normalizer;
import io.crosslog.spi.Sink;
import io.crosslog.spi.SinkContext;
import io.crosslog.spi.SinkWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One branch in trouble while the others are not: the main one takes all, the copy all, the rare one every hundredth. */
class PipelineBranchTest {

    private final TestSource source = new TestSource();
    private final TestSink main = new TestSink();
    private final TestSink copy = new TestSink();
    private final TestSink rare = new TestSink();
    private final TestPipeline.Rejections rejections = new TestPipeline.Rejections();

    @Test
    @DisplayName(
            "R3: a branch that has one event in a hundred and is stuck holds up no other, and every position behind it")
    void rareBranch() throws Exception {
        source.with("a", 5_000).endless();
        CountDownLatch hang = new CountDownLatch(1);
        rare.answer = batch -> {
            hang.await();
            return null;
        };
        try (RunningPipeline running = routed("rare").build().start()) {
            Waiting.until(
                    "the others are through", () -> running.status().events().delivered() == 4_951 + 5_000);
            Waiting.until("what is done before it is committed", () -> source.committed.getOrDefault("a", 0) == 100);
            PipelineStatus status = running.status();
            assertThat(status.records()).isEqualTo(new RecordLedger(5_000, 4_951, 0, 0, 49, 0));
            assertThat(status.branches().get("rare").events().inFlight()).isEqualTo(49);
            assertThat(status.oldestUnacknowledged()).isPositive();
            assertThat(status.bufferedBytes())
                    .as("only the batches that it has a part of are held")
                    .isBetween(49 * 10 * 200L, 49 * 10 * 400L);
            hang.countDown();
            Waiting.until("all is committed", () -> source.committed.get("a") == 5_000);
            Waiting.until("nothing is held", () -> running.status().bufferedBytes() == 0);
        }
        assertThat(rare.durable).hasSize(49).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("close() returns by its deadline though one branch hangs; the next start delivers what that one lacks")
    void close() throws Exception {
        source.with("a", 500).endless();
        AtomicBoolean hangs = new AtomicBoolean(true);
        rare.answer = batch -> {
            if (hangs.get()) {
                new CountDownLatch(1).await();
            }
            return null;
        };
        RunningPipeline running = routed("close")
                .settings(TestPipeline.fast().drainTime(Duration.ofMillis(200)).build())
                .build()
                .start();
        Waiting.until("the others are through", () -> running.status().events().delivered() == 496 + 500);
        long start = System.nanoTime();
        running.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        PipelineStatus status = running.status();
        assertThat(status.state()).isEqualTo(PipelineState.STOPPED);
        assertThat(status.stuckThreads()).isEmpty();
        assertThat(status.unacknowledged()).isEqualTo(4);
        assertThat(status.branches().get("rare").events()).isEqualTo(new EventLedger(4, 0, 0, 0, 4, 0));
        assertThat(status.branches().get("main").events()).isEqualTo(new EventLedger(496, 496, 0, 0, 0, 0));
        assertThat(source.committed.getOrDefault("a", 0)).isLessThanOrEqualTo(100);
        assertThat(Threads.of("close")).isEmpty();
        hangs.set(false);
        try (RunningPipeline again = routed("close").build().start()) {
            Waiting.until("all is committed", () -> source.committed.getOrDefault("a", 0) == 500);
            assertThat(again.failure()).isEmpty();
        }
        assertThat(rare.durable).containsExactly("a:100", "a:200", "a:300", "a:400");
        assertThat(Set.copyOf(main.durable)).hasSize(496);
    }

    @Test
    @DisplayName("R3: a store of positions learns of none before every branch has its part")
    void store() throws Exception {
        source.with("a", 300).endless();
        source.remembers = false;
        LeasingStore store = new LeasingStore();
        CountDownLatch hang = new CountDownLatch(1);
        rare.answer = batch -> {
            if (content(batch.events().get(0)).equals("a:200")) {
                hang.await();
            }
            return null;
        };
        rare.limits = new Limits(1, 1_000);
        try (RunningPipeline running =
                routed("store").checkpoints(store).build().start()) {
            Waiting.until(
                    "the others are through", () -> running.status().events().delivered() == 298 + 300 + 1);
            Waiting.until("what is done is saved", () -> store.saved("a")
                    .filter(p -> p.token().equals("v1:200"))
                    .isPresent());
            hang.countDown();
            Waiting.until("all is saved", () -> store.saved("a")
                    .filter(p -> p.token().equals("v1:300"))
                    .isPresent());
            assertThat(running.failure()).isEmpty();
        }
        assertThat(store.calls.stream().filter(call -> call.startsWith("save")))
                .doesNotHaveDuplicates()
                .contains("save a v1:200");
    }

    @Test
    @DisplayName("R7: what a branch finishes after its partition was lost counts for nothing, in whatever branch")
    void lost() throws Exception {
        source.with("a", 250).endless();
        CountDownLatch hang = new CountDownLatch(1);
        rare.limits = new Limits(1, 1_000);
        rare.answer = batch -> {
            hang.await();
            return null;
        };
        AtomicBoolean lose = new AtomicBoolean();
        source.onPoll = reader -> {
            if (lose.compareAndSet(true, false)) {
                reader.next.remove("a");
                reader.context.lost(Set.of("a"));
            }
        };
        try (RunningPipeline running = routed("lost").build().start()) {
            Waiting.until(
                    "the others are through", () -> running.status().events().delivered() == 248 + 250);
            Waiting.until("what is done is committed", () -> source.committed.getOrDefault("a", 0) == 100);
            lose.set(true);
            Waiting.until(
                    "what waits is dropped", () -> running.status().records().released() == 1);
            hang.countDown();
            Waiting.until("the write comes back", () -> running.status().bufferedBytes() == 0);
            PipelineStatus status = running.status();
            assertThat(status.records()).isEqualTo(new RecordLedger(250, 249, 0, 0, 0, 1));
            assertThat(status.branches().get("rare").events()).isEqualTo(new EventLedger(2, 1, 0, 0, 0, 1));
        }
        assertThat(rare.durable).containsExactly("a:100");
        assertThat(source.committed).containsEntry("a", 100);
    }

    @Test
    @DisplayName("R5: a branch that has been blocked for too long ends the pipeline, which says which one it was")
    void givesUp() throws Exception {
        source.with("a", 200);
        rare.answer = batch -> {
            throw new BlockedException("no permission", "grant it", null);
        };
        Pipeline pipeline = routed("gives-up")
                .settings(TestPipeline.fast()
                        .giveUpBlockedAfter(Duration.ofMillis(200))
                        .build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure().orElseThrow())
                    .hasMessageContaining("branch 'rare', write of partition 'a'")
                    .hasMessageContaining("no permission; grant it");
        }
        assertThat(source.committed.getOrDefault("a", 0)).isLessThanOrEqualTo(100);
    }

    @Test
    @DisplayName("Nothing is read before every sink is open, and the state says which one is not")
    void opening() throws Exception {
        source.with("a", 200);
        AtomicBoolean closed = new AtomicBoolean(true);
        Sink late = new Sink() {
            @Override
            public String name() {
                return "late";
            }

            @Override
            public SinkWriter open(SinkContext context) throws IOException {
                if (closed.get()) {
                    throw new IOException("not yet");
                }
                return rare.open(context);
            }
        };
        Pipeline pipeline = start("opening")
                .route(
                        Route.copy("copy").to(copy),
                        Route.named("rare").when(PipelineBranchTest::isRare).to(late),
                        Route.otherwise().to(main))
                .settings(TestPipeline.fast().build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            Waiting.until("it is told", () -> running.status().reason().contains("branch 'rare', opening of the sink"));
            assertThat(running.status().branches().get("rare").troubles()).hasSize(1);
            assertThat(running.status().branches().get("rare").sink()).isEqualTo("late");
            assertThat(source.opened).hasValue(0);
            assertThat(copy.opened).hasValue(1);
            closed.set(false);
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(rare.durable).hasSize(1);
        assertThat(copy.closed).hasValue(1);
    }

    @Test
    @DisplayName(
            "R6: what one route's normalizer gives up on is rejected in its branch and counts once, though a copy went out")
    void normalizerGivesUp() throws Exception {
        source.with("a", 300);
        Normalizer choosy = (event, out) -> {
            if (!content(event).endsWith("200")) {
                throw new NormalizeException("not the one");
            }
            out.emit(event);
            out.emit(LogEvent.builder(event).put("content", "second").build());
        };
        Pipeline pipeline = start("gives-up-on")
                .route(
                        Route.named("rare")
                                .when(PipelineBranchTest::isRare)
                                .normalize(choosy)
                                .to(rare),
                        Route.copy("copy").to(copy),
                        Route.otherwise().to(main))
                .rejectTo(rejections.handler)
                .settings(TestPipeline.fast().build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            PipelineStatus status = running.status();
            assertThat(status.records()).isEqualTo(new RecordLedger(300, 299, 1, 0, 0, 0));
            assertThat(status.branches().get("rare").events()).isEqualTo(new EventLedger(3, 2, 0, 1, 0, 0));
            assertThat(status.branches().get("copy").events()).isEqualTo(new EventLedger(300, 300, 0, 0, 0, 0));
            assertThat(status.unrouted()).isEqualTo(new EventLedger(0, 0, 0, 0, 0, 0));
            assertThat(status.rejected()).containsExactly(Map.entry("NORMALIZE: not the one", 1L));
        }
        assertThat(rejections.kept).extracting(RejectedRecord::stage).containsOnly(Stage.NORMALIZE);
        assertThat(rare.durable).containsExactly("a:200", "second");
        assertThat(source.committed).containsEntry("a", 300);
    }

    @Test
    @DisplayName(
            "R6: an exception of one route's normalizer that is a bug stops the pipeline before its batch is committed")
    void normalizerBug() throws Exception {
        source.with("a", 300).batchSize(50);
        Normalizer broken = (event, out) -> {
            if (content(event).endsWith("200")) {
                throw new IllegalStateException("a bug");
            }
            out.emit(event);
        };
        Pipeline pipeline = start("bug")
                .route(
                        Route.copy("copy").to(copy),
                        Route.named("rare")
                                .when(PipelineBranchTest::isRare)
                                .normalize(broken)
                                .to(rare),
                        Route.otherwise().to(main))
                .rejectTo(rejections.handler)
                .settings(TestPipeline.fast().build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure().orElseThrow()).hasMessageContaining("normalizer");
            assertThat(running.status().records().balances()).isTrue();
        }
        assertThat(source.committed.getOrDefault("a", 0)).isLessThanOrEqualTo(200);
        assertThat(copy.durable).doesNotContain("a:200", "a:201");
        assertThat(rejections.kept).isEmpty();
    }

    @Test
    @DisplayName(
            "Secrets are masked before predicates see an event, in every branch, in copies, and in what routes reject")
    void masking() throws Exception {
        source.with("a", 20);
        List<String> seen = new CopyOnWriteArrayList<>();
        List<String> raw = new CopyOnWriteArrayList<>();
        source.partitions.get("a").replaceAll(text -> "Authorization: Bearer hush" + text);
        for (TestSink sink : List.of(main, copy, rare)) {
            sink.answer = batch -> {
                batch.events()
                        .forEach(event -> raw.add(new String(event.record().copyBytes(), UTF_8)));
                return null;
            };
        }
        Pipeline pipeline = start("masks")
                .route(
                        Route.copy("copy").to(copy),
                        Route.named("rejected")
                                .when(event -> {
                                    seen.add(content(event));
                                    seen.add(new String(event.record().copyBytes(), UTF_8));
                                    return event.origin().toString().endsWith("7");
                                })
                                .reject(),
                        Route.named("rare")
                                .when(event -> event.origin().toString().endsWith("5"))
                                .normalize((event, out) -> out.emit(LogEvent.builder(event)
                                        .put("content", "made of Authorization: Bearer hush")
                                        .build()))
                                .to(rare),
                        Route.otherwise().to(main))
                .rejectTo(rejections.handler)
                .settings(TestPipeline.fast()
                        .masking(Masking.builder()
                                .header("Authorization", MaskAs.MASK)
                                .build())
                        .build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure()).isEmpty();
        }
        List<String> all = new ArrayList<>(seen);
        all.addAll(raw);
        all.addAll(main.durable);
        all.addAll(copy.durable);
        all.addAll(rare.durable);
        rejections.kept.forEach(rejected -> all.add(new String(rejected.bytes(), UTF_8)));
        assertThat(copy.durable).hasSize(20);
        assertThat(rare.durable).hasSize(2);
        assertThat(rejections.kept).hasSize(2);
        assertThat(all)
                .hasSize(40 + 38 + 16 + 20 + 2 + 2)
                .allMatch(text -> text.contains("***"))
                .noneMatch(text -> text.contains("hush"));
    }

    @Test
    @DisplayName("A hundred branches run at once on an executor that has a thread for each write of each branch")
    void manyBranches() throws Exception {
        source.with("a", 1_000).with("b", 1_000);
        List<TestSink> sinks = new ArrayList<>();
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String end = i < 10 ? "0" + i : "" + i;
            TestSink sink = new TestSink();
            sinks.add(sink);
            routes.add(Route.named("n" + i)
                    .when(event -> content(event).endsWith(end))
                    .to(sink));
        }
        routes.add(Route.otherwise().to(main));
        Pipeline.Builder builder = start("many").route(Route.copy("copy").to(copy), routes.toArray(Route[]::new));
        ExecutorService enough = Executors.newFixedThreadPool(102 + 2);
        try (RunningPipeline running = builder.settings(
                        TestPipeline.fast().writesInFlight(1).executor(enough).build())
                .build()
                .start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(30))).isTrue();
            assertThat(running.failure()).isEmpty();
            assertThat(running.status().branches()).hasSize(102);
        } finally {
            enough.shutdown();
            assertThat(enough.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(sinks.stream().mapToInt(sink -> sink.durable.size()).sum() + main.durable.size())
                .isEqualTo(2_000);
        assertThat(sinks.subList(10, 100)).allMatch(sink -> sink.durable.size() == 20);
        assertThat(copy.durable).hasSize(2_000);
    }

    @Test
    @DisplayName("R6: rejections that came to no branch are handed over at once, however much there is to write")
    void rejectionsUnderLoad() throws Exception {
        source.with("a", 3_000).with("b", 3_000).batchSize(40);
        source.partitions.get("a").set(5, "bad");
        main.limits = new Limits(10, 100_000);
        copy.limits = new Limits(10, 100_000);
        AtomicInteger before = new AtomicInteger(-1);
        Pipeline pipeline = start("load")
                .route(Route.copy("copy").to(copy), Route.otherwise().to(main))
                .rejectTo(context -> rejected -> before.set(main.durable.size()))
                .settings(TestPipeline.fast().writesInFlight(1).build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(30))).isTrue();
            assertThat(running.status().records()).isEqualTo(new RecordLedger(6_000, 5_999, 1, 0, 0, 0));
        }
        assertThat(before.get()).isBetween(0, 500);
    }

    @Test
    @DisplayName(
            "R6: while the rejection handler is down branches go on, and no position passes what it has not taken over")
    void handlerDown() throws Exception {
        source.with("a", 500).endless();
        source.partitions.get("a").set(250, "bad");
        AtomicBoolean down = new AtomicBoolean(true);
        Pipeline pipeline = routed("handler")
                .rejectTo(context -> rejected -> {
                    if (down.get()) {
                        throw new IOException("disk full");
                    }
                    rejections.kept.addAll(rejected);
                })
                .build();
        try (RunningPipeline running = pipeline.start()) {
            Waiting.until("all else is through", () -> running.status().events().delivered() == 499 * 2);
            Waiting.until("what is before is committed", () -> source.committed.getOrDefault("a", 0) == 250);
            Waiting.until("it is told", () -> running.status().reason().contains("disk full"));
            assertThat(running.status().reason()).startsWith("rejections of partition 'a'");
            assertThat(running.status().branches().values())
                    .allMatch(branch -> branch.troubles().isEmpty());
            assertThat(running.status().unrouted()).isEqualTo(new EventLedger(0, 0, 0, 0, 0, 0));
            assertThat(running.status().records()).isEqualTo(new RecordLedger(500, 499, 0, 0, 1, 0));
            down.set(false);
            Waiting.until("all is committed", () -> source.committed.get("a") == 500);
            assertThat(running.status().records()).isEqualTo(new RecordLedger(500, 499, 1, 0, 0, 0));
        }
        assertThat(rejections.kept).hasSize(1);
    }

    @Test
    @DisplayName("Two routes that end at one sink open a writer each and write at the same time, each in order")
    void oneSinkTwice() throws Exception {
        source.with("a", 400);
        CountDownLatch both = new CountDownLatch(2);
        Set<String> branches = ConcurrentHashMap.newKeySet();
        main.answer = batch -> {
            if (branches.add(number(batch.events().get(0)) % 2 == 0 ? "even" : "odd")) {
                both.countDown();
            }
            if (!both.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("one waits for the other");
            }
            return null;
        };
        Pipeline pipeline = start("one-sink")
                .route(
                        Route.named("even")
                                .when(event -> number(event) % 2 == 0)
                                .to(main),
                        Route.otherwise().to(main))
                .settings(TestPipeline.fast().build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(30))).isTrue();
            assertThat(running.failure()).isEmpty();
            assertThat(running.status().branches().values())
                    .allMatch(branch -> branch.events().delivered() == 200 && branch.sentRaw() == 2_000);
        }
        assertThat(main.opened).hasValue(2);
        assertThat(main.closed).hasValue(2);
        for (int rest = 0; rest < 2; rest++) {
            int own = rest;
            assertThat(main.durable.stream()
                            .map(text -> Integer.parseInt(text.substring(2)))
                            .filter(number -> number % 2 == own))
                    .hasSize(200)
                    .isSorted();
        }
    }

    @Test
    @DisplayName("Events whose record lacks what a predicate looks for go where the rest goes, and are not rejected")
    void missingAttribute() throws Exception {
        source.with("a", 100);
        Pipeline pipeline = start("missing")
                .route(
                        Route.copy("copy")
                                .when(Matches.attribute("topic", "t", "t"))
                                .to(copy),
                        Route.named("rare")
                                .when(Matches.field("class_uid", "4001")
                                        .negate()
                                        .and(Matches.attribute("topic")))
                                .to(rare),
                        Route.otherwise().to(main))
                .settings(TestPipeline.fast().build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(30))).isTrue();
            assertThat(running.status().records()).isEqualTo(new RecordLedger(100, 100, 0, 0, 0, 0));
        }
        assertThat(main.durable).hasSize(100);
        assertThat(copy.durable).isEmpty();
        assertThat(rare.durable).isEmpty();
    }

    @Test
    @DisplayName("Each writing thread has a normalizer of its own where a route is given a supplier")
    void suppliers() throws Exception {
        source.with("a", 400).with("b", 400);
        AtomicInteger made = new AtomicInteger();
        Set<String> shared = ConcurrentHashMap.newKeySet();
        Pipeline pipeline = start("suppliers")
                .route(
                        Route.copy("copy").to(copy),
                        Route.otherwise()
                                .normalize(() -> {
                                    made.incrementAndGet();
                                    Thread owner = Thread.currentThread();
                                    return (event, out) -> {
                                        if (Thread.currentThread() != owner) {
                                            shared.add(Thread.currentThread().getName());
                                        }
                                        out.emit(event);
                                    };
                                })
                                .to(main))
                .settings(TestPipeline.fast().writesInFlight(3).build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure()).isEmpty();
        }
        assertThat(made).hasValue(6);
        assertThat(shared).isEmpty();
        assertThat(main.durable).hasSize(800);
    }

    private Pipeline.Decoded start(String name) {
        return Pipeline.named(name).from(source).decode(TestPipeline.DECODER);
    }

    private Pipeline.Builder routed(String name) {
        return start(name)
                .route(
                        Route.copy("copy").to(copy),
                        Route.named("rare").when(PipelineBranchTest::isRare).to(rare),
                        Route.named("main").to(main))
                .settings(TestPipeline.fast().build());
    }

    private static boolean isRare(LogEvent event) {
        return content(event).endsWith("00");
    }

    private static int number(LogEvent event) {
        return Integer.parseInt(content(event).substring(2));
    }

    private static String content(LogEvent event) {
        return event.text("content").orElseThrow();
    }
}
