package io.crosslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.WriteBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineCloseTest {

    private final TestSource source =
            new TestSource().with("a", 500).with("b", 500).endless();
    private final TestSink sink = new TestSink();

    @Test
    @DisplayName("close() lets what was read be written and committed, is idempotent, and leaves no thread")
    void drains() {
        RunningPipeline running = TestPipeline.of("drain", source, sink).build().start();
        Waiting.until("something is written", () -> !sink.durable.isEmpty());
        running.close();
        PipelineStatus status = running.status();
        assertThat(status.state()).isEqualTo(PipelineState.STOPPED);
        assertThat(status.unacknowledged()).isZero();
        assertThat(status.records().delivered()).isEqualTo(sink.durable.size());
        assertThat(source.committed.values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(sink.durable.size());
        assertThat(Threads.of("drain")).isEmpty();
        running.close();
        assertThat(running.failure()).isEmpty();
        assertThat(sink.closed).hasValue(1);
        assertThat(source.closed).hasValue(1);
    }

    @Test
    @DisplayName(
            "close() returns by its deadline though the sink hangs and ignores interrupts; status names what is left")
    void hangingSink() {
        CountDownLatch release = new CountDownLatch(1);
        sink.answer = batch -> {
            while (release.getCount() > 0) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    // a sink that does not end at an interrupt, as its contract asks for
                }
            }
            return null;
        };
        Pipeline pipeline = TestPipeline.of("hang", source, sink)
                .settings(TestPipeline.fast().drainTime(Duration.ofMillis(200)).build())
                .build();
        RunningPipeline running = pipeline.start();
        Waiting.until("both writes hang", () -> sink.inFlight.get() == 2);
        long start = System.nanoTime();
        running.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        PipelineStatus status = running.status();
        assertThat(status.state().isFinal()).isTrue();
        assertThat(status.unacknowledged()).isPositive();
        assertThat(status.stuckThreads()).hasSize(2).allMatch(name -> name.startsWith("crosslog-hang-"));
        assertThat(status.toString()).contains("stuck threads");
        assertThat(source.committed).isEmpty();
        release.countDown();
        Waiting.until("the stuck threads end when the sink lets them go", () -> Threads.of("hang")
                .isEmpty());
        assertThat(source.committed)
                .as("what came after the end is not committed")
                .isEmpty();
    }

    @Test
    @DisplayName(
            "close() keeps a reader alive whose last commit fails: a rebalance, for one, ends only when it is heard of")
    void keepsAliveUntilCommitted() {
        AtomicBoolean heard = new AtomicBoolean();
        source.onCommit = reader -> {
            if (!heard.get()) {
                throw new IOException("the group rebalances");
            }
        };
        RunningPipeline running = TestPipeline.of("heard", source, sink).build().start();
        Waiting.until("something is written", () -> !sink.durable.isEmpty());
        source.onKeepAlive = reader -> heard.set(running.status().state() == PipelineState.DRAINING);
        running.close();
        assertThat(source.committed.values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(sink.durable.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"polled", "written", "state", "decoder", "sink", "reader", "committed"})
    @DisplayName("close() may be called on each of the pipeline's own threads, where it does not wait for itself")
    void ownThreads(String where) throws Exception {
        AtomicReference<RunningPipeline> self = new AtomicReference<>();
        CountDownLatch ready = new CountDownLatch(1);
        AtomicInteger closes = new AtomicInteger();
        Runnable close = () -> {
            try {
                ready.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            closes.incrementAndGet();
            self.get().close();
        };
        source.onPoll = reader -> {
            if (where.equals("reader")) {
                close.run();
            }
        };
        sink.answer = batch -> {
            if (where.equals("sink")) {
                close.run();
            }
            return null;
        };
        PipelineListener listener = new PipelineListener() {
            @Override
            public void polled(String pipeline, RecordBatch batch) {
                if (where.equals("polled")) {
                    close.run();
                }
            }

            @Override
            public void written(String pipeline, WriteBatch batch, int delivered, Duration took) {
                if (where.equals("written")) {
                    close.run();
                }
            }

            @Override
            public void stateChanged(String pipeline, PipelineState from, PipelineState to, String reason) {
                if (where.equals("state")) {
                    close.run();
                }
            }

            @Override
            public void committed(String pipeline, Collection<Position> positions) {
                if (where.equals("committed")) {
                    close.run();
                }
            }
        };
        RunningPipeline running = Pipeline.named("own")
                .from(source)
                .decode((record, out) -> {
                    if (where.equals("decoder")) {
                        close.run();
                    }
                    TestPipeline.DECODER.decode(record, out);
                })
                .to(sink)
                .listener(listener)
                .settings(TestPipeline.fast().build())
                .build()
                .start();
        self.set(running);
        ready.countDown();
        assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
        assertThat(closes.get()).isPositive();
        assertThat(running.failure()).isEmpty();
        assertThat(running.status().state()).isEqualTo(PipelineState.STOPPED);
        assertThat(running.status().unacknowledged()).isZero();
        assertThat(Threads.of("own")).isEmpty();
    }

    @Test
    @DisplayName("awaitEnd() on an own thread says that it would wait for itself, rather than do so")
    void awaitOnOwnThread() throws Exception {
        AtomicReference<RunningPipeline> self = new AtomicReference<>();
        AtomicReference<Throwable> said = new AtomicReference<>();
        CountDownLatch ready = new CountDownLatch(1);
        sink.answer = batch -> {
            ready.await();
            assertThatThrownBy(() -> self.get().awaitEnd()).satisfies(said::set);
            return null;
        };
        try (RunningPipeline running =
                TestPipeline.of("self", source, sink).build().start()) {
            self.set(running);
            ready.countDown();
            Waiting.until("it was said", () -> said.get() != null);
        }
        assertThat(said.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("own pipeline");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    @DisplayName(
            "close() at any moment, from two threads at once: ends at once, commits only what is durable, ledgers balance")
    void anyMoment(long seed) throws Exception {
        Random random = new Random(seed);
        TestSource bounded = new TestSource().with("a", 2_000).with("b", 2_000).batchSize(7);
        bounded.onPoll = reader -> LockSupport.parkNanos(20_000);
        RunningPipeline running = TestPipeline.of("moment" + seed, bounded, sink)
                .settings(TestPipeline.fast()
                        .readers(2)
                        .checkpointInterval(Duration.ofMillis(3))
                        .build())
                .build()
                .start();
        LockSupport.parkNanos(random.nextInt(30_000_000));
        Thread other = new Thread(running::close);
        other.start();
        running.close();
        other.join(20_000);
        PipelineStatus status = running.status();
        assertThat(running.failure()).isEmpty();
        assertThat(status.state()).isEqualTo(PipelineState.STOPPED);
        assertThat(status.records().balances()).isTrue();
        assertThat(status.unacknowledged()).isZero();
        for (String partition : bounded.partitions.keySet()) {
            long written = sink.durable.stream()
                    .filter(text -> text.startsWith(partition))
                    .count();
            assertThat((long) bounded.committed.getOrDefault(partition, 0)).isEqualTo(written);
        }
        assertThat(bounded.violations).isEmpty();
        assertThat(Threads.of("moment" + seed)).isEmpty();
    }

    @Test
    @DisplayName("close() while everything is still being opened, and fails, ends soon")
    void whileOpening() {
        source.onOpen = reader -> {
            throw new IOException("not there");
        };
        Pipeline pipeline = TestPipeline.of("opening", source, sink)
                .settings(TestPipeline.fast()
                        .retryDelays(Duration.ofSeconds(20), Duration.ofSeconds(20))
                        .build())
                .build();
        RunningPipeline running = pipeline.start();
        Waiting.until("it retries", () -> running.status().state() == PipelineState.RETRYING);
        long start = System.nanoTime();
        running.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(running.status().state()).isEqualTo(PipelineState.STOPPED);
    }

    @Test
    @DisplayName("close() interrupts an open that hangs, and a poll that does not wake up, but never a commit")
    void hangingReader() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger interruptedCommits = new AtomicInteger();
        TestSource hanging = new TestSource().with("a", 20).endless();
        hanging.onPoll = reader -> {
            if (reader.next.get("a") == 20) {
                never.await();
            }
        };
        hanging.onCommit = reader -> {
            if (Thread.currentThread().isInterrupted()) {
                interruptedCommits.incrementAndGet();
            }
        };
        RunningPipeline running = TestPipeline.of("poll", hanging, sink).build().start();
        Waiting.until("all is written", () -> sink.durable.size() == 20);
        running.close();
        assertThat(running.failure()).isEmpty();
        assertThat(hanging.committed).containsEntry("a", 20);
        assertThat(interruptedCommits).hasValue(0);

        TestSource closed = new TestSource().with("a", 20);
        closed.onOpen = reader -> never.await();
        RunningPipeline second =
                TestPipeline.of("open", closed, new TestSink()).build().start();
        Waiting.until("it is opening", () -> Threads.of("open").size() > 5);
        long start = System.nanoTime();
        second.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(Threads.of("open")).isEmpty();
    }

    @Test
    @DisplayName(
            "A caller of close() or awaitEnd() that is interrupted comes back at once; the pipeline ends by itself")
    void interruptedCaller() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        sink.answer = batch -> {
            slow.await();
            return null;
        };
        RunningPipeline running =
                TestPipeline.of("caller", source, sink).build().start();
        Waiting.until("it writes", () -> sink.inFlight.get() > 0);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> running.awaitEnd(Duration.ofSeconds(20))).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        running.close();
        assertThat(Thread.interrupted()).isTrue();
        slow.countDown();
        assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
        assertThat(running.status().state()).isEqualTo(PipelineState.STOPPED);
    }

    @Test
    @DisplayName("Interrupt flags that a decoder, sink or source leaves behind do no harm")
    void straysOfInterrupts() throws Exception {
        TestSource bounded = new TestSource().with("a", 300);
        bounded.onKeepAlive = reader -> Thread.currentThread().interrupt();
        bounded.onCommit = reader -> Thread.currentThread().interrupt();
        sink.answer = batch -> {
            Thread.currentThread().interrupt();
            return null;
        };
        Pipeline pipeline = Pipeline.named("stray")
                .from(bounded)
                .decode((record, out) -> {
                    Thread.currentThread().interrupt();
                    TestPipeline.DECODER.decode(record, out);
                })
                .to(sink)
                .settings(TestPipeline.fast().build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure()).isEmpty();
        }
        assertThat(sink.durable).hasSize(300);
    }

    @Test
    @DisplayName("An interrupt from outside is no silent end: the pipeline fails and says so")
    void interruptedFromOutside() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        Pipeline pipeline = TestPipeline.of("outside", source, sink)
                .settings(TestPipeline.fast()
                        .executor(task -> {
                            Thread thread = new Thread(task);
                            threads.add(thread);
                            thread.start();
                        })
                        .build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            Waiting.until("all is written", () -> sink.durable.size() == 1_000);
            threads.get(1).interrupt();
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure().orElseThrow()).hasMessageContaining("interrupted from outside");
        }
        assertThat(source.committed).containsEntry("a", 500).containsEntry("b", 500);
    }

    @Test
    @DisplayName("Runs on the host's executor, which gets its threads back under their own names")
    void hostExecutor() throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool(task -> new Thread(task, "of-the-host"));
        TestSource bounded = new TestSource().with("a", 300);
        try (RunningPipeline running = TestPipeline.of("host", bounded, sink)
                .settings(TestPipeline.fast().executor(executor).build())
                .build()
                .start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(sink.durable).hasSize(300);
        Waiting.until("names are back", () -> Threads.of("host").isEmpty());
        executor.shutdown();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("An executor that refuses makes the pipeline fail, not start() throw")
    void refusingExecutor() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(1);
        executor.shutdown();
        RunningPipeline running = TestPipeline.of("refused", source, sink)
                .settings(TestPipeline.fast().executor(executor).build())
                .build()
                .start();
        assertThat(running.awaitEnd(Duration.ofSeconds(5))).isTrue();
        assertThat(running.status().state()).isEqualTo(PipelineState.FAILED);
        running.close();
    }

    @Test
    @DisplayName("A pipeline may be started again after its end and goes on where it stopped")
    void startAgain() throws Exception {
        TestSource bounded = new TestSource().with("a", 300);
        Pipeline pipeline = TestPipeline.of("again", bounded, sink).build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
        }
        bounded.partitions.get("a").add("a:300");
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(sink.durable).containsExactlyElementsOf(bounded.all());
    }
}
