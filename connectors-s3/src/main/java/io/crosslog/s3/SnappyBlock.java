package io.crosslog.s3;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Expands one block of snappy after another, each as a stream: libraries want a whole block in memory, and there are objects
 * that are one block of hundreds of megabytes. Written after Google's {@code format_description.txt}.
 *
 * <p>A copy may reach back {@value #REACH} bytes, twice what any encoder known does; one that reaches farther is damage, as
 * is all that does not fit. Confined to one thread.
 */
final class SnappyBlock {

    /** How far back a copy may reach; encoders work on pieces of 64 KiB. */
    static final int REACH = 1 << 17;

    private static final String WHAT = "a snappy block";

    private final StoredBytes in;
    private final byte[] window = new byte[2 * REACH];
    private int end;
    private long expanded;
    private long left;
    private long stored;
    private int literal;
    private int copy;
    private int distance;
    private @Nullable DamagedContentException damage;

    SnappyBlock(StoredBytes in) {
        this.in = in;
    }

    /**
     * Begins a block.
     *
     * @param length its bytes as stored, or {@link Long#MAX_VALUE} if only the object's end bounds it
     * @param most the most that it may expand to
     */
    void begin(long length, long most) throws IOException {
        stored = length;
        end = 0;
        expanded = 0;
        literal = 0;
        copy = 0;
        left = length();
        if (left > most) {
            throw new DamagedContentException(
                    "a snappy block says that it expands to " + left + " bytes, more than the " + most + " it may");
        }
        checkEnd();
    }

    /** {@return how many bytes the block has yet to give} */
    long left() {
        return left;
    }

    /** Reads some of the block's bytes, at least one while there are any left. */
    int read(byte[] bytes, int offset, int length) throws IOException {
        if (end == window.length) {
            System.arraycopy(window, end - REACH, window, 0, REACH);
            end = REACH;
        }
        int from = end;
        int to = from + (int) Math.min(Math.min(length, left), window.length - end);
        expand(from, to);
        System.arraycopy(window, from, bytes, offset, end - from);
        checkEnd();
        return end - from;
    }

    /** What comes before damage, or before a connection that may fail, goes out first. */
    private void expand(int from, int to) throws IOException {
        if (damage != null) {
            throw damage;
        }
        try {
            while (end < to && (end == from || literal > 0 || copy > 0 || in.buffered() > 0)) {
                step(to);
            }
        } catch (DamagedContentException e) {
            damage = e;
            if (end == from) {
                throw e;
            }
        }
    }

    private void step(int to) throws IOException {
        int before = end;
        if (literal > 0) {
            literal(to);
        } else if (copy > 0) {
            copy(to);
        } else {
            element();
        }
        expanded += end - before;
        left -= end - before;
    }

    private void checkEnd() throws DamagedContentException {
        if (left == 0 && stored > 0 && stored != Long.MAX_VALUE) {
            throw new DamagedContentException("a snappy block is " + stored + " bytes longer than what it holds");
        }
    }

    private void literal(int to) throws IOException {
        if (!in.fill()) {
            throw in.cutShort(WHAT);
        }
        int count = Math.min(Math.min(literal, to - end), in.buffered());
        System.arraycopy(in.buffer(), in.bufferedFrom(), window, end, count);
        in.take(count);
        end += count;
        literal -= count;
    }

    private void copy(int to) {
        int count = Math.min(copy, to - end);
        if (distance >= count) {
            System.arraycopy(window, end - distance, window, end, count);
        } else {
            for (int i = end; i < end + count; i++) {
                window[i] = window[i - distance];
            }
        }
        end += count;
        copy -= count;
    }

    private void element() throws IOException {
        int tag = need();
        switch (tag & 3) {
            case 0 -> {
                int size = tag >>> 2;
                long length = (size < 60 ? size : little(size - 59)) + 1L;
                if (length > left || length > stored) {
                    throw new DamagedContentException(
                            "a snappy block holds a literal of " + length + " bytes, more than there is room for");
                }
                literal = (int) length;
                if (stored != Long.MAX_VALUE) {
                    stored -= length;
                }
            }
            case 1 -> back(4 + (tag >>> 2 & 7), (tag >>> 5) << 8 | need());
            case 2 -> back(1 + (tag >>> 2), little(2));
            default -> back(1 + (tag >>> 2), little(4));
        }
    }

    private void back(int length, long offset) throws DamagedContentException {
        if (offset == 0 || offset > expanded || offset > REACH || length > left) {
            throw new DamagedContentException(
                    "a snappy block copies " + length + " bytes from " + offset + " back, where "
                            + (offset > REACH && offset <= expanded
                                    ? "no known encoder reaches"
                                    : "there are none or no room"));
        }
        distance = (int) offset;
        copy = length;
    }

    private long little(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) need() << 8 * i;
        }
        return value;
    }

    private long length() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int b = need();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw new DamagedContentException("a snappy block begins with no length");
    }

    private int need() throws IOException {
        if (stored == 0) {
            throw new DamagedContentException("a snappy block is shorter than what it should hold");
        }
        if (stored != Long.MAX_VALUE) {
            stored--;
        }
        return in.need(WHAT);
    }
}
