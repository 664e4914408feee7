package io.crosslog;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes that failed and wait for their next attempt; their decoded events count against the memory budget. Guarded by
 * the lock of {@code Lanes}.
 */
final class ParkedWrites {

    private final long epoch = System.nanoTime();
    private final PriorityQueue<PendingWrite> writes =
            new PriorityQueue<>(Comparator.comparingLong(write -> write.dueAt() - this.epoch));
    private final MemoryBudget.Member budget;
    private final long maxBytes;
    private long bytes;

    ParkedWrites(MemoryBudget.Member budget, long bufferedBytes) {
        this.budget = budget;
        this.maxBytes = Math.max(1, bufferedBytes / 2);
    }

    void add(PendingWrite write) {
        writes.add(write);
        bytes += write.eventBytes();
        budget.add(write.eventBytes());
    }

    void remove(PendingWrite write) {
        writes.remove(write);
        bytes -= write.eventBytes();
        budget.remove(write.eventBytes());
    }

    /** The write whose next attempt is due first. */
    @Nullable PendingWrite first() {
        return writes.peek();
    }

    /** Whether so much waits that nothing more is to be decoded. */
    boolean isFull() {
        return bytes >= maxBytes;
    }

    void clear() {
        writes.clear();
    }
}
