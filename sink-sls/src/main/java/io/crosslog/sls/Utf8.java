package io.crosslog.sls;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns the text of a field into what may stand in a value of the service: valid UTF-8 without JSON escapes and without
 * NUL, which is written as the six characters {@code \u0000}.
 */
final class Utf8 {

    /** Bits of {@link #scan}. */
    static final int BACKSLASH = 1;

    static final int NUL = 2;
    static final int NON_ASCII = 4;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final byte[] ESCAPED_NUL = "\\u0000".getBytes(StandardCharsets.US_ASCII);
    private static final int REPLACEMENT = 0xFFFD;

    private Utf8() {}

    /** What there is in the bytes, eight at a time: bits of {@link #BACKSLASH}, {@link #NUL} and {@link #NON_ASCII}. */
    static int scan(byte[] bytes, int offset, int length) {
        long high = 0;
        long nul = 0;
        long backslash = 0;
        int end = offset + length;
        int i = offset;
        for (; i + 8 <= end; i += 8) {
            long word = (long) WORDS.get(bytes, i);
            long noBackslash = word ^ (ONES * '\\');
            high |= word & HIGHS;
            nul |= word - ONES & ~word & HIGHS;
            backslash |= noBackslash - ONES & ~noBackslash & HIGHS;
        }
        for (; i < end; i++) {
            byte b = bytes[i];
            high |= b & 0x80;
            nul |= b == 0 ? 1 : 0;
            backslash |= b == '\\' ? 1 : 0;
        }
        return (backslash == 0 ? 0 : BACKSLASH) | (nul == 0 ? 0 : NUL) | (high == 0 ? 0 : NON_ASCII);
    }

    /** Whether the bytes are valid UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. */
    static boolean isValid(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end) {
            int b = bytes[i];
            if (b >= 0) {
                i++;
                continue;
            }
            int n = sequenceLength(bytes, i, end);
            if (n == 0) {
                return false;
            }
            i += n;
        }
        return true;
    }

    private static int sequenceLength(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xFF;
        int n = lead >= 0xC2 && lead <= 0xDF
                ? 2
                : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
        if (n == 0 || at + n > end) {
            return 0;
        }
        for (int i = 1; i < n; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = bytes[at + 1] & 0xFF;
        boolean wrong = lead == 0xE0 && second < 0xA0
                || lead == 0xED && second > 0x9F
                || lead == 0xF0 && second < 0x90
                || lead == 0xF4 && second > 0x8F;
        return wrong ? 0 : n;
    }

    /** The largest length up to {@code max} that does not end inside a character of valid UTF-8. */
    static int floor(byte[] bytes, int offset, int length, int max) {
        int n = Math.min(length, Math.max(0, max));
        while (n > 0 && n < length && (bytes[offset + n] & 0xC0) == 0x80) {
            n--;
        }
        return n;
    }

    /** The same bytes with U+FFFD in place of what is no UTF-8. */
    static byte[] repaired(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    /** Text cut to a number of bytes at the end of a character; lone surrogates become U+FFFD. */
    static byte[] cut(String text, int maxBytes) {
        byte[] bytes = encode(text);
        int n = floor(bytes, 0, bytes.length, maxBytes);
        return n == bytes.length ? bytes : Arrays.copyOf(bytes, n);
    }

    /** Text in UTF-8, with U+FFFD (not a question mark) in place of lone surrogates. */
    static byte[] encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return withoutLoneSurrogates(text).getBytes(StandardCharsets.UTF_8);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String withoutLoneSurrogates(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? REPLACEMENT : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    /** Appends text with NUL escaped and, if it is JSON string content, its escapes undone; the input is valid UTF-8. */
    static void appendPlain(byte[] bytes, int offset, int length, boolean escaped, Bytes out) {
        int end = offset + length;
        int run = offset;
        int i = offset;
        while (i < end) {
            byte b = bytes[i];
            if (b == 0) {
                out.put(bytes, run, i - run);
                out.put(ESCAPED_NUL);
                run = ++i;
            } else if (escaped && b == '\\' && i + 1 < end) {
                out.put(bytes, run, i - run);
                i = unescape(bytes, i, end, out);
                run = i;
            } else {
                i++;
            }
        }
        out.put(bytes, run, end - run);
    }

    /** Undoes the escape at a backslash and returns where to go on; what is no escape of JSON stays as it is. */
    private static int unescape(byte[] bytes, int at, int end, Bytes out) {
        byte e = bytes[at + 1];
        switch (e) {
            case '"', '\\', '/' -> out.put(e);
            case 'n' -> out.put('\n');
            case 'r' -> out.put('\r');
            case 't' -> out.put('\t');
            case 'b' -> out.put('\b');
            case 'f' -> out.put('\f');
            case 'u' -> {
                return unescapeUnicode(bytes, at, end, out);
            }
            default -> {
                out.put('\\');
                return at + 1;
            }
        }
        return at + 2;
    }

    private static int unescapeUnicode(byte[] bytes, int at, int end, Bytes out) {
        int c = hex(bytes, at + 2, end);
        if (c < 0) {
            out.put('\\');
            return at + 1;
        }
        int next = at + 6;
        if (c == 0) {
            out.put(ESCAPED_NUL);
            return next;
        }
        if (Character.isHighSurrogate((char) c)) {
            boolean escape = next + 1 < end && bytes[next] == '\\' && bytes[next + 1] == 'u';
            int low = escape ? hex(bytes, next + 2, end) : -1;
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                putCodePoint(Character.toCodePoint((char) c, (char) low), out);
                return next + 6;
            }
            c = REPLACEMENT;
        } else if (Character.isLowSurrogate((char) c)) {
            c = REPLACEMENT;
        }
        putCodePoint(c, out);
        return next;
    }

    private static int hex(byte[] bytes, int from, int end) {
        if (from + 4 > end) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = bytes[i] < 0 ? -1 : Character.digit((char) bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static void putCodePoint(int c, Bytes out) {
        if (c < 0x80) {
            out.put(c);
        } else if (c < 0x800) {
            out.put(0xC0 | c >> 6);
            out.put(0x80 | c & 0x3F);
        } else if (c < 0x10000) {
            out.put(0xE0 | c >> 12);
            out.put(0x80 | c >> 6 & 0x3F);
            out.put(0x80 | c & 0x3F);
        } else {
            out.put(0xF0 | c >> 18);
            out.put(0x80 | c >> 12 & 0x3F);
            out.put(0x80 | c >> 6 & 0x3F);
            out.put(0x80 | c & 0x3F);
        }
    }
}
