package io.crosslog;

/**
 * When rejections stop a pipeline, so that a wrong decoder's work is not committed (rule R6). The standard rule: when all
 * of the first 1,000 records were rejected, and later when half of the last 10,000 were.
 *
 * <p>Immutable and thread-safe.
 */
public final class RejectionLimit {

    private final int first;
    private final int window;
    private final double share;

    private RejectionLimit(int first, int window, double share) {
        this.first = first;
        this.window = window;
        this.share = share;
    }

    /** {@return all of the first 1,000, later half of the last 10,000} */
    public static RejectionLimit standard() {
        return of(1_000, 10_000, 0.5);
    }

    /** {@return no limit: a pipeline may reject everything} */
    public static RejectionLimit off() {
        return new RejectionLimit(0, 0, 0);
    }

    /**
     * A rule of one's own.
     *
     * @param first how many records at the start must all be rejected to stop the pipeline, at least 1
     * @param window of how many records the share is taken later, from 1 to 1,000,000
     * @param share which share of them must be rejected to stop the pipeline, more than 0 and at most 1
     * @return the rule
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static RejectionLimit of(int first, int window, double share) {
        if (first < 1 || window < 1 || window > 1_000_000 || !(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "rejection limit was all of the first " + first + ", later " + share + " of the last " + window
                            + "; first must be at least 1, window 1 to 1,000,000, share above 0 up to 1");
        }
        return new RejectionLimit(first, window, share);
    }

    /** {@return whether there is no limit} */
    public boolean isOff() {
        return window == 0;
    }

    /** {@return how many records at the start must all be rejected} */
    public int first() {
        return first;
    }

    /** {@return of how many records the share is taken later} */
    public int window() {
        return window;
    }

    /** {@return which share of the window} */
    public double share() {
        return share;
    }

    @Override
    public String toString() {
        return isOff()
                ? "no rejection limit"
                : "stop at all of the first " + first + " or a share of " + share + " of the last " + window
                        + " records rejected";
    }
}
