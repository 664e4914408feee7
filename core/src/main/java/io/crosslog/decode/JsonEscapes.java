package io.crosslog.decode;

/** The escapes inside JSON strings. */
final class JsonEscapes {

    private JsonEscapes() {}

    /** The UTF-16 unit that the six bytes at {@code i}, a backslash and a u first, stand for; -1 if they do not. */
    static int unit(byte[] bytes, int i, int end) {
        if (i + 6 > end) {
            return -1;
        }
        int value = 0;
        for (int k = i + 2; k < i + 6; k++) {
            int digit = Character.digit(bytes[k], 16);
            if (digit < 0) {
                return -1;
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    /** Whether the escape at {@code i} is a high surrogate that an escaped low one follows. */
    static boolean isPair(byte[] bytes, int i, int end) {
        int high = unit(bytes, i, end);
        if (high < 0
                || !Character.isHighSurrogate((char) high)
                || i + 12 > end
                || bytes[i + 6] != '\\'
                || bytes[i + 7] != 'u') {
            return false;
        }
        int low = unit(bytes, i + 6, end);
        return low >= 0 && Character.isLowSurrogate((char) low);
    }

    /** The plain text of string content that a scanner has found valid. */
    static String undo(String s) {
        StringBuilder out = new StringBuilder(s.length());
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char e = s.charAt(++i);
            switch (e) {
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'u' -> {
                    out.append((char) Integer.parseInt(s, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> out.append(e);
            }
        }
        return out.toString();
    }
}
