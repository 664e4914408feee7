package io.crosslog.model;

/** Undoes the escapes of JSON string content. */
final class JsonText {

    private JsonText() {}

    /** The plain text; an escape that JSON does not know is kept as it stands, a lone surrogate becomes U+FFFD. */
    static String unescape(String s) {
        StringBuilder out = new StringBuilder(s.length());
        int i = 0;
        while (i < s.length()) {
            char c = s.charAt(i);
            if (c != '\\' || i + 1 == s.length()) {
                out.append(c);
                i++;
                continue;
            }
            char e = s.charAt(i + 1);
            i += 2;
            switch (e) {
                case '"', '\\', '/' -> out.append(e);
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'u' -> i += unicode(s, i, out);
                default -> out.append('\\').append(e);
            }
        }
        return withoutLoneSurrogates(out);
    }

    private static int unicode(String s, int at, StringBuilder out) {
        if (at + 4 > s.length()) {
            out.append("\\u");
            return 0;
        }
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(s.charAt(i), 16);
            if (digit < 0) {
                out.append("\\u");
                return 0;
            }
            value = (value << 4) | digit;
        }
        out.append((char) value);
        return 4;
    }

    private static String withoutLoneSurrogates(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                text.setCharAt(i, '\uFFFD');
            }
        }
        return text.toString();
    }
}
