package io.crosslog.ocsf;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads numbers out of what logs hold for them: numbers, numbers as text, whole numbers written with a fraction of zeros. */
final class NumberText {

    private static final int LONGEST = 40;
    private static final int LONG_BITS = 63;
    private static final int PLAIN_DIGITS = 18;
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,30}(\\.0{1,9})?");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(\\d{1,30}(\\.\\d{0,30})?|\\.\\d{1,30})([eE][+-]?\\d{1,3})?");

    private NumberText() {}

    /** A whole number of 64 bits, or null. */
    static @Nullable Long wholeOf(Object value) {
        if (Numbers.isWhole(value)) {
            return Numbers.isLong(value) ? (Long) ((Number) value).longValue() : null;
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            boolean exact = Math.rint(number) == number && Math.abs(number) < 0x1p53;
            return exact ? (Long) (long) number : null;
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.precision() > LONGEST || Math.abs((long) decimal.scale()) > LONGEST
                    ? null
                    : whole(decimal.toPlainString());
        }
        return value instanceof CharSequence text ? whole(text.toString().strip()) : null;
    }

    private static @Nullable Long whole(String text) {
        if (isPlain(text)) {
            return Long.parseLong(text);
        }
        if (text.length() > LONGEST || !WHOLE.matcher(text).matches()) {
            return null;
        }
        int dot = text.indexOf('.');
        BigInteger number = new BigInteger(dot < 0 ? text : text.substring(0, dot));
        return number.bitLength() > LONG_BITS ? null : (Long) number.longValue();
    }

    /** Whether a text is the common case: digits alone, too few to overflow. */
    private static boolean isPlain(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return length > 0 && length <= PLAIN_DIGITS;
    }

    /** A finite number, or null. */
    static @Nullable Double floatOf(Object value) {
        double number;
        if (value instanceof Number n) {
            number = n.doubleValue();
        } else if (value instanceof CharSequence text && text.length() <= 2 * LONGEST) {
            String stripped = text.toString().strip();
            if (!DECIMAL.matcher(stripped).matches()) {
                return null;
            }
            number = Double.parseDouble(stripped);
        } else {
            return null;
        }
        return Double.isFinite(number) ? (Double) number : null;
    }

    /** True or false, or null: the words in any case, 1 and 0. */
    static @Nullable Boolean booleanOf(Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof CharSequence text) {
            String word = text.toString().strip();
            if (word.equalsIgnoreCase("true") || word.equals("1")) {
                return Boolean.TRUE;
            }
            return word.equalsIgnoreCase("false") || word.equals("0") ? Boolean.FALSE : null;
        }
        Long number = value instanceof Number ? wholeOf(value) : null;
        if (number == null || number < 0 || number > 1) {
            return null;
        }
        return number == 1;
    }
}
