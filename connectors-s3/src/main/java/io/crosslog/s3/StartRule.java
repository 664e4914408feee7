package io.crosslog.s3;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a source begins that has never read (rule R12). Immutable and thread-safe.
 *
 * @param isLatest whether at what appears from now on
 * @param time the time at which an object must have been modified or later; null for none
 */
record StartRule(boolean isLatest, @Nullable Instant time) {

    static final StartRule EARLIEST = new StartRule(false, null);
    static final StartRule LATEST = new StartRule(true, null);

    static StartRule at(Instant time) {
        return new StartRule(false, time);
    }

    /** The state of a lane that nothing was saved of. */
    LaneState state() {
        return LaneState.startingAt(time == null ? Long.MIN_VALUE : time.toEpochMilli());
    }
}
