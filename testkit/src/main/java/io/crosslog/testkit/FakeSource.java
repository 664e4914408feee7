package io.crosslog.testkit;

import io.crosslog.model.Origin;
import io.crosslog.model.Position;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.Source;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A source for tests that plays a script: batches, failures, partitions given back or lost.
 *
 * <pre>{@code
 * FakeSource source = FakeSource.named("fake")
 *         .batch("p0", "first", "second")
 *         .fail(new IOException("down for a moment"))
 *         .batch("p0", "third")
 *         .lost("p0")                                   // unwritten batches of p0 come again
 *         .build();
 * }</pre>
 *
 * <p>It remembers committed positions over readers, as a Kafka group does, unless told to forget them; one reader plays the
 * script, further ones get nothing. After the script what is left of each partition follows, then the source is exhausted,
 * unless it is endless. Safe for concurrent calls.
 */
public final class FakeSource implements Source {

    private static final Duration RELEASE = Duration.ofSeconds(10);

    private final String name;
    private final boolean remembers;
    private final boolean endless;
    private final List<Step> script;
    private final Map<String, List<byte[]>> logs;
    private final Map<String, Position> committed = new TreeMap<>();
    private final Set<String> handedOver = new TreeSet<>();
    private int commits;
    private int keepAlives;
    private int opened;

    private FakeSource(Builder b) {
        name = b.name;
        remembers = b.remembers;
        endless = b.endless;
        script = List.copyOf(b.script);
        logs = new LinkedHashMap<>();
        b.logs.forEach((partition, log) -> logs.put(partition, List.copyOf(log)));
    }

    /**
     * Starts a script.
     *
     * @param name the source's name
     * @return a builder without steps
     */
    public static Builder named(String name) {
        return new Builder(name);
    }

