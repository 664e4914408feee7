package io.crosslog.s3;

import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * What a store that leases and the engines of several processes are to their readers: a lane has one holder, batches count
 * only from it, and are saved at once. Safe for concurrent calls.
 */
final class SharedLanes {

    private final Map<String, Integer> holders = new TreeMap<>();
    private final Map<String, String> saved = new HashMap<>();
    private final List<String> records = new ArrayList<>();
    private final List<SourceEvent> reported = new ArrayList<>();
    private int claims;
    private Duration claiming = Duration.ZERO;
    private boolean away;

    /** What the reader of one process asks. */
    SourceContext process(int process, int index, int readers) {
        return new Context(process, index, readers);
    }

    /** Takes a batch that a process was handed; it counts if the lane is its own. */
    synchronized void take(int process, RecordBatch batch) {
        if (!Integer.valueOf(process).equals(holders.get(batch.partition()))) {
            return;
        }
        batch.records().forEach(record -> records.add(record.origin().toString()));
        saved.put(batch.partition(), batch.end().token());
    }

    /** {@return the origins of all records that counted} */
    synchronized List<String> records() {
        return List.copyOf(records);
    }

    synchronized Set<String> heldBy(int process) {
        Set<String> held = new HashSet<>();
        holders.forEach((lane, holder) -> {
            if (holder == process) {
                held.add(lane);
            }
        });
        return held;
    }

    /** Ends the leases of a process that died. */
    synchronized void expire(int process) {
        holders.values().removeIf(holder -> holder == process);
    }

    /** Lets the store fail from now on, or answer again. */
    synchronized void away(boolean isAway) {
        away = isAway;
    }

    /** Lets the store take so long for each claim from now on. */
    synchronized void claiming(Duration time) {
        claiming = time;
    }

    /** {@return how often a lane was asked for} */
    synchronized int claims() {
        return claims;
    }

    /** {@return what all processes reported} */
    synchronized List<SourceEvent> reported() {
        return List.copyOf(reported);
    }

    private synchronized void report(SourceEvent event) {
        reported.add(event);
    }

    private synchronized Optional<Position> claim(int process, String lane) throws IOException {
        if (away) {
            throw new IOException("the database is away");
        }
        claims++;
        LockSupport.parkNanos(claiming.toNanos());
        int holder = holders.computeIfAbsent(lane, l -> process);
        if (holder != process) {
            return Optional.empty();
        }
        String token = saved.get(lane);
        return Optional.of(token == null ? Position.start(lane) : Position.of(lane, token));
    }

    private synchronized void release(int process, Set<String> lanes) {
        lanes.forEach(lane -> holders.remove(lane, process));
    }

    private final class Context implements SourceContext {

        private final int process;
        private final int index;
        private final int readers;

        private Context(int process, int index, int readers) {
            this.process = process;
            this.index = index;
            this.readers = readers;
        }

        @Override
        public String pipeline() {
            return "shared";
        }

        @Override
        public int index() {
            return index;
        }

        @Override
        public int readers() {
            return readers;
        }

        @Override
        public long prefetchBytes() {
            return 256 << 10;
        }

        @Override
        public Optional<Position> claim(String partition) throws IOException {
            return SharedLanes.this.claim(process, partition);
        }

        @Override
        public Map<String, Position> release(Set<String> partitions, Duration max) {
            SharedLanes.this.release(process, partitions);
            return Map.of();
        }

        @Override
        public void lost(Set<String> partitions) {}

        @Override
        public void report(SourceEvent event) {
            SharedLanes.this.report(event);
        }
    }
}
