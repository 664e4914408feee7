package io.crosslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.Position;
import io.crosslog.spi.Checkpoints;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PipelineHandOverTest {

    private final LeasingStore store = new LeasingStore();
    private final TestSink sink = new TestSink();
    private final TestSource first =
            new TestSource().with("a", 100).with("b", 100).batchSize(1).endless();
    private final TestSource second =
            new TestSource().with("a", 100).with("b", 100).batchSize(1).endless();

    @Test
    @DisplayName(
            "R7: what another process waits for is handed over where it stands, and read on there without gap or twin")
    void handsOver() {
        AtomicBoolean over = new AtomicBoolean();
        first.upTo = 10;
        first.onHandOver = (reader, wanted) -> {
            reader.next.keySet().removeAll(wanted);
            reader.context.release(wanted, Duration.ofSeconds(5));
            over.set(true);
        };
        try (RunningPipeline one = start(first)) {
            Waiting.until("some of each is done", () -> sink.durable.size() == 20);
            try (RunningPipeline two = start(onlyB())) {
                Waiting.until("b is handed over", over::get);
                Waiting.until("b is read to its end", () -> sink.durable.contains("b:99"));
                first.upTo = 100;
                Waiting.until("a is read to its end", () -> sink.durable.contains("a:99"));
                assertThat(two.status().partitions().get("b").held()).isTrue();
                assertThat(one.status().partitions().get("b").held()).isFalse();
                assertThat(one.status().partitions().get("a").held()).isTrue();
                Waiting.until(
                        "all is saved",
                        () -> store.saved("b").orElseThrow().token().equals("v1:100"));
            }
        }
        assertThat(sink.durable).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(first.all());
        assertThat(store.calls.indexOf("release b")).isPositive();
        assertThat(store.calls.subList(0, store.calls.indexOf("release b")))
                .as("the last position is saved before the partition is free")
                .contains("save b v1:10");
        assertThat(first.violations).isEmpty();
        assertThat(second.violations).isEmpty();
    }

    @Test
    @DisplayName("R7: a partition that was handed over can be claimed again by the same reader, from where it was left")
    void takesBack() throws Exception {
        AtomicBoolean again = new AtomicBoolean();
        AtomicInteger before = new AtomicInteger();
        first.upTo = 10;
        first.onHandOver = (reader, wanted) -> {
            before.set(reader.next.get("b"));
            reader.next.keySet().removeAll(wanted);
            reader.context.release(wanted, Duration.ofSeconds(5));
            again.set(true);
        };
        first.onPoll = reader -> {
            if (again.get() && !reader.next.containsKey("b")) {
                reader.take("b");
                assertThat(reader.next.get("b")).isEqualTo(before.get());
                first.upTo = 100;
            }
        };
        try (RunningPipeline one = start(first)) {
            Waiting.until("some of each is done", () -> sink.durable.size() == 20);
            try (Checkpoints impatient = store.open("shared", "test")) {
                assertThat(impatient.claim("b")).isEmpty();
            }
            Waiting.until("all is read", () -> sink.durable.size() == 200);
            assertThat(one.failure()).isEmpty();
        }
        assertThat(sink.durable).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("R7: a reader that does not hand over is asked again, and nothing else happens to it")
    void unwilling() {
        AtomicInteger asked = new AtomicInteger();
        first.onHandOver = (reader, wanted) -> {
            assertThat(wanted).isEqualTo(Set.of("b"));
            asked.incrementAndGet();
        };
        try (RunningPipeline one = start(first)) {
            Waiting.until("all is read", () -> sink.durable.size() == 200);
            try (RunningPipeline two = start(onlyB())) {
                Waiting.until("it was asked twice", () -> asked.get() >= 2);
                assertThat(sink.durable).hasSize(200).doesNotHaveDuplicates();
                assertThat(one.status().state()).isEqualTo(PipelineState.RUNNING);
                assertThat(two.status().records().received()).isZero();
            }
        }
    }

    @Test
    @DisplayName("R7: a store that could not be told that a partition is free is told at the next renewal")
    void releasesLater() {
        AtomicBoolean now = new AtomicBoolean();
        first.onPoll = reader -> {
            if (now.compareAndSet(true, false)) {
                reader.next.remove("b");
                reader.context.release(Set.of("b"), Duration.ofSeconds(5));
            }
        };
        try (RunningPipeline one = start(first)) {
            Waiting.until(
                    "all is saved",
                    () -> store.saved("b").map(p -> p.token().equals("v1:100")).orElse(false));
            store.failReleases(1);
            now.set(true);
            Waiting.until("given up", () -> !one.status().partitions().get("b").held());
            Waiting.until("free", () -> !store.isHeld("b"));
            assertThat(store.isHeld("a")).isTrue();
        }
    }

    @Test
    @DisplayName(
            "R7: a release keeps to its bound while another reader's claim hangs in the store, and leases are kept")
    void claimHangs() {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicBoolean asked = new AtomicBoolean();
        AtomicBoolean hanging = new AtomicBoolean();
        AtomicReference<Map<String, Position>> released = new AtomicReference<>();
        first.onPoll = reader -> {
            if (reader.context.index() == 0 && first.opened.get() == 2 && asked.compareAndSet(false, true)) {
                store.onClaim = () -> {
                    hanging.set(true);
                    await(answer);
                };
                reader.context.claim("c");
            } else if (reader.context.index() == 1 && hanging.get() && reader.next.remove("b") != null) {
                released.set(reader.context.release(Set.of("b"), Duration.ofMillis(300)));
            }
        };
        try (RunningPipeline running = TestPipeline.of("shared", first, sink)
                .settings(TestPipeline.fast().readers(2).build())
                .checkpoints(store)
                .build()
                .start()) {
            Waiting.until("b is given back", () -> released.get() != null);
            assertThat(answer.getCount()).as("the claim still hangs").isOne();
            assertThat(store.isHeld("b")).isTrue();
            int renewed = store.renewed.get();
            Waiting.until("leases are kept", () -> store.renewed.get() > renewed);
            assertThat(answer.getCount()).isOne();
            answer.countDown();
            Waiting.until("b is free", () -> !store.isHeld("b"));
            assertThat(store.isHeld("a")).isTrue();
            assertThat(running.failure()).isEmpty();
        } finally {
            answer.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The second process, which wants one partition only and asks for it at each poll. */
    private TestSource onlyB() {
        second.partitions.remove("a");
        second.onPoll = reader -> {
            if (!reader.next.containsKey("b")) {
                reader.take("b");
            }
        };
        return second;
    }

    private RunningPipeline start(TestSource source) {
        return TestPipeline.of("shared", source, sink)
                .checkpoints(store)
                .build()
                .start();
    }
}
