package io.crosslog.testkit;

import io.crosslog.model.Position;
import io.crosslog.spi.SinkContext;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a reader or writer asks of the engine, for tests that call one without a pipeline: it gives saved positions, takes
 * everything back at once, and keeps what is reported and counted.
 *
 * <p>Safe for concurrent calls.
 */
public final class FakeContext implements SourceContext, SinkContext {

    private final Map<String, Position> saved = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final List<SourceEvent> reported = new ArrayList<>();
    private final Map<String, Long> counted = new TreeMap<>();
    private long raw;
    private long compressed;

    private FakeContext() {}

    /** {@return a context of a pipeline named {@code test} with one reader, 16 MiB of prefetch and nothing saved} */
    public static FakeContext create() {
        return new FakeContext();
    }

    /**
     * Saves a position, for claims from now on.
     *
     * @param position the position
     * @return this
     */
    public synchronized FakeContext saved(Position position) {
        saved.put(position.partition(), position);
        return this;
    }

    /**
     * Says from now on that somebody else holds a partition.
     *
     * @param partition the partition
     * @return this
     */
    public synchronized FakeContext heldElsewhere(String partition) {
        refused.add(partition);
        return this;
    }

    /** {@return what was reported, in order} */
    public synchronized List<SourceEvent> reported() {
        return List.copyOf(reported);
    }

    /** {@return what was counted, by name} */
    public synchronized Map<String, Long> counted() {
        return Map.copyOf(counted);
    }

    /** {@return bytes sent before compression} */
    public synchronized long sentRaw() {
        return raw;
    }

    /** {@return bytes sent on the wire} */
    public synchronized long sentCompressed() {
        return compressed;
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
        return 16 << 20;
    }

    @Override
    public synchronized Optional<Position> claim(String partition) {
        return refused.contains(partition)
                ? Optional.empty()
                : Optional.of(saved.getOrDefault(partition, Position.start(partition)));
    }

    @Override
    public synchronized Map<String, Position> release(Set<String> partitions, Duration max) {
        Map<String, Position> released = new HashMap<>(saved);
        released.keySet().retainAll(partitions);
        return released;
    }

    @Override
    public void lost(Set<String> partitions) {}

    @Override
    public synchronized void report(SourceEvent event) {
        reported.add(event);
    }

    @Override
    public synchronized void sent(long rawBytes, long compressedBytes) {
        raw += rawBytes;
        compressed += compressedBytes;
    }

    @Override
    public synchronized void count(String name) {
        counted.merge(name, 1L, Long::sum);
    }
}
