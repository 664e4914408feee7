package io.crosslog.mask;

/** Reads escapes of URLs and of JSON in bytes, one at a time. */
final class Escapes {

    private Escapes() {}

    /** The character of an escape; -1 if none begins here. */
    static int code(byte[] bytes, int at, int end) {
        if (bytes[at] == '%') {
            return hex(bytes, at + 1, 2, end);
        }
        if (bytes[at] != '\\' || at + 1 >= end) {
            return -1;
        }
        byte c = bytes[at + 1];
        return c == 'u' ? hex(bytes, at + 2, 4, end) : c == 'x' ? hex(bytes, at + 2, 2, end) : -1;
    }

    /** Whether an escape may end here. */
    static boolean isEscape(byte[] bytes, int from, int end) {
        return end - 2 >= from && bytes[end - 2] == '\\'
                || end - 3 >= from && bytes[end - 3] == '%'
                || end - 4 >= from && bytes[end - 4] == '\\'
                || end - 6 >= from && bytes[end - 6] == '\\';
    }

    /** How many bytes the escape of a blank has that ends here; 0 if none does. */
    static int blankBefore(byte[] bytes, int from, int end) {
        byte last = bytes[end - 1];
        if (last == 't') {
            return end - 2 >= from && bytes[end - 2] == '\\' ? 2 : 0;
        } else if (last != '0' && last != '9') {
            return 0;
        }
        for (int width = 3; width <= 6 && end - width >= from; width++) {
            int code = code(bytes, end - width, end);
            if ((code == ' ' || code == '\t') && width(bytes, end - width) == width) {
                return width;
            }
        }
        return 0;
    }

    /** How many bytes an escape has. */
    static int width(byte[] bytes, int at) {
        return bytes[at] == '%' ? 3 : bytes[at + 1] == 'u' ? 6 : 4;
    }

    private static int hex(byte[] bytes, int from, int digits, int end) {
        if (from + digits > end) {
            return -1;
        }
        int code = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }
}
