package io.crosslog.normalize;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads numbers out of text at a bounded cost. */
final class Numbers {

    private static final int LONGEST = 64;
    private static final int LARGEST_EXPONENT = 400;

    private Numbers() {}

    /** The number that a text says; null if it says none, or one that no log has. */
    static @Nullable BigDecimal of(String text) {
        String number = text.strip();
        if (number.isEmpty() || number.length() > LONGEST) {
            return null;
        }
        try {
            BigDecimal value = new BigDecimal(number);
            return Math.abs((long) value.scale()) > LARGEST_EXPONENT ? null : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
