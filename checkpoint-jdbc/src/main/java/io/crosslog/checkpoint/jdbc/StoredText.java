package io.crosslog.checkpoint.jdbc;

/**
 * Text as every database keeps it: PostgreSQL takes no NUL and no half of a surrogate pair, so these, and the backslash that
 * marks them, become {@code \}{@code uXXXX}.
 */
final class StoredText {

    private StoredText() {}

    static String of(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean half = Character.isSurrogate(c) && !isHalfOfPair(text, i);
            if (c == 0 || c == '\\' || half) {
                if (out == null) {
                    out = new StringBuilder(text.length() + 16).append(text, 0, i);
                }
                out.append(String.format("\\u%04x", (int) c));
            } else if (out != null) {
                out.append(c);
            }
        }
        return out == null ? text : out.toString();
    }

    static String read(String stored) {
        int escape = stored.indexOf('\\');
        if (escape < 0) {
            return stored;
        }
        StringBuilder out = new StringBuilder(stored.length());
        int from = 0;
        while (escape >= 0) {
            out.append(stored, from, escape).append((char) Integer.parseInt(stored, escape + 2, escape + 6, 16));
            from = escape + 6;
            escape = stored.indexOf('\\', from);
        }
        return out.append(stored, from, stored.length()).toString();
    }

    private static boolean isHalfOfPair(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
