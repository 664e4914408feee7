package io.crosslog;

/**
 * The memory of decoded events that wait, for their branch or for the next attempt, as {@link Part#footprint()} weighs it;
 * it counts against the memory budget.
 * Guarded by the lock of {@code LaneTable}.
 */
final class HeldBytes {

    private final MemoryBudget.Member budget;
    private final long max;
    private long bytes;

    HeldBytes(MemoryBudget.Member budget, long bufferedBytes) {
        this.budget = budget;
        this.max = Math.max(1, bufferedBytes / 2);
    }

    void add(long more) {
        if (more > 0) {
            bytes += more;
            budget.add(more);
        }
    }

    /** Returns whether more may be decoded from now on, and not before. */
    boolean remove(long less) {
        boolean was = isFull();
        bytes -= less;
        budget.remove(less);
        return was && !isFull();
    }

    /** Whether so much waits that nothing more is to be decoded. */
    boolean isFull() {
        return bytes >= max;
    }
}
