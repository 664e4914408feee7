package io.crosslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.crosslog.model.Origin;
import io.crosslog.model.Position;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.Source;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** Partitions in memory that remember what was committed; hooks let a test do anything on the reader's thread. */
final class TestSource implements Source {

    interface Hook {
        void run(Reader reader) throws IOException, InterruptedException;
    }

    final Map<String, List<String>> partitions = new LinkedHashMap<>();
    final Map<String, Integer> committed = new ConcurrentHashMap<>();
    final List<Collection<Position>> commits = new CopyOnWriteArrayList<>();
    final List<Long> commitTimes = new CopyOnWriteArrayList<>();
    final List<Long> keepAlives = new CopyOnWriteArrayList<>();
    final List<String> violations = new CopyOnWriteArrayList<>();
    final ConcurrentLinkedQueue<Hook> nextPolls = new ConcurrentLinkedQueue<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger polls = new AtomicInteger();
    /** Whether commits still reach the other side. */
    volatile BooleanSupplier remembering = () -> true;

    volatile Hook onOpen = reader -> {};
    volatile Hook onPoll = reader -> {};
    volatile Hook onKeepAlive = reader -> {};
    volatile Hook onCommit = reader -> {};
    volatile Hook onClose = reader -> {};
    /** What a reader does that is asked to hand partitions over. */
    volatile BiConsumer<Reader, Set<String>> onHandOver = (reader, partitions) -> {};

    int batchSize = 10;
    /** How far each partition is handed out for now. */
    volatile int upTo = Integer.MAX_VALUE;

    boolean endless;
    boolean remembers = true;

    TestSource with(String partition, int records) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            texts.add(partition + ":" + i);
        }
        partitions.put(partition, texts);
        return this;
    }

    TestSource batchSize(int value) {
        batchSize = value;
        return this;
    }

    TestSource endless() {
        endless = true;
        return this;
    }

    List<String> all() {
        return partitions.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public boolean remembersPositions() {
        return remembers;
    }

    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public SourceReader open(SourceContext context) throws IOException {
        Reader reader = new Reader(context);
        try {
            onOpen.run(reader);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        reader.assign();
        opened.incrementAndGet();
        return reader;
    }

    final class Reader implements SourceReader {
        final SourceContext context;
        final Thread thread = Thread.currentThread();
        final Map<String, Integer> next = new LinkedHashMap<>();
        final Semaphore wakeUps = new Semaphore(0);
        private final AtomicBoolean inside = new AtomicBoolean();
        private int turn;

        Reader(SourceContext context) {
            this.context = context;
        }

        void assign() throws IOException {
            int i = 0;
            for (String partition : partitions.keySet()) {
                if (i++ % context.readers() == context.index()) {
                    take(partition);
                }
            }
        }

        void take(String partition) throws IOException {
            Optional<Position> saved = context.claim(partition);
            if (saved.isPresent()) {
                next.put(
                        partition,
                        saved.get().isStart()
                                ? committed.getOrDefault(partition, 0)
                                : Integer.parseInt(saved.get().token().substring(3)));
            }
        }

        @Override
        public Optional<RecordBatch> poll(Duration maxWait) throws IOException, InterruptedException {
            enter();
            try {
                polls.incrementAndGet();
                Hook once = nextPolls.poll();
                if (once != null) {
                    once.run(this);
                }
                onPoll.run(this);
                List<String> held = new ArrayList<>(next.keySet());
                for (int i = 0; i < held.size(); i++) {
                    String partition = held.get(turn++ % held.size());
                    int from = next.get(partition);
                    List<String> texts = partitions.get(partition);
                    int to = Math.min(Math.min(texts.size(), upTo), from + batchSize);
                    if (to > from) {
                        next.put(partition, to);
                        return Optional.of(batch(partition, from, to));
                    }
                }
                if (wakeUps.tryAcquire(endless ? maxWait.toMillis() : 1, TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
                return Optional.empty();
            } finally {
                leave();
            }
        }

        RecordBatch batch(String partition, int from, int to) {
            Origin.Prefix prefix = Origin.prefix("test", "test://" + partition + "@");
            List<RawRecord> records = new ArrayList<>();
            for (int i = from; i < to; i++) {
                String text = partitions.get(partition).get(i);
                RawRecord.Builder record =
                        RawRecord.builder(prefix.at(i), Instant.EPOCH).bytes(text.getBytes(UTF_8));
                records.add(
                        text.startsWith("damaged")
                                ? record.damaged("too long")
                                : text.startsWith("empty") ? record.empty("tombstone") : record.build());
            }
            return RecordBatch.of(Position.of(partition, "v1:" + to), records);
        }

        @Override
        public void commit(Collection<Position> durable) throws IOException {
            enter();
            try {
                onCommit.run(this);
                remember(durable);
            } catch (InterruptedException e) {
                throw new IOException(e);
            } finally {
                leave();
            }
        }

        void remember(Collection<Position> durable) {
            if (!remembering.getAsBoolean()) {
                return;
            }
            commits.add(durable);
            commitTimes.add(System.nanoTime());
            for (Position position : durable) {
                if (!next.containsKey(position.partition())) {
                    violations.add("commit of " + position + ", which the reader does not hold");
                }
                committed.put(
                        position.partition(), Integer.parseInt(position.token().substring(3)));
            }
        }

        @Override
        public void keepAlive() throws IOException {
            enter();
            try {
                keepAlives.add(System.nanoTime());
                onKeepAlive.run(this);
            } catch (InterruptedException e) {
                throw new IOException(e);
            } finally {
                leave();
            }
        }

        @Override
        public void handOver(Set<String> wanted) {
            enter();
            try {
                if (!next.keySet().containsAll(wanted)) {
                    violations.add("asked to hand over " + wanted + " but holds " + next.keySet());
                }
                onHandOver.accept(this, wanted);
            } finally {
                leave();
            }
        }

        @Override
        public boolean isExhausted() {
            return !endless
                    && next.entrySet().stream()
                            .allMatch(e ->
                                    e.getValue() >= partitions.get(e.getKey()).size());
        }

        @Override
        public void wakeUp() {
            wakeUps.release();
        }

        @Override
        public void close() throws IOException {
            enter();
            try {
                closed.incrementAndGet();
                onClose.run(this);
            } catch (InterruptedException e) {
                throw new IOException(e);
            } finally {
                leave();
            }
        }

        private void enter() {
            if (Thread.currentThread() != thread || !inside.compareAndSet(false, true)) {
                violations.add("called on " + Thread.currentThread() + " but opened on " + thread);
            }
        }

        private void leave() {
            inside.set(false);
        }
    }
}
