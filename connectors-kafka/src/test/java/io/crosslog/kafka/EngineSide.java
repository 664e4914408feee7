package io.crosslog.kafka;

import io.crosslog.model.Position;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.Source;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceEvent;
import io.crosslog.spi.SourceReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** Drives one reader as the engine does, on the test's thread, and keeps what it gave and reported. */
final class EngineSide implements SourceContext, AutoCloseable {

    final List<RecordBatch> batches = new ArrayList<>();
    final List<SourceEvent> events = new CopyOnWriteArrayList<>();
    final List<Set<String>> released = new ArrayList<>();
    final List<Set<String>> lost = new ArrayList<>();
    final Map<String, Optional<Position>> claims = new HashMap<>();

    /** The end of the last batch of each partition: what a sink without faults makes durable at once. */
    final Map<String, Position> durable = new LinkedHashMap<>();

    SourceReader reader;
    boolean committing = true;
    long prefetch = 8 << 20;

    /** Why the last commit that failed did; it is tried again, as the engine does. */
    IOException lastRefusal;

    private long committed = System.nanoTime();

    static EngineSide open(Source source) throws IOException {
        return new EngineSide().started(source);
    }

    EngineSide started(Source source) throws IOException {
        reader = source.open(this);
        return this;
    }

    /** Polls until the condition holds; at most 30 seconds. */
    void pollUntil(String what, BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("polled 30 s in vain: " + what + "; got " + batches + " and " + events);
            }
            pollOnce();
        }
    }

    void pollOnce() throws Exception {
        Optional<RecordBatch> batch = reader.poll(Duration.ofMillis(100));
        if (batch.isPresent()) {
            batches.add(batch.get());
            durable.put(batch.get().partition(), batch.get().end());
        }
        if (committing && System.nanoTime() - committed > 200_000_000L) {
            try {
                commit();
            } catch (IOException e) {
                lastRefusal = e;
            }
        }
    }

    void commit() throws IOException {
        committed = System.nanoTime();
        reader.commit(List.copyOf(durable.values()));
    }

    List<RawRecord> records() {
        List<RawRecord> all = new ArrayList<>();
        batches.forEach(batch -> all.addAll(batch.records()));
        return all;
    }

    List<String> texts() {
        return records().stream()
                .map(record -> new String(record.copyBytes(), StandardCharsets.UTF_8))
                .toList();
    }

    <E extends SourceEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public String pipeline() {
        return "test";
    }

    @Override
    public int index() {
        return 0;
    }

    @Override
    public int readers() {
        return 1;
    }

    @Override
    public long prefetchBytes() {
        return prefetch;
    }

    @Override
    public Optional<Position> claim(String partition) {
        return claims.getOrDefault(partition, Optional.of(Position.start(partition)));
    }

    @Override
    public Map<String, Position> release(Set<String> partitions, Duration max) {
        released.add(partitions);
        Map<String, Position> positions = new HashMap<>();
        partitions.forEach(name -> {
            Position position = durable.remove(name);
            if (position != null) {
                positions.put(name, position);
            }
        });
        return positions;
    }

    @Override
    public void lost(Set<String> partitions) {
        lost.add(partitions);
        durable.keySet().removeAll(partitions);
    }

    @Override
    public void report(SourceEvent event) {
        events.add(event);
    }

    /** Ends the reader as a drained pipeline does. */
    @Override
    public void close() throws IOException {
        try {
            reader.commit(List.copyOf(durable.values()));
        } catch (IOException e) {
            lastRefusal = e;
        } finally {
            reader.close();
        }
    }

    /** Ends the reader as a crash does: nothing more is committed. */
    void crash() throws IOException {
        durable.clear();
        reader.close();
    }
}