    @Override
    public String name() {
        return name;
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
    public synchronized SourceReader open(SourceContext context) {
        opened++;
        return new Reader(context, context.index() == 0);
    }

    /** {@return the last committed position of each partition, by name} */
    public synchronized Map<String, Position> committed() {
        return new TreeMap<>(committed);
    }

    /** {@return how often {@code commit} was called} */
    public synchronized int commits() {
        return commits;
    }

    /** {@return how often {@code keepAlive} was called} */
    public synchronized int keepAlives() {
        return keepAlives;
    }

    /** {@return how many readers were opened} */
    public synchronized int opened() {
        return opened;
    }

    private synchronized void remember(Collection<Position> positions) {
        commits++;
        positions.forEach(p -> committed.put(p.partition(), p));
    }

    private synchronized Position remembered(Position claimed) {
        return claimed.isStart() && remembers ? committed.getOrDefault(claimed.partition(), claimed) : claimed;
    }

    /** {@return the partitions that readers were asked to hand over; they gave them back and read them no further} */
    public synchronized Set<String> handedOver() {
        return new TreeSet<>(handedOver);
    }

    private synchronized void handedOver(Set<String> partitions) {
        handedOver.addAll(partitions);
    }

    private synchronized void keptAlive() {
        keepAlives++;
    }

    /** One thing that happens at a poll; gives a batch, or nothing. */
    @FunctionalInterface
    private interface Step {
        Optional<RecordBatch> play(Reader reader) throws IOException;
    }

    private final class Reader implements SourceReader {

        private final SourceContext context;
        private final Deque<Step> steps;
        private final Map<String, Integer> next = new HashMap<>();
        private final Map<String, Origin.Prefix> origins = new HashMap<>();
        private final Semaphore wakeUps = new Semaphore(0);
        private final boolean plays;

        private Reader(SourceContext context, boolean plays) {
            this.context = context;
            this.plays = plays;
            this.steps = new ArrayDeque<>(plays ? script : List.of());
        }

        @Override
        public Optional<RecordBatch> poll(Duration maxWait) throws IOException, InterruptedException {
            Step step = steps.poll();
            if (step != null) {
                return step.play(this);
            }
            for (String partition : plays ? logs.keySet() : Set.<String>of()) {
                Optional<RecordBatch> rest = batch(partition, Integer.MAX_VALUE);
                if (rest.isPresent()) {
                    return rest;
                }
            }
            if (!isExhausted() && wakeUps.tryAcquire(maxWait.toMillis(), TimeUnit.MILLISECONDS)) {
                wakeUps.drainPermits();
            }
            return Optional.empty();
        }

        private Optional<RecordBatch> batch(String partition, int count) throws IOException {
            List<byte[]> log = logs.getOrDefault(partition, List.of());
            Integer known = next.get(partition);
            int from = known == null ? claim(partition, log.size()) : known;
            int to = (int) Math.min(log.size(), (long) from + count);
            next.put(partition, to);
            if (from >= to) {
                return Optional.empty();
            }
            Origin.Prefix origin = origins.computeIfAbsent(partition, p -> Origin.prefix(name, "fake://" + p + "@"));
            List<RawRecord> records = new ArrayList<>();
            for (int i = from; i < to; i++) {
                records.add(RawRecord.of(origin.at(i), log.get(i), Parsers.ARRIVAL));
            }
            return Optional.of(RecordBatch.of(Position.of(partition, "v1:" + to), records));
        }

        private int claim(String partition, int size) throws IOException {
            Optional<Position> claimed = context.claim(partition);
            if (claimed.isEmpty()) {
                return size;
            }
            Position from = remembered(claimed.get());
            return from.isStart() ? 0 : Integer.parseInt(from.token().substring(3));
        }

        private Optional<RecordBatch> release(String partition) {
            remember(context.release(Set.of(partition), RELEASE).values());
            next.remove(partition);
            return Optional.empty();
        }

        private Optional<RecordBatch> lose(String partition) {
            context.lost(Set.of(partition));
            next.remove(partition);
            return Optional.empty();
        }

        @Override
        public void commit(Collection<Position> durable) {
            remember(durable);
        }

        @Override
        public void keepAlive() {
            keptAlive();
        }

        @Override
        public void handOver(Set<String> partitions) {
            remember(context.release(partitions, RELEASE).values());
            partitions.forEach(partition ->
                    next.put(partition, logs.getOrDefault(partition, List.of()).size()));
            handedOver(partitions);
        }

        @Override
        public boolean isExhausted() {
            boolean left = plays
                    && logs.entrySet().stream()
                            .anyMatch(e -> next.getOrDefault(e.getKey(), 0)
                                    < e.getValue().size());
            return !endless && steps.isEmpty() && !left;
        }

        @Override
        public void wakeUp() {
            wakeUps.release();
        }

        @Override
        public void close() {
            steps.clear();
        }
    }

    /** Writes the script of a {@link FakeSource}. Confined to one thread. */
    public static final class Builder {

        private final String name;
        private final List<Step> script = new ArrayList<>();
        private final Map<String, List<byte[]>> logs = new LinkedHashMap<>();
        private boolean remembers = true;
        private boolean endless;

        private Builder(String name) {
            this.name = name;
        }

        /**
         * Adds records to a partition and a poll that hands them out as one batch.
         *
         * @param partition the partition
         * @param records their texts, as UTF-8
         * @return this
         */
        public Builder batch(String partition, String... records) {
            byte[][] bytes = new byte[records.length][];
            for (int i = 0; i < records.length; i++) {
                bytes[i] = records[i].getBytes(StandardCharsets.UTF_8);
            }
            return batch(partition, bytes);
        }

        /**
         * Adds records to a partition and a poll that hands them out as one batch.
         *
         * @param partition the partition
         * @param records their bytes
         * @return this
         */
        public Builder batch(String partition, byte[]... records) {
            logs.computeIfAbsent(partition, p -> new ArrayList<>()).addAll(List.of(records));
            script.add(reader -> reader.batch(partition, records.length));
            return this;
        }

        /**
         * Adds a poll that fails.
         *
         * @param failure what it throws, an {@link IOException}, {@link RuntimeException} or {@link Error}
         * @return this
         */
        public Builder fail(Throwable failure) {
            script.add(reader -> {
                if (failure instanceof IOException io) {
                    throw io;
                } else if (failure instanceof RuntimeException runtime) {
                    throw runtime;
                } else if (failure instanceof Error error) {
                    throw error;
                }
                throw new IllegalArgumentException("a reader may not throw a " + failure.getClass(), failure);
            });
            return this;
        }

        /**
         * Adds a poll that gives a partition back in good order; what was not written by then comes again.
         *
         * @param partition the partition
         * @return this
         */
        public Builder release(String partition) {
            script.add(reader -> reader.release(partition));
            return this;
        }

        /**
         * Adds a poll that finds a partition lost; what was not committed by then comes again.
         *
         * @param partition the partition
         * @return this
         */
        public Builder lost(String partition) {
            script.add(reader -> reader.lose(partition));
            return this;
        }

        /**
         * Makes the source forget what was committed, so that a pipeline needs a checkpoint store.
         *
         * @return this
         */
        public Builder forgetful() {
            remembers = false;
            return this;
        }

        /**
         * Makes the source go on without records after its script, instead of being exhausted.
         *
         * @return this
         */
        public Builder endless() {
            endless = true;
            return this;
        }

        /** {@return the source} */
        public FakeSource build() {
            return new FakeSource(this);
        }
    }
}
