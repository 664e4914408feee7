package io.crosslog.sls;

import java.util.Arrays;

/**
 * The name of a member as its JSON has it, as the key of a map: one to keep, or a view of an event's bytes to look up with.
 * Names come from outside and can be made to share one hash; their order lets a {@link java.util.HashMap} find one among
 * thousands of those in a few steps. Confined to one thread.
 */
final class RawName implements Comparable<RawName> {

    private byte[] bytes = {};
    private int from;
    private int to;
    private int hash;

    /** Makes this a view; whoever keeps it gives it bytes of its own. */
    RawName of(byte[] array, int offset, int length) {
        bytes = array;
        from = offset;
        to = offset + length;
        int h = 1;
        for (int i = from; i < to; i++) {
            h = 31 * h + bytes[i];
        }
        hash = h;
        return this;
    }

    @Override
    public int compareTo(RawName other) {
        return Arrays.compare(bytes, from, to, other.bytes, other.from, other.to);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof RawName other
                && hash == other.hash
                && Arrays.equals(bytes, from, to, other.bytes, other.from, other.to);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
