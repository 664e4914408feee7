package io.crosslog.mask;

import java.util.List;

/**
 * A text as it reads when its escapes are undone, however often they were applied: percent signs of URLs, backslashes of
 * JSON and of programs, {@code \}{@code u003d} and {@code \x3d}, entities of XML; NULs are left out, so that UTF-16 reads too.
 * Each character knows where it stands in the text. Confined to one thread.
 */
final class TextView {

    private static final List<Entity> ENTITIES = List.of(Entity.values());

    private final String written;
    private final String text;
    private final char[] chars;
    private final int[] starts;
    private final byte[] percents;
    private final byte[] slashes;
    private int size;

    TextView(String written) {
        this.written = written;
        this.text = written.indexOf(0) < 0 ? written : written.replace("\0", "");
        int n = text.length();
        chars = new char[n];
        starts = new int[n + 1];
        percents = new byte[n];
        slashes = new byte[n];
        int at = 0;
        while (at < n) {
            char c = text.charAt(at);
            if (c == '%') {
                at = percent(at);
            } else if (c == '\\') {
                at = backslash(at);
            } else if (c == '&') {
                at = entity(at, at, 0);
            } else {
                add(c, at, 0, 0);
                at++;
            }
        }
        starts[size] = n;
        if (n < written.length()) {
            countZeros();
        }
    }

    /** Moves all places on by the zeros that were left out before them. */
    private void countZeros() {
        int character = 0;
        int next = 0;
        for (int i = 0; i < written.length(); i++) {
            if (written.charAt(i) != 0) {
                while (next < size && starts[next] == character) {
                    starts[next++] = i;
                }
                character++;
            }
        }
        starts[size] = written.length();
    }

    /** Whether a text may be JSON, by how it begins. */
    static boolean looksLikeJson(String text) {
        int i = 0;
        while (i < text.length() && (text.charAt(i) <= ' ' || text.charAt(i) == '\uFEFF')) {
            i++;
        }
        return i < text.length() && "{[\"".indexOf(text.charAt(i)) >= 0;
    }

    int size() {
        return size;
    }

    char at(int i) {
        return i < size && i >= 0 ? chars[i] : '\n';
    }

    /** Where a character begins in the text. */
    int start(int i) {
        return starts[i];
    }

    /** How often the character was escaped as those of URLs are. */
    int percents(int i) {
        return percents[i];
    }

    /** How many backslashes stand before the character, and how often it was escaped as those of XML are. */
    int slashes(int i) {
        return slashes[i];
    }

    /** The characters as they read. */
    String read(int from, int to) {
        return new String(chars, from, to - from);
    }

    /** What stands in the text. */
    String written(int from, int to) {
        return written.substring(starts[from], starts[to]);
    }

    /** Whether the characters from some place on are these. */
    boolean startsWith(String word, int from) {
        for (int i = 0; i < word.length(); i++) {
            if (at(from + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether no blank is in all the text. */
    boolean isWord() {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ') {
                return false;
            }
        }
        return true;
    }

    /** Reads an entity that may be escaped again, behind so many backslashes that began earlier. */
    private int entity(int from, int ampersand, int slash) {
        int at = ampersand + 1;
        int times = slash + 1;
        while (text.startsWith("amp;", at)) {
            at += 4;
            times++;
        }
        for (Entity entity : ENTITIES) {
            if (text.startsWith(entity.name, at)) {
                add(entity.c, from, 0, times);
                return at + entity.name.length();
            }
        }
        if (slash > 0) {
            add('\\', from, 0, 0);
        }
        add('&', slash > 0 ? ampersand : from, 0, 0);
        return at;
    }

    private int percent(int from) {
        int at = from + 1;
        int times = 1;
        while (text.startsWith("25", at)) {
            at += 2;
            times++;
        }
        int code = hex(at, 2);
        if (code < 0 || code >= 0x80) {
            add('%', from, 0, 0);
            return from + 1;
        }
        add((char) code, from, times, 0);
        return at + 2;
    }

    private int backslash(int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == '\\') {
            at++;
        }
        int times = at - from;
        char c = at < text.length() ? text.charAt(at) : 0;
        if (c == '&') {
            return entity(from, at, times);
        }
        int digits = c == 'u' ? 4 : c == 'x' ? 2 : 0;
        int code = digits == 0 ? -1 : hex(at + 1, digits);
        if (code > 0) {
            add((char) code, from, 0, times);
            return at + 1 + digits;
        } else if (c == '"' || c == '\'' || c == '/') {
            add(c, from, 0, times);
            return at + 1;
        } else if (c == 'n' || c == 'r' || c == 't') {
            add(c == 'n' ? '\n' : c == 'r' ? '\r' : '\t', from, 0, times);
            return at + 1;
        }
        add('\\', from, 0, 0);
        return at;
    }

    private void add(char c, int start, int percent, int slash) {
        chars[size] = c;
        starts[size] = start;
        percents[size] = (byte) Math.min(percent, Byte.MAX_VALUE);
        slashes[size] = (byte) Math.min(slash, Byte.MAX_VALUE);
        size++;
    }

    /** The number that some hexadecimal digits make; -1 if they are not all there. */
    private int hex(int from, int digits) {
        if (from + digits > text.length()) {
            return -1;
        }
        int code = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }

    /** What XML and HTML write for signs. */
    private enum Entity {
        QUOTE("quot;", '"'),
        APOSTROPHE("apos;", '\''),
        LESS("lt;", '<'),
        GREATER("gt;", '>'),
        QUOTE_34("#34;", '"'),
        QUOTE_X22("#x22;", '"'),
        APOSTROPHE_39("#39;", '\''),
        APOSTROPHE_X27("#x27;", '\''),
        LESS_60("#60;", '<'),
        GREATER_62("#62;", '>'),
        AMPERSAND_38("#38;", '&'),
        EQUALS_61("#61;", '='),
        EQUALS_X3D("#x3d;", '=');

        private final String name;
        private final char c;

        Entity(String name, char c) {
            this.name = name;
            this.c = c;
        }
    }
}
