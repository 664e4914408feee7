package io.crosslog.ocsf;

import java.math.BigDecimal;
import java.math.BigInteger;

/** What a Java number is in OCSF's eyes. */
final class Numbers {

    private static final int LONG_BITS = 63;

    private Numbers() {}

    /** Whether a value is an integer by its type; 1.0 is not. */
    static boolean isWhole(Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger;
    }

    /** Whether a value is an integer of 64 bits. */
    static boolean isLong(Object value) {
        return isWhole(value) && !(value instanceof BigInteger big && big.bitLength() > LONG_BITS);
    }

    /** Whether a value is an integer of 32 bits. */
    static boolean isInteger(Object value) {
        return isLong(value) && value instanceof Number n && n.longValue() == n.intValue();
    }

    /** Whether a value is a floating-point number that JSON can write. */
    static boolean isFloat(Object value) {
        return (value instanceof Double d && Double.isFinite(d))
                || (value instanceof Float f && Float.isFinite(f))
                || value instanceof BigDecimal;
    }
}
