package io.crosslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.checkpoint.MemoryCheckpointStore;
import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.CheckpointStore;
import io.crosslog.spi.Checkpoints;
import io.crosslog.spi.SourceEvent;
import io.crosslog.spi.StaleClaimException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PipelineCheckpointTest {

    private final TestSource source = new TestSource().with("a", 200).with("b", 200);
    private final TestSink sink = new TestSink();

    /** A store whose answers a test sets. */
    private static final class TestStore implements CheckpointStore {
        final Map<String, Position> saved = new ConcurrentHashMap<>();
        final List<String> calls = new CopyOnWriteArrayList<>();
        final AtomicInteger renewed = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();
        volatile boolean down;
        volatile Set<String> stale = Set.of();

        @Override
        public Checkpoints open(String pipeline, String source) {
            return new Checkpoints() {
                @Override
                public Optional<Position> claim(String partition) throws IOException {
                    calls.add("claim " + partition);
                    check();
                    stale = Set.of();
                    return Optional.of(saved.getOrDefault(partition, Position.start(partition)));
                }

                @Override
                public void save(Collection<Position> positions) throws IOException, StaleClaimException {
                    check();
                    Set<String> refused = Set.copyOf(stale);
                    for (Position position : positions) {
                        if (!refused.contains(position.partition())) {
                            saved.put(position.partition(), position);
                            calls.add("save " + position);
                        }
                    }
                    if (positions.stream().anyMatch(position -> refused.contains(position.partition()))) {
                        throw new StaleClaimException(refused);
                    }
                }

                @Override
                public void release(Set<String> partitions) {
                    calls.add("release " + partitions);
                }

                @Override
                public Set<String> renew() throws IOException {
                    check();
                    renewed.incrementAndGet();
                    return Set.of();
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        }

        private void check() throws IOException {
            if (down) {
                throw new IOException("store is down");
            }
        }
    }

    @Test
    @DisplayName("R3: the store wins over the source's memory, and is saved before the source commits")
    void storeWins() throws Exception {
        TestStore store = new TestStore();
        store.saved.put("a", Position.of("a", "v1:150"));
        source.committed.put("a", 20);
        source.committed.put("b", 190);
        source.onCommit = reader -> store.calls.add("commit");
        try (RunningPipeline running =
                TestPipeline.of("wins", source, sink).checkpoints(store).build().start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.status().records().received()).isEqualTo(50 + 10);
        }
        assertThat(store.saved).containsEntry("a", Position.of("a", "v1:200"));
        assertThat(source.committed).containsEntry("a", 200).containsEntry("b", 200);
        int save = store.calls.indexOf("save a at v1:200");
        assertThat(save).isNotNegative();
        assertThat(store.calls.subList(save, store.calls.size())).contains("commit");
        assertThat(store.closed).hasValue(1);
    }

    @Test
    @DisplayName("R3: a store that is down holds commits back and loses nothing; it is tried again")
    void storeDown() throws Exception {
        TestStore store = new TestStore();
        source.endless();
        try (RunningPipeline running = TestPipeline.of("storedown", source, sink)
                .checkpoints(store)
                .build()
                .start()) {
            Waiting.until("claimed", () -> source.opened.get() == 1);
            store.down = true;
            int saved = store.saved.size();
            Waiting.until("all is written", () -> sink.durable.size() == 400);
            Waiting.until("it says so", () -> running.status().reason().contains("store is down"));
            assertThat(running.status().state()).isEqualTo(PipelineState.RETRYING);
            assertThat(saved).isLessThanOrEqualTo(2);
            store.down = false;
            Waiting.until("committed", () -> source.committed.equals(Map.of("a", 200, "b", 200)));
            Waiting.until("well again", () -> running.status().state() == PipelineState.RUNNING);
        }
    }

    @Test
    @DisplayName("R3: a source that remembers nothing needs a store, or the pipeline cannot be built and says so")
    void needsStore() throws Exception {
        source.remembers = false;
        assertThatThrownBy(() -> TestPipeline.of("none", source, sink).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'test' does not remember its positions")
                .hasMessageContaining("checkpoints(...)");
        MemoryCheckpointStore store = MemoryCheckpointStore.create();
        for (int run = 0; run < 2; run++) {
            try (RunningPipeline running = TestPipeline.of("none", source, sink)
                    .checkpoints(store)
                    .build()
                    .start()) {
                assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
                assertThat(running.failure()).isEmpty();
            }
            source.committed.clear();
        }
        assertThat(sink.durable)
                .as("the second run begins where the first ended")
                .hasSize(400);
    }

    @Test
    @DisplayName(
            "R3: partitions lost in the store are read no further, and claimed again by a reader that is opened anew")
    void staleClaim() {
        TestStore store = new TestStore();
        source.endless();
        source.onPoll = reader -> LockSupport.parkNanos(3_000_000);
        try (RunningPipeline running = TestPipeline.of("stale", source, sink)
                .checkpoints(store)
                .build()
                .start()) {
            Waiting.until("something is saved", () -> store.saved.containsKey("a"));
            store.stale = Set.of("a");
            Waiting.until("opened anew", () -> source.opened.get() == 2);
            Waiting.until(
                    "all is saved in the end",
                    () -> store.saved.values().stream()
                                    .filter(position -> position.token().equals("v1:200"))
                                    .count()
                            == 2);
            assertThat(running.status().records().balances()).isTrue();
            assertThat(running.failure()).isEmpty();
        }
        assertThat(sink.durable).containsAll(source.all());
        assertThat(source.closed.get()).isEqualTo(source.opened.get());
        assertThat(source.violations).isEmpty();
    }

    @Test
    @DisplayName("What a reader has told of as trouble is over when it is opened anew; another reader's is not")
    void troublesOfOldReaders() {
        TestStore store = new TestStore();
        source.endless();
        source.upTo = 10;
        source.onOpen = reader -> {
            if (source.opened.get() < 2) {
                reader.context.report(new SourceEvent.Trouble("lag", "far behind", "look"));
                reader.context.report(new SourceEvent.Trouble("no kind", "look too"));
            }
        };
        try (RunningPipeline running = TestPipeline.of("troubles", source, sink)
                .settings(TestPipeline.fast().readers(2).build())
                .checkpoints(store)
                .build()
                .start()) {
            Waiting.until("both are open", () -> source.opened.get() == 2);
            assertThat(troubles(running))
                    .containsExactlyInAnyOrder(
                            "source, reader 0", "source, reader 0, lag", "source, reader 1", "source, reader 1, lag");
            store.stale = Set.of("a");
            source.upTo = 200;
            Waiting.until("opened anew", () -> source.opened.get() == 3);
            Waiting.until("a's reader has none", () -> troubles(running)
                    .equals(List.of("source, reader 1", "source, reader 1, lag")));
        }
    }

    private static List<String> troubles(RunningPipeline running) {
        return running.status().troubles().stream()
                .map(Trouble::where)
                .filter(where -> where.startsWith("source"))
                .sorted()
                .toList();
    }

    @Test
    @DisplayName("R3: positions are collected: at most about one commit a second")
    void commitRate() throws Exception {
        source.endless();
        source.onPoll = reader -> LockSupport.parkNanos(60_000_000);
        try (RunningPipeline running = TestPipeline.of("rate", source, sink)
                .settings(PipelineSettings.defaults())
                .build()
                .start()) {
            Waiting.until("all is written", () -> source.committed.equals(Map.of("a", 200, "b", 200)));
            assertThat(running.status().lastCommit()).isPresent();
        }
        for (int i = 1; i < source.commitTimes.size(); i++) {
            assertThat(Duration.ofNanos(source.commitTimes.get(i) - source.commitTimes.get(i - 1)))
                    .isGreaterThan(Duration.ofMillis(800));
        }
    }

    @Test
    @DisplayName("R12: a batch without records, first of its partition, is committed at once; it is no record")
    void startRule() {
        TestSource empty = new TestSource().with("a", 0).endless();
        AtomicBoolean first = new AtomicBoolean(true);
        io.crosslog.spi.Source resolving = new io.crosslog.spi.Source() {
            @Override
            public String name() {
                return "resolving";
            }

            @Override
            public boolean remembersPositions() {
                return true;
            }

            @Override
            public io.crosslog.spi.SourceReader open(io.crosslog.spi.SourceContext context) throws IOException {
                TestSource.Reader reader = (TestSource.Reader) empty.open(context);
                return new io.crosslog.spi.SourceReader() {
                    @Override
                    public Optional<RecordBatch> poll(Duration maxWait) throws IOException, InterruptedException {
                        return first.compareAndSet(true, false)
                                ? Optional.of(RecordBatch.of(Position.of("a", "v1:77"), List.of()))
                                : reader.poll(maxWait);
                    }

                    @Override
                    public void commit(Collection<Position> durable) throws IOException {
                        reader.commit(durable);
                    }

                    @Override
                    public void wakeUp() {
                        reader.wakeUp();
                    }

                    @Override
                    public void close() throws IOException {
                        reader.close();
                    }
                };
            }
        };
        try (RunningPipeline running = Pipeline.named("start")
                .from(resolving)
                .decode(TestPipeline.DECODER)
                .to(sink)
                .settings(PipelineSettings.builder()
                        .checkpointInterval(Duration.ofSeconds(60))
                        .build())
                .build()
                .start()) {
            Waiting.until(Duration.ofSeconds(5), "committed at once", () -> empty.committed.equals(Map.of("a", 77)));
            assertThat(running.status().records()).isEqualTo(new RecordLedger(0, 0, 0, 0, 0, 0));
        }
    }

    @Test
    @DisplayName("A reader that was exhausted reads again when it is opened anew because a claim was lost")
    void exhaustedThenLost() throws Exception {
        TestStore store = new TestStore();
        AtomicBoolean first = new AtomicBoolean(true);
        sink.answer = batch -> {
            if (first.compareAndSet(true, false)) {
                Waiting.until("all is read", () -> source.polls.get() >= 40);
                store.stale = Set.of("a", "b");
            }
            return null;
        };
        try (RunningPipeline running = TestPipeline.of("exhausted", source, sink)
                .checkpoints(store)
                .settings(TestPipeline.fast().writesInFlight(1).build())
                .build()
                .start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure()).isEmpty();
        }
        assertThat(source.opened).hasValueGreaterThan(1);
        assertThat(sink.durable).containsAll(source.all());
        assertThat(store.saved.get("a").token()).isEqualTo("v1:200");
        assertThat(store.saved.get("b").token()).isEqualTo("v1:200");
    }
}
