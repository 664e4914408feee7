package io.crosslog.normalize;

import org.jspecify.annotations.Nullable;

/** What a {@link Conversion} made of a value. One is used again and again. Confined to one thread. */
final class Outcome {

    /** No offset is known. */
    static final int NO_OFFSET = Integer.MIN_VALUE;

    private @Nullable Object value;
    private boolean inexact;
    private boolean other;
    private boolean nothing;
    private int offsetMinutes = NO_OFFSET;

    void clear() {
        value = null;
        inexact = false;
        other = false;
        nothing = false;
        offsetMinutes = NO_OFFSET;
    }

    /** The value converted without loss. */
    void set(Object converted) {
        value = converted;
    }

    /** The value converted with some loss: the source is kept besides. */
    void setInexact(Object converted) {
        value = converted;
        inexact = true;
    }

    /** The value holds nothing of the kind, which is no failure. */
    void setNothing() {
        value = null;
        nothing = true;
    }

    /** The enum has no number for the value: it becomes 99 with the source's own word, unless another source knows better. */
    void setOther(Object converted) {
        value = converted;
        other = true;
    }

    /** A time, and how many minutes ahead of UTC the zone was that it was written in. */
    void setTime(long epochMillis, int minutes, boolean exact) {
        value = epochMillis;
        offsetMinutes = minutes;
        inexact = !exact;
    }

    /** The converted value; null if the conversion failed. */
    @Nullable Object value() {
        return value;
    }

    boolean isInexact() {
        return inexact;
    }

    boolean isNothing() {
        return nothing;
    }

    boolean isOther() {
        return other;
    }

    int offsetMinutes() {
        return offsetMinutes;
    }
}
