package io.crosslog.s3;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for bytes, eight at a time. */
final class Scan {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long NEWLINES = '\n' * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long ESCAPES = '\\' * ONES;

    private Scan() {}

    /** {@return index of the first line feed, or {@code to}} */
    static int newline(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - 8; i += 8) {
            long found = zeros((long) EIGHT.get(bytes, i) ^ NEWLINES);
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (i < to && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    /** {@return index of the first quote or backslash, or {@code to}} */
    static int quoteOrEscape(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - 8; i += 8) {
            long word = (long) EIGHT.get(bytes, i);
            long found = zeros(word ^ QUOTES) | zeros(word ^ ESCAPES);
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (i < to && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Marks the lowest byte that is zero; what is marked above it may not be. */
    private static long zeros(long word) {
        return (word - ONES) & ~word & HIGHS;
    }
}
