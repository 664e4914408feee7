package io.crosslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.LogEvent;
import io.crosslog.model.RejectedRecord;
import io.crosslog.model.Stage;
import io.crosslog.spi.BlockedException;
import io.crosslog.spi.Limits;
import io.crosslog.spi.NormalizeException;
import io.crosslog.spi.Normalizer;
import io.crosslog.spi.ThrottledException;
import io.crosslog.spi.WriteResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipelines whose events part: even ones, odd ones and copies of all, by the number in {@code p:17}. */
class PipelineRouteTest {

    private final TestSource source = new TestSource();
    private final TestSink even = new TestSink();
    private final TestSink odd = new TestSink();
    private final TestSink raw = new TestSink();
    private final TestPipeline.Rejections rejections = new TestPipeline.Rejections();

    @Test
    @DisplayName("Each event takes the first route that it meets and every copy, in order, and all ledgers balance")
    void routes() throws Exception {
        source.with("a", 300).with("b", 300);
        source.partitions.get("a").set(3, "bad");
        source.partitions.get("a").set(4, "skip");
        source.partitions.get("a").set(5, "half:8");
        source.partitions.get("b").set(7, "nothing:x");
        try (RunningPipeline running = routed("routes").build().start()) {
            end(running);
            PipelineStatus status = running.status();
            assertThat(status.records()).isEqualTo(new RecordLedger(600, 596, 3, 1, 0, 0));
            assertThat(status.branches()).containsOnlyKeys("raw", "even", "odd");
            assertThat(ledger(status, "even")).isEqualTo(new EventLedger(301, 301, 0, 0, 0, 0));
            assertThat(ledger(status, "odd")).isEqualTo(new EventLedger(297, 297, 0, 0, 0, 0));
            assertThat(ledger(status, "raw")).isEqualTo(new EventLedger(599, 599, 0, 0, 0, 0));
            assertThat(status.unrouted()).isEqualTo(new EventLedger(3, 0, 1, 2, 0, 0));
            assertBalanced(status);
            assertThat(status.branches().get("raw").sentRaw()).isEqualTo(5_990);
            assertThat(status.bytes().sentRaw()).isEqualTo(5_990 + 5_980);
        }
        assertOrder(even, "a");
        assertOrder(odd, "b");
        assertThat(of(raw, "b")).containsExactlyElementsOf(source.partitions.get("b"));
        assertThat(rejections.kept.stream().map(RejectedRecord::stage))
                .containsExactlyInAnyOrder(Stage.DECODE, Stage.DECODE, Stage.ROUTE);
        assertThat(source.committed).containsEntry("a", 300).containsEntry("b", 300);
    }

