package io.crosslog;

import java.util.BitSet;

/** Watches the outcomes of records for a {@link RejectionLimit}. Guarded by the lock of {@code Lanes}. */
final class RejectionRate {

    private final RejectionLimit limit;
    private final BitSet window;
    private long seen;
    private long rejected;
    private int rejectedInWindow;

    RejectionRate(RejectionLimit limit) {
        this.limit = limit;
        this.window = new BitSet(limit.window());
    }

    /** Whether nothing but rejections was seen so far: nobody knows yet that the decoder is the right one. */
    boolean onProbation() {
        return !limit.isOff() && rejected == seen && seen < limit.first();
    }

    /** Takes one more record's outcome; returns whether the limit is reached. */
    boolean reaches(boolean isRejected) {
        if (limit.isOff()) {
            return false;
        }
        int at = (int) (seen % limit.window());
        rejectedInWindow += (isRejected ? 1 : 0) - (window.get(at) ? 1 : 0);
        window.set(at, isRejected);
        seen++;
        rejected += isRejected ? 1 : 0;
        boolean allOfFirst = seen == limit.first() && rejected == seen;
        boolean shareOfWindow = seen >= limit.window() && rejectedInWindow >= limit.share() * limit.window();
        return isRejected && (allOfFirst || shareOfWindow);
    }

    String verdict() {
        return seen == rejected
                ? "all of the first " + seen + " records were rejected"
                : rejectedInWindow + " of the last " + limit.window() + " records were rejected";
    }
}
