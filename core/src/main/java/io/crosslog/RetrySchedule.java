package io.crosslog;

import io.crosslog.spi.BlockedException;
import java.io.IOException;
import java.time.Duration;

/** How long to wait before trying again: arithmetic only. Immutable and thread-safe. */
final class RetrySchedule {

    private final long minNanos;
    private final long maxNanos;
    private final long blockedNanos;

    RetrySchedule(Duration min, Duration max, Duration blockedBeat) {
        this.minNanos = min.toNanos();
        this.maxNanos = max.toNanos();
        this.blockedNanos = blockedBeat.toNanos();
    }

    /**
     * The delay after a failure.
     *
     * @param failure what failed
     * @param attempt how many attempts have failed in a row, from 1
     * @param random from 0 to below 1
     */
    long delayNanos(IOException failure, int attempt, double random) {
        if (failure instanceof BlockedException) {
            return blockedNanos;
        }
        int doublings = Math.min(attempt - 1, 62);
        long full = minNanos > maxNanos >> doublings ? maxNanos : minNanos << doublings;
        return Math.max(1, full - (long) (full / 2.0 * random));
    }
}