    @Test
    @DisplayName("A copy has the id of what it is a copy of")
    void ids() throws Exception {
        source.with("a", 50);
        source.partitions.get("a").set(9, "many:2");
        Set<String> copies = ConcurrentHashMap.newKeySet();
        Set<String> events = ConcurrentHashMap.newKeySet();
        keepIds(raw, copies);
        keepIds(even, events);
        keepIds(odd, events);
        try (RunningPipeline running = routed("ids").build().start()) {
            end(running);
        }
        assertThat(events).hasSize(74).isEqualTo(copies);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocked", "throttled", "down", "hangs"})
    @DisplayName(
            "R5: while one branch fails or hangs, the others go on to the end, and the status says which one it is")
    void oneFails(String how) throws Exception {
        for (int i = 0; i < 6; i++) {
            source.with("p" + i, 200);
        }
        AtomicBoolean down = new AtomicBoolean(true);
        CountDownLatch hang = new CountDownLatch(1);
        odd.answer = batch -> {
            if (down.get()) {
                switch (how) {
                    case "blocked" -> throw new BlockedException("no permission", "grant it", null);
                    case "throttled" -> throw new ThrottledException("too much", null);
                    case "down" -> throw new IOException("connection refused");
                    default -> hang.await();
                }
            }
            return null;
        };
        try (RunningPipeline running = routed("fails-" + how).build().start()) {
            Waiting.until(
                    "the others are through", () -> running.status().events().delivered() == 600 + 1_200);
            PipelineStatus status = running.status();
            assertThat(odd.durable).isEmpty();
            assertThat(ledger(status, "odd")).isEqualTo(new EventLedger(600, 0, 0, 0, 600, 0));
            assertBalanced(status);
            assertThat(status.records().delivered()).isEqualTo(600);
            assertThat(status.bufferedBytes()).isPositive();
            if (!how.equals("hangs")) {
                Waiting.until("it is told", () -> {
                    PipelineStatus now = running.status();
                    return now.state() != PipelineState.RUNNING
                            && now.reason().startsWith("branch 'odd', write of partition 'p");
                });
                assertThat(running.status().branches().get("odd").troubles()).isNotEmpty();
                assertThat(running.status().branches().get("even").troubles()).isEmpty();
            }
            assertThat(source.committed.values().stream().mapToInt(i -> i).max().orElse(0))
                    .as("nothing is committed past the first event that is not durable")
                    .isLessThanOrEqualTo(10);
            down.set(false);
            hang.countDown();
            end(running);
            assertThat(running.status().branches().get("odd").troubles()).isEmpty();
            assertThat(running.status().bufferedBytes()).isZero();
        }
        for (TestSink sink : List.of(even, odd, raw)) {
            assertThat(sink.durable).as("each once").doesNotHaveDuplicates();
            assertThat(sink.violations).isEmpty();
        }
        assertThat(odd.durable).hasSize(600);
        assertOrder(odd, "p3");
        assertThat(source.committed.values()).containsOnly(200);
    }

    @Test
    @DisplayName("R8: a branch that is down fills the budget, then reading stops; when it is up again all go on")
    void memory() throws Exception {
        source.with("a", 4_000).with("b", 4_000);
        AtomicBoolean down = new AtomicBoolean(true);
        odd.limits = new Limits(50, 1_000_000);
        odd.answer = batch -> {
            if (down.get()) {
                throw new IOException("down");
            }
            return null;
        };
        Pipeline pipeline = routed("memory")
                .settings(TestPipeline.fast().bufferedBytes(40_000).build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            Waiting.until("it is full", () -> running.status().bufferedBytes() >= 40_000);
            Waiting.until("kept alive", () -> source.keepAlives.size() >= 2);
            PipelineStatus status = running.status();
            assertThat(status.records().received()).isLessThan(500);
            assertThat(status.bufferedBytes()).isLessThan(40_000 + 2_100 + 20_000 + 3 * 100 * 200);
            assertThat(even.durable.size()).isPositive();
            down.set(false);
            end(running);
            assertThat(running.status().bufferedBytes()).isZero();
        }
        assertThat(even.durable).hasSize(4_000).doesNotHaveDuplicates();
        assertThat(odd.durable).hasSize(4_000).doesNotHaveDuplicates();
        assertThat(raw.durable).hasSize(8_000).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("R6, R9: what one branch refuses or leaves unsent is rejected or sent again there, and nowhere else")
    void refusesPart() throws Exception {
        source.with("a", 100);
        AtomicInteger cuts = new AtomicInteger();
        odd.answer = batch -> {
            List<WriteResult.Refusal> refused = new ArrayList<>();
            List<LogEvent> unsent = new ArrayList<>();
            for (LogEvent event : batch.events()) {
                int number = number(event);
                if (number % 10 == 3) {
                    refused.add(new WriteResult.Refusal(event, "too long"));
                } else if (batch.events().size() > 3 && event != batch.events().get(0)) {
                    unsent.add(event);
                } else {
                    odd.keep(event);
                }
            }
            return unsent.isEmpty()
                    ? WriteResult.refused(refused)
                    : WriteResult.partial(refused, unsent, new IOException("cut " + cuts.incrementAndGet()));
        };
        try (RunningPipeline running = routed("part").build().start()) {
            end(running);
            PipelineStatus status = running.status();
            assertThat(status.records()).isEqualTo(new RecordLedger(100, 90, 10, 0, 0, 0));
            assertThat(ledger(status, "odd")).isEqualTo(new EventLedger(50, 40, 0, 10, 0, 0));
            assertThat(ledger(status, "raw")).isEqualTo(new EventLedger(100, 100, 0, 0, 0, 0));
            assertBalanced(status);
            assertThat(status.rejected()).containsEntry("WRITE: too long", 10L);
        }
        assertThat(cuts.get()).isPositive();
        assertThat(odd.durable).hasSize(40);
        assertOrder(odd, "a");
        assertThat(raw.durable).containsExactlyElementsOf(source.all());
        assertThat(even.durable).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("R6: an event whose predicate throws is rejected at ROUTE and goes nowhere; its siblings go on")
    void predicateThrows() throws Exception {
        source.with("a", 20);
        source.partitions.get("a").set(6, "many:6");
        Predicate<LogEvent> choosy = event -> {
            if (content(event).endsWith("/3")) {
                throw new IllegalStateException("secret " + content(event));
            }
            return isEven(event);
        };
        Pipeline pipeline = start("throws")
                .route(
                        Route.copy("raw").to(raw),
                        Route.named("even").when(choosy).to(even),
                        Route.otherwise().to(odd))
                .rejectTo(rejections.handler)
                .settings(TestPipeline.fast().build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            end(running);
            PipelineStatus status = running.status();
            assertThat(status.records()).isEqualTo(new RecordLedger(20, 19, 1, 0, 0, 0));
            assertThat(status.unrouted()).isEqualTo(new EventLedger(1, 0, 0, 1, 0, 0));
            assertThat(ledger(status, "raw")).isEqualTo(new EventLedger(43, 43, 0, 0, 0, 0));
            assertBalanced(status);
        }
        assertThat(raw.durable).doesNotContain("many:6/3").contains("many:6/2", "many:6/4");
        assertThat(rejections.kept).hasSize(1);
        assertThat(rejections.kept.get(0).index()).isEqualTo(3);
        assertThat(rejections.kept.get(0).toString())
                .contains("ROUTE: the predicate of route 'even' threw java.lang.IllegalStateException")
                .doesNotContain("secret");
    }

    @Test
    @DisplayName(
            "An Error of a predicate or of one branch's sink stops the pipeline, and nothing of that batch is committed")
    void errors() throws Exception {
        source.with("a", 20).batchSize(20);
        Pipeline predicate = start("error")
                .route(
                        Route.named("even")
                                .when(event -> {
                                    throw new StackOverflowError();
                                })
                                .to(even),
                        Route.otherwise().to(odd))
                .build();
        try (RunningPipeline running = predicate.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure().orElseThrow()).hasMessageContaining("predicate of route 'even'");
        }
        odd.answer = batch -> {
            throw new IllegalStateException("a bug");
        };
        try (RunningPipeline running = routed("bug").build().start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure().orElseThrow())
                    .hasMessageContaining("branch 'odd'")
                    .hasMessageContaining("the sink 'memory' threw java.lang.IllegalStateException");
            assertThat(running.status().state()).isEqualTo(PipelineState.FAILED);
            assertBalanced(running.status());
        }
        assertThat(source.committed).isEmpty();
        assertThat(List.of(even, odd, raw)).allMatch(sink -> sink.opened.get() == sink.closed.get());
    }

    @Test
    @DisplayName("Behind a normalizer events part by what they were normalized to, and raw copies by what they were")
    void afterNormalizing() throws Exception {
        source.with("a", 100);
        source.partitions.get("a").set(50, "a:999");
        Normalizer classes = (event, out) -> {
            int number = number(event);
            if (number == 999) {
                throw new NormalizeException("no such class");
            }
            out.emit(LogEvent.builder(event)
                    .put("content", content(event))
                    .put("class_uid", number % 2 == 0 ? 2004 : 4001)
                    .build());
            if (number % 10 == 0) {
                out.filter("tenth");
            }
        };
        Pipeline pipeline = start("classes")
                .route(
                        Route.copy("raw").to(raw),
                        Route.otherwise()
                                .normalize(classes)
                                .route(
                                        Route.named("findings")
                                                .when(Matches.field("class_uid", "2004"))
                                                .to(even),
                                        Route.otherwise().to(odd)))
                .rejectTo(rejections.handler)
                .settings(TestPipeline.fast().build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            end(running);
            PipelineStatus status = running.status();
            assertThat(status.branches()).containsOnlyKeys("raw", "findings", "otherwise.otherwise");
            assertThat(status.records()).isEqualTo(new RecordLedger(100, 99, 1, 0, 0, 0));
            assertThat(ledger(status, "findings")).isEqualTo(new EventLedger(49, 49, 0, 0, 0, 0));
            assertThat(status.unrouted()).isEqualTo(new EventLedger(10, 0, 9, 1, 0, 0));
            assertBalanced(status);
        }
        assertThat(raw.durable).hasSize(100);
        assertThat(even.durable).hasSize(49).allMatch(text -> Integer.parseInt(text.substring(2)) % 2 == 0);
        assertThat(odd.durable).hasSize(50);
    }

    @Test
    @DisplayName("R7: release waits for what every branch writes, and resumes before the first event that one did not")
    void release() {
        source.with("a", 100).endless();
        CountDownLatch slow = new CountDownLatch(1);
        for (TestSink sink : List.of(even, odd, raw)) {
            sink.limits = new Limits(10, 1_000_000);
        }
        odd.answer = batch -> {
            if (number(batch.events().get(0)) > 20) {
                slow.await();
            }
            return null;
        };
        AtomicBoolean now = new AtomicBoolean();
        AtomicReference<String> resumed = new AtomicReference<>();
        source.onPoll = reader -> {
            if (now.compareAndSet(true, false)) {
                reader.next.remove("a");
                resumed.set(reader.context
                        .release(Set.of("a"), Duration.ofSeconds(10))
                        .get("a")
                        .token());
            }
        };
        Pipeline pipeline = routed("release")
                .settings(TestPipeline.fast()
                        .checkpointInterval(Duration.ofSeconds(30))
                        .build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            Waiting.until(
                    "odd hangs, the others are through",
                    () -> odd.inFlight.get() == 1 && raw.durable.size() == 100 && even.durable.size() == 50);
            int before = odd.durable.size();
            now.set(true);
            Waiting.until(
                    "what waits is dropped", () -> running.status().records().released() > 0);
            assertThat(resumed.get()).isNull();
            slow.countDown();
            Waiting.until("it has released", () -> resumed.get() != null);
            assertThat(odd.durable).hasSizeBetween(before + 1, before + 10);
            int resume = Integer.parseInt(resumed.get().substring(3));
            assertThat(resume).isEqualTo(odd.durable.size() * 2 / 10 * 10);
            PipelineStatus status = running.status();
            assertThat(status.records().inFlight()).isZero();
            assertThat(status.events().inFlight()).isZero();
            assertThat(ledger(status, "odd").released()).isEqualTo(50 - odd.durable.size());
            assertBalanced(status);
            Waiting.until("nothing is held", () -> running.status().bufferedBytes() == 0);
        }
    }

    @Test
    @DisplayName(
            "R6: the rejection limit is the pipeline's, and rejections of a blocked branch's siblings are not held up by it")
    void rejectionsGoOn() throws Exception {
        source.with("a", 100);
        for (int i = 0; i < 100; i += 10) {
            source.partitions.get("a").set(i, "bad");
        }
        CountDownLatch hang = new CountDownLatch(1);
        odd.answer = batch -> {
            hang.await();
            return null;
        };
        try (RunningPipeline running = routed("goon").build().start()) {
            Waiting.until("rejections are handed over", () -> rejections.kept.size() == 10);
            assertThat(odd.durable).isEmpty();
            hang.countDown();
            end(running);
            assertThat(running.status().records()).isEqualTo(new RecordLedger(100, 90, 10, 0, 0, 0));
        }
        rejections.kept.clear();
        Pipeline all = start("limit")
                .route(Route.copy("raw").to(raw), Route.otherwise().reject())
                .rejectTo(rejections.handler)
                .settings(TestPipeline.fast()
                        .rejectionLimit(RejectionLimit.of(50, 100, 0.5))
                        .build())
                .build();
        source.committed.clear();
        try (RunningPipeline running = all.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure().orElseThrow())
                    .hasMessageContaining("all of the first 50 records were rejected");
            assertThat(source.committed).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @DisplayName(
            "R3, R9, R10: with every branch failing at random, partitions lost, given back and killed, nothing is lost")
    void torture(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 4; i++) {
            source.with("p" + i, 400);
        }
        for (TestSink sink : List.of(even, odd, raw)) {
            Random own = new Random(random.nextLong());
            sink.limits = new Limits(1 + own.nextInt(40), 1_000_000);
            sink.answer = batch -> {
                int dice;
                int cut;
                synchronized (own) {
                    dice = own.nextInt(10);
                    cut = own.nextInt(batch.events().size());
                }
                if (dice < 2) {
                    batch.events().subList(0, cut).forEach(sink::keep);
                    throw new IOException("broken off");
                } else if (dice < 4) {
                    batch.events().subList(0, cut).forEach(sink::keep);
                    return WriteResult.partial(
                            List.of(),
                            batch.events().subList(cut, batch.events().size()),
                            new IOException("cut"));
                }
                return null;
            };
        }
        AtomicInteger turns = new AtomicInteger();
        source.onPoll = reader -> {
            int turn = turns.incrementAndGet();
            String partition = "p" + turn % 4;
            if (turn % 23 == 0 && reader.next.containsKey(partition)) {
                reader.next.remove(partition);
                if (turn % 2 == 0) {
                    reader.remember(reader.context
                            .release(Set.of(partition), Duration.ofSeconds(5))
                            .values());
                } else {
                    reader.context.lost(Set.of(partition));
                }
                reader.take(partition);
            }
        };
        boolean done = false;
        for (int run = 0; run < 40 && !done; run++) {
            Pipeline pipeline = routed("torture")
                    .settings(TestPipeline.fast()
                            .drainTime(Duration.ofMillis(1))
                            .bufferedBytes(30_000)
                            .build())
                    .build();
            try (RunningPipeline running = pipeline.start()) {
                done = running.awaitEnd(Duration.ofMillis(50 + random.nextInt(300)));
                assertThat(running.failure()).isEmpty();
                assertBalanced(running.status());
            }
        }
        if (!done) {
            try (RunningPipeline running = routed("torture").build().start()) {
                end(running);
                assertBalanced(running.status());
            }
        }
        assertThat(source.committed.values()).containsOnly(400);
        assertThat(Set.copyOf(raw.durable)).containsExactlyInAnyOrderElementsOf(source.all());
        assertThat(Set.copyOf(even.durable)).hasSize(800);
        assertThat(Set.copyOf(odd.durable)).hasSize(800);
        for (TestSink sink : List.of(even, odd, raw)) {
            assertThat(sink.violations).isEmpty();
        }
    }

    @Test
    @DisplayName("A pipeline with normalizer and routes: all are normalized before they part")
    void normalizedFirst() throws Exception {
        source.with("a", 10);
        Pipeline pipeline = start("first")
                .normalize((event, out) -> out.emit(LogEvent.builder(event)
                        .put("content", content(event))
                        .put("kind", isEven(event) ? "even" : "odd")
                        .build()))
                .route(
                        Route.named("even").when(Matches.field("kind", "even")).to(even),
                        Route.named("odd").when(Matches.field("kind")).to(odd),
                        Route.otherwise().filter("unknown"))
                .build();
        try (RunningPipeline running = pipeline.start()) {
            end(running);
        }
        assertThat(even.durable).hasSize(5);
        assertThat(odd.durable).hasSize(5);
    }

    private Pipeline.Decoded start(String name) {
        return Pipeline.named(name).from(source).decode(TestPipeline.DECODER);
    }

    private Pipeline.Builder routed(String name) {
        return start(name)
                .route(
                        Route.copy("raw").to(raw),
                        Route.named("even").when(PipelineRouteTest::isEven).to(even),
                        Route.named("odd").when(PipelineRouteTest::isOdd).to(odd),
                        Route.otherwise().reject())
                .rejectTo(rejections.handler)
                .settings(TestPipeline.fast().build());
    }

    private static void end(RunningPipeline running) throws InterruptedException {
        assertThat(running.awaitEnd(Duration.ofSeconds(30))).isTrue();
        assertThat(running.failure()).isEmpty();
    }

    private static EventLedger ledger(PipelineStatus status, String branch) {
        return status.branches().get(branch).events();
    }

    private static void assertBalanced(PipelineStatus status) {
        assertThat(status.records().balances()).isTrue();
        assertThat(status.events().balances()).isTrue();
        assertThat(status.unrouted().balances()).isTrue();
        assertThat(status.branches().values())
                .allMatch(branch -> branch.events().balances());
        assertThat(status.events().made())
                .isEqualTo(status.unrouted().made()
                        + status.branches().values().stream()
                                .mapToLong(branch -> branch.events().made())
                                .sum());
        assertThat(status.events().delivered())
                .isEqualTo(status.branches().values().stream()
                        .mapToLong(branch -> branch.events().delivered())
                        .sum());
    }

    private static List<String> of(TestSink sink, String partition) {
        return sink.durable.stream()
                .filter(text -> text.startsWith(partition + ":") || text.startsWith("nothing") && partition.equals("b"))
                .toList();
    }

    private static void assertOrder(TestSink sink, String partition) {
        List<Integer> numbers = sink.durable.stream()
                .filter(text -> text.startsWith(partition + ":"))
                .map(text -> Integer.parseInt(text.substring(text.indexOf(':') + 1)))
                .toList();
        assertThat(numbers).isNotEmpty().isSorted();
        assertThat(IntStream.range(1, numbers.size()).allMatch(i -> numbers.get(i) > numbers.get(i - 1)))
                .isTrue();
    }

    private static void keepIds(TestSink sink, Set<String> ids) {
        sink.answer = batch -> {
            batch.events().forEach(event -> ids.add(event.id()));
            return null;
        };
    }

    private static String content(LogEvent event) {
        return event.text("content").orElseThrow();
    }

    private static int number(LogEvent event) {
        String text = new String(event.record().copyBytes(), UTF_8);
        String number = text.substring(text.indexOf(':') + 1);
        return number.equals("x") ? -1 : Integer.parseInt(number);
    }

    private static boolean isEven(LogEvent event) {
        return number(event) >= 0 && number(event) % 2 == 0;
    }

    private static boolean isOdd(LogEvent event) {
        return number(event) >= 0 && number(event) % 2 == 1;
    }
}
