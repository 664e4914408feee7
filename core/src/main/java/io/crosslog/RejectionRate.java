package io.crosslog;

import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches the outcomes of records for a {@link RejectionLimit}. Guarded by the lock of {@code LaneTable}. */
final class RejectionRate {

    private final RejectionLimit limit;
    private final BitSet window;
    private long seen;
    private long rejected;
    private int rejectedInWindow;
    private @Nullable String verdict;

    RejectionRate(RejectionLimit limit) {
        this.limit = limit;
        this.window = new BitSet(limit.window());
    }

    /** Whether nothing but rejections was seen so far: nobody knows yet that the decoder is the right one. */
    boolean onProbation() {
        return !limit.isOff() && rejected == seen && seen < limit.first();
    }

    /** Takes one more record's outcome. */
    void add(boolean isRejected) {
        if (limit.isOff() || verdict != null) {
            return;
        }
        int at = (int) (seen % limit.window());
        rejectedInWindow += (isRejected ? 1 : 0) - (window.get(at) ? 1 : 0);
        window.set(at, isRejected);
        seen++;
        rejected += isRejected ? 1 : 0;
        if (isRejected && seen == limit.first() && rejected == seen) {
            verdict = "all of the first " + seen + " records were rejected";
        } else if (isRejected && seen >= limit.window() && rejectedInWindow >= limit.share() * limit.window()) {
            verdict = rejectedInWindow + " of the last " + limit.window() + " records were rejected";
        }
    }

    /** What is said once the limit is reached; nothing is to be committed from then on. */
    Optional<String> verdict() {
        return Optional.ofNullable(verdict);
    }
}
