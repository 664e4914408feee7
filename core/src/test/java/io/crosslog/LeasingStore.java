package io.crosslog;

import io.crosslog.model.Position;
import io.crosslog.spi.CheckpointStore;
import io.crosslog.spi.Checkpoints;
import io.crosslog.spi.StaleClaimException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Leases partitions one by one to several pipelines, and has those that hold all of them hand over what others ask for. */
final class LeasingStore implements CheckpointStore {

    /** What was done, in order: {@code save a v1:3}, {@code release a}. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    /** How often leases were renewed. */
    final AtomicInteger renewed = new AtomicInteger();

    private final Map<String, Position> saved = new HashMap<>();
    private final Map<String, Lease> holders = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private int failingReleases;

    /** What a claim does before the store answers. */
    volatile Runnable onClaim = () -> {};

    /** Has some further releases fail. */
    synchronized void failReleases(int count) {
        failingReleases = count;
    }

    synchronized boolean isHeld(String partition) {
        return holders.containsKey(partition);
    }

    synchronized Optional<Position> saved(String partition) {
        return Optional.ofNullable(saved.get(partition));
    }

    @Override
    public Checkpoints open(String pipeline, String source) {
        return new Lease();
    }

    private final class Lease implements Checkpoints {

        @Override
        public Optional<Position> claim(String partition) {
            onClaim.run();
            synchronized (LeasingStore.this) {
                if (holders.getOrDefault(partition, this) != this) {
                    asked.add(partition);
                    return Optional.empty();
                }
                holders.put(partition, this);
                asked.remove(partition);
                return Optional.of(saved.getOrDefault(partition, Position.start(partition)));
            }
        }

        @Override
        public void save(Collection<Position> positions) throws StaleClaimException {
            synchronized (LeasingStore.this) {
                Set<String> stale = new HashSet<>();
                for (Position position : positions) {
                    if (holders.get(position.partition()) == this) {
                        saved.put(position.partition(), position);
                        calls.add("save " + position.partition() + ' ' + position.token());
                    } else {
                        stale.add(position.partition());
                    }
                }
                if (!stale.isEmpty()) {
                    throw new StaleClaimException(stale);
                }
            }
        }

        @Override
        public void release(Set<String> partitions) throws IOException {
            synchronized (LeasingStore.this) {
                if (failingReleases > 0) {
                    failingReleases--;
                    throw new IOException("the store is away");
                }
                for (String partition : partitions) {
                    if (holders.remove(partition, this)) {
                        calls.add("release " + partition);
                    }
                }
            }
        }

        @Override
        public Set<String> renew() {
            renewed.incrementAndGet();
            return Set.of();
        }

        @Override
        public Set<String> wanted() {
            synchronized (LeasingStore.this) {
                Set<String> wanted = new HashSet<>(asked);
                wanted.removeIf(partition -> holders.get(partition) != this);
                return wanted;
            }
        }

        @Override
        public void close() {
            synchronized (LeasingStore.this) {
                holders.values().removeIf(holder -> holder == this);
            }
        }
    }
}
