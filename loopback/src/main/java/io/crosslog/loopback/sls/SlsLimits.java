package io.crosslog.loopback.sls;

import java.time.Duration;
import java.util.Objects;

/**
 * What the endpoint lets through, as numbers. The service documents two generations of limits for one PutLogs request
 * (3 MB and 4,096 logs in older copies, 10 MB in newer ones), so both are here; what its documents say about keys and
 * times is stricter than what some users have seen, so those checks can be relaxed.
 *
 * <p>Sizes count bytes of UTF-8. Keys, topics and sources are at most 128 bytes in every setting.
 *
 * <p>Immutable and thread-safe.
 *
 * @param maxRawBytes largest LogGroup before compression, in bytes
 * @param maxLogs most logs in one request
 * @param maxValueBytes largest value of one field or tag
 * @param past how far before the server's clock a log's time may lie
 * @param future how far after the server's clock a log's time may lie
 * @param strictKeys whether a key must match {@code [A-Za-z_][A-Za-z0-9_]*}; when false, any characters will do
 * @param outOfRangeStatus HTTP status of the refusal of a time outside the window: documents name 400 and 499
 */
public record SlsLimits(
        int maxRawBytes,
        int maxLogs,
        int maxValueBytes,
        Duration past,
        Duration future,
        boolean strictKeys,
        int outOfRangeStatus) {

    /** Checks that every limit can be met by some request. */
    public SlsLimits {
        Objects.requireNonNull(past, "past");
        Objects.requireNonNull(future, "future");
        if (maxRawBytes <= 0 || maxLogs <= 0 || maxValueBytes <= 0 || past.isNegative() || future.isNegative()) {
            throw new IllegalArgumentException("Limits must be positive: " + maxRawBytes + " bytes, " + maxLogs
                    + " logs, values of " + maxValueBytes + " bytes, window -" + past + " to +" + future);
        }
    }

    /** The newer limits: 10 MB, 40,960 logs, values up to 1 MB, times from 168 hours ago to 15 minutes ahead. */
    public static SlsLimits current() {
        return new SlsLimits(10 << 20, 40_960, 1 << 20, Duration.ofDays(7), Duration.ofMinutes(15), true, 400);
    }

    /** The older limits, which every service of the kind accepts: 3 MB and 4,096 logs, else as {@link #current()}. */
    public static SlsLimits old() {
        return current().withRequestSize(3 << 20, 4_096);
    }

    /** The same limits with another request size. */
    public SlsLimits withRequestSize(int rawBytes, int logs) {
        return new SlsLimits(rawBytes, logs, maxValueBytes, past, future, strictKeys, outOfRangeStatus);
    }

    /** The same limits with another window for log times. */
    public SlsLimits withTimeWindow(Duration newPast, Duration newFuture) {
        return new SlsLimits(maxRawBytes, maxLogs, maxValueBytes, newPast, newFuture, strictKeys, outOfRangeStatus);
    }

    /** The same limits with any characters allowed in keys. */
    public SlsLimits withAnyKeyCharacters() {
        return new SlsLimits(maxRawBytes, maxLogs, maxValueBytes, past, future, false, outOfRangeStatus);
    }

    /** The same limits with another HTTP status for log times outside the window. */
    public SlsLimits withOutOfRangeStatus(int status) {
        return new SlsLimits(maxRawBytes, maxLogs, maxValueBytes, past, future, strictKeys, status);
    }
}
