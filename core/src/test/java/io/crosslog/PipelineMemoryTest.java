package io.crosslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.LogEvent;
import io.crosslog.spi.Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PipelineMemoryTest {

    private final TestSource source =
            new TestSource().with("a", 10_000).with("b", 10_000).batchSize(10);
    private final TestSink sink = new TestSink();

    @Test
    @DisplayName("R8: past the byte budget polling stops, but for one batch, and the reader is kept alive every second")
    void budget() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        sink.answer = batch -> {
            slow.await();
            return null;
        };
        Pipeline pipeline = TestPipeline.of("budget", source, sink)
                .settings(TestPipeline.fast().bufferedBytes(20_000).build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            Waiting.until("kept alive four times", () -> source.keepAlives.size() >= 4);
            assertThat(running.status().bufferedBytes()).isBetween(20_000L, 22_080L);
            List<Long> times = source.keepAlives;
            for (int i = 1; i < 4; i++) {
                assertThat(Duration.ofNanos(times.get(i) - times.get(i - 1))).isLessThan(Duration.ofSeconds(1));
            }
            int polls = source.polls.get();
            assertThat(polls).isLessThan(40);
            slow.countDown();
            assertThat(running.awaitEnd(Duration.ofSeconds(30))).isTrue();
            assertThat(running.status().bufferedBytes()).isZero();
        }
        assertThat(sink.durable).containsExactlyInAnyOrderElementsOf(source.all());
    }

    @Test
    @DisplayName("R8: the reader is kept alive every second while its poll fails and is backed off from")
    void keptAliveWhileBackingOff() {
        source.onPoll = reader -> {
            throw new IOException("down");
        };
        Pipeline pipeline = TestPipeline.of("backoff", source, sink)
                .settings(TestPipeline.fast()
                        .retryDelays(Duration.ofSeconds(60), Duration.ofSeconds(60))
                        .build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            Waiting.until("kept alive twice", () -> source.keepAlives.size() >= 2);
            assertThat(source.polls).hasValue(1);
            assertThat(running.status().state()).isEqualTo(PipelineState.RETRYING);
        }
    }

    @Test
    @DisplayName("R8: one batch larger than the whole budget is let through when nothing is buffered")
    void oversized() throws Exception {
        source.batchSize(5_000);
        Pipeline pipeline = TestPipeline.of("oversized", source, sink)
                .settings(TestPipeline.fast().bufferedBytes(10).build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(30))).isTrue();
        }
        assertThat(sink.durable).hasSize(20_000);
    }

    @Test
    @DisplayName(
            "R8: decoded events that wait to be sent again count against the budget, and no more are decoded when they hold half of it")
    void parkedBytes() throws Exception {
        TestSource many = new TestSource().batchSize(10);
        for (int i = 0; i < 50; i++) {
            many.with("many" + i, 20);
        }
        AtomicBoolean down = new AtomicBoolean(true);
        sink.limits = new Limits(1_000, 1_000_000);
        sink.answer = batch -> {
            if (down.get()) {
                throw new IOException("down");
            }
            return null;
        };
        Pipeline pipeline = TestPipeline.of("parkedbytes", many, sink)
                .settings(TestPipeline.fast()
                        .bufferedBytes(40_000)
                        .retryDelays(Duration.ofMillis(300), Duration.ofMillis(300))
                        .build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            Waiting.until("it is full", () -> running.status().bufferedBytes() >= 40_000);
            for (int i = 0; i < 50; i++) {
                assertThat(running.status().bufferedBytes()).isLessThan(42_100 + 20_000 + 4 * mostSent());
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
            down.set(false);
            assertThat(running.awaitEnd(Duration.ofSeconds(30))).isTrue();
        }
        assertThat(sink.durable).hasSize(50 * 20 * 25).doesNotHaveDuplicates();
    }

    private static long footprint(LogEvent event) {
        return event.sizeInBytes() + 250 + 40L * event.size();
    }

    @Test
    @DisplayName(
            "R8: many small events that wait for a branch in trouble count with what their objects take, not by their text alone")
    void smallEvents() throws Exception {
        TestSource many = new TestSource().with("many", 1_000).batchSize(10);
        TestSink down = new TestSink();
        AtomicBoolean away = new AtomicBoolean(true);
        down.answer = batch -> {
            if (away.get()) {
                throw new IOException("down");
            }
            return null;
        };
        Pipeline pipeline = Pipeline.named("small")
                .from(many)
                .decode(TestPipeline.DECODER)
                .route(Route.copy("down").to(down), Route.otherwise().to(sink))
                .settings(TestPipeline.fast().bufferedBytes(200_000).build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            Waiting.until("much waits", () -> waiting(running) >= 300);
            Waiting.until("all is full", () -> running.status().bufferedBytes() >= 200_000);
            Waiting.until("no more is read", () -> !many.keepAlives.isEmpty());
            assertThat(waiting(running)).isLessThan(100_000 / 290 + 300);
            away.set(false);
            assertThat(running.awaitEnd(Duration.ofSeconds(30))).isTrue();
            assertThat(running.status().bufferedBytes()).isZero();
        }
        assertThat(down.durable).hasSize(25_000);
        assertThat(sink.durable).hasSize(25_000);
    }

    private static long waiting(RunningPipeline running) {
        return running.status().branches().get("down").events().inFlight();
    }

    private long mostSent() {
        return sink.batches.stream()
                .mapToLong(batch -> batch.events().stream()
                        .mapToLong(PipelineMemoryTest::footprint)
                        .sum())
                .max()
                .orElse(0);
    }

    @Test
    @DisplayName("Of a shared budget, those whose sinks are down leave room for the others")
    void sharedFairly() {
        MemoryBudget budget = MemoryBudget.of(1_000);
        MemoryBudget.Member[] members = new MemoryBudget.Member[10];
        for (int i = 0; i < members.length; i++) {
            members[i] = budget.join(1, () -> {});
        }
        boolean grown = true;
        while (grown) {
            grown = false;
            for (int i = 0; i < 9; i++) {
                if (members[i].hasRoom()) {
                    members[i].add(1);
                    grown = true;
                }
            }
        }
        assertThat(budget.used()).isLessThan(1_000);
        assertThat(members[9].hasRoom()).isTrue();
        members[9].add(20);
        assertThat(members[0].hasRoom()).isFalse();
        for (MemoryBudget.Member member : members) {
            member.leave();
            member.leave();
        }
        assertThat(budget.used()).isZero();
        assertThat(budget.toString()).isEqualTo("0 of 1000 bytes");
    }
}
