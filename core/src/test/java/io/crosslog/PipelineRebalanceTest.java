package io.crosslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.model.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineRebalanceTest {

    private final TestSource source =
            new TestSource().with("a", 100).with("b", 100).endless();
    private final TestSink sink = new TestSink();
    private final AtomicReference<Map<String, Position>> resumed = new AtomicReference<>();

    @Test
    @DisplayName("R7: release waits for the write in flight, drops the rest, and returns the last contiguous position")
    void releaseWaits() {
        CountDownLatch slow = new CountDownLatch(1);
        sink.limits = new io.crosslog.spi.Limits(10, 1_000_000);
        sink.answer = batch -> {
            if (batch.partition().equals("a")) {
                slow.await();
            }
            return null;
        };
        AtomicBoolean releasing = new AtomicBoolean();
        AtomicBoolean releaseNow = new AtomicBoolean();
        source.onPoll = reader -> {
            if (releaseNow.compareAndSet(true, false)) {
                reader.next.remove("a");
                releasing.set(true);
                resumed.set(reader.context.release(Set.of("a"), Duration.ofSeconds(10)));
            }
        };
        try (RunningPipeline running = slowCheckpoints("waits").start()) {
            Waiting.until(
                    "a writes, b is done",
                    () -> sink.inFlight.get() == 1
                            && sink.durable.size() == 100
                            && running.status().records().received() == 200);
            releaseNow.set(true);
            Waiting.until("it releases", releasing::get);
            assertThat(resumed.get()).isNull();
            slow.countDown();
            Waiting.until("it has released", () -> resumed.get() != null);
            assertThat(resumed.get()).containsExactly(Map.entry("a", Position.of("a", "v1:10")));
            PartitionStatus a = running.status().partitions().get("a");
            assertThat(a.records()).isEqualTo(new RecordLedger(100, 10, 0, 0, 0, 90));
            assertThat(a.held()).isFalse();
        }
        assertThat(source.violations).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "R7: what completes after its generation has ended is neither saved nor committed, though the partition came back")
    void lateCompletion(boolean lost) {
        CountDownLatch slow = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        sink.limits = new io.crosslog.spi.Limits(10, 1_000_000);
        sink.answer = batch -> {
            if (batch.partition().equals("a") && first.compareAndSet(true, false)) {
                slow.await();
            }
            return null;
        };
        AtomicBoolean now = new AtomicBoolean();
        source.onPoll = reader -> {
            if (now.compareAndSet(true, false)) {
                reader.next.remove("a");
                if (lost) {
                    reader.context.lost(Set.of("a"));
                    resumed.set(Map.of());
                } else {
                    resumed.set(reader.context.release(Set.of("a"), Duration.ofMillis(20)));
                }
                reader.take("a");
            }
        };
        TestSource.Hook checkCommit = reader -> {};
        source.onCommit = checkCommit;
        try (RunningPipeline running =
                TestPipeline.of("late" + lost, source, sink).build().start()) {
            Waiting.until(
                    "a hangs, b is done",
                    () -> !first.get()
                            && sink.durable.size() == 100
                            && running.status().records().received() == 200);
            now.set(true);
            Waiting.until("released and taken again", () -> resumed.get() != null);
            assertThat(resumed.get()).isEmpty();
            Waiting.until("read again", () -> running.status().records().received() == 300);
            assertThat(source.committed).doesNotContainKey("a");
            assertThat(running.status().records().released()).isEqualTo(90);
            slow.countDown();
            Waiting.until("all done", () -> source.committed.getOrDefault("a", 0) == 100);
            PipelineStatus status = running.status();
            assertThat(status.records()).isEqualTo(new RecordLedger(300, 210, 0, 0, 0, 90));
        }
        List<String> ofA = source.commits.stream()
                .flatMap(positions -> positions.stream())
                .filter(position -> position.partition().equals("a"))
                .map(Position::token)
                .toList();
        assertThat(ofA)
                .isSortedAccordingTo(
                        (x, y) -> Integer.compare(Integer.parseInt(x.substring(3)), Integer.parseInt(y.substring(3))));
        assertThat(sink.durable).hasSize(210);
        assertThat(sink.violations).isEmpty();
    }

    @Test
    @DisplayName("R7: a write that waits for its next attempt is dropped at once, and counted as released")
    void releaseOfParked() {
        sink.answer = batch -> {
            if (batch.partition().equals("a")) {
                throw new IOException("down");
            }
            return null;
        };
        AtomicBoolean now = new AtomicBoolean();
        source.onPoll = reader -> {
            if (now.compareAndSet(true, false)) {
                reader.next.remove("a");
                resumed.set(reader.context.release(Set.of("a"), Duration.ofSeconds(10)));
            }
        };
        Pipeline pipeline = TestPipeline.of("parked", source, sink)
                .settings(TestPipeline.fast()
                        .retryDelays(Duration.ofSeconds(30), Duration.ofSeconds(30))
                        .build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            Waiting.until(
                    "a is parked",
                    () -> running.status().state() == PipelineState.RETRYING
                            && running.status().records().received() == 200);
            long start = System.nanoTime();
            now.set(true);
            Waiting.until("released", () -> resumed.get() != null);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(resumed.get()).isEmpty();
            PipelineStatus status = running.status();
            assertThat(status.partitions().get("a").records()).isEqualTo(new RecordLedger(100, 0, 0, 0, 0, 100));
            assertThat(status.events().balances()).isTrue();
            assertThat(status.events().inFlight()).isZero();
            assertThat(status.state()).isEqualTo(PipelineState.RUNNING);
            Waiting.until("nothing is buffered", () -> running.status().bufferedBytes() == 0);
        }
    }

    @Test
    @DisplayName("R7: release from inside keepAlive and close works as from inside poll")
    void releaseElsewhere() throws Exception {
        AtomicReference<Map<String, Position>> atClose = new AtomicReference<>();
        TestSource bounded = new TestSource().with("a", 100);
        bounded.onClose = reader -> atClose.set(reader.context.release(Set.of("a"), Duration.ofSeconds(5)));
        try (RunningPipeline running =
                TestPipeline.of("elsewhere", bounded, sink).build().start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure()).isEmpty();
        }
        assertThat(bounded.committed).containsEntry("a", 100);
        assertThat(atClose.get()).as("committed already").isEmpty();
    }

    @Test
    @DisplayName("R4: claim, release and lost belong to the reader's own thread, and say so")
    void ownThreadOnly() {
        AtomicReference<TestSource.Reader> reader = new AtomicReference<>();
        source.onPoll = reader::set;
        try (RunningPipeline running =
                TestPipeline.of("thread", source, sink).build().start()) {
            Waiting.until("it polls", () -> reader.get() != null);
            assertThatThrownBy(() -> reader.get().context.release(Set.of("a"), Duration.ZERO))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("release");
            assertThatThrownBy(() -> reader.get().context.lost(Set.of("a"))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> reader.get().context.claim("a")).isInstanceOf(IllegalStateException.class);
            assertThat(running.failure()).isEmpty();
        }
    }

    private Pipeline slowCheckpoints(String name) {
        return TestPipeline.of(name, source, sink)
                .settings(TestPipeline.fast()
                        .checkpointInterval(Duration.ofSeconds(30))
                        .build())
                .build();
    }
}
