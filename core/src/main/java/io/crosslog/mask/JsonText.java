package io.crosslog.mask;

import io.crosslog.model.FieldVisitor;
import io.crosslog.model.JsonWriter;
import java.nio.charset.StandardCharsets;

/**
 * JSON text that is read from its beginning to its end, and what is written of it: every character that is no secret as it
 * stands. Confined to one thread; to be used once.
 */
final class JsonText {

    private final String text;
    private final StringBuilder out;
    private int at;

    JsonText(String text) {
        this.text = text;
        this.out = new StringBuilder(text.length());
    }

    /** Where an object seems to begin, from some place on; -1 if there is none. */
    static int object(String text, int from) {
        for (int i = text.indexOf('{', from); i >= 0; i = text.indexOf('{', i + 1)) {
            int next = i + 1;
            while (next < text.length() && next - i < 32 && text.charAt(next) <= ' ') {
                next++;
            }
            if (next < text.length() && text.charAt(next) == '"') {
                return i;
            }
        }
        return -1;
    }

    /** What a string reads, by what stands between its quotes. */
    static String unescaped(String content) {
        if (content.indexOf('\\') < 0) {
            return content;
        }
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return FieldVisitor.text(bytes, 0, bytes.length, true);
    }

    boolean isAtEnd() {
        return at >= text.length();
    }

    int at() {
        return at;
    }

    /** Goes back to where it was. */
    void back(int place) {
        at = place;
    }

    /** The next character. */
    char peek() {
        if (at >= text.length()) {
            throw new Broken();
        }
        return text.charAt(at);
    }

    /** Copies one character. */
    void copy() {
        out.append(peek());
        at++;
    }

    /** Copies the blanks. */
    void space() {
        int from = at;
        skipSpace();
        out.append(text, from, at);
    }

    /**
     * Copies what stands between two brackets; what is dropped goes with its comma.
     *
     * @param close the bracket at the end
     * @param part copies each of the members or elements
     * @return whether anything is left, or nothing was there
     */
    boolean parts(char close, Part part) {
        copy();
        space();
        int kept = 0;
        int i = 0;
        for (; peek() != close; i++) {
            int mark = out.length();
            String separator = i == 0 ? "" : separator();
            out.append(kept == 0 ? "" : separator);
            if (part.copy(i)) {
                kept++;
                space();
            } else {
                cut(mark);
                skipSpace();
            }
        }
        copy();
        return kept > 0 || i == 0;
    }

    private String separator() {
        if (peek() != ',') {
            throw new Broken();
        }
        int from = at++;
        skipSpace();
        return text.substring(from, at);
    }

    private void skipSpace() {
        while (at < text.length() && (text.charAt(at) <= ' ' || text.charAt(at) == '\uFEFF')) {
            at++;
        }
    }

    /** Copies the name of a member and what stands between it and its value; returns what it says. */
    String name() {
        if (peek() != '"') {
            throw new Broken();
        }
        int from = at;
        String name = string();
        writeRead(from);
        space();
        if (peek() != ':') {
            throw new Broken();
        }
        copy();
        space();
        return name;
    }

    /** Reads a string and returns what it says; one that is cut off ends with the text. */
    String string() {
        int from = at + 1;
        int end = from;
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        at = Math.min(text.length(), end + 1);
        return unescaped(text.substring(from, Math.min(text.length(), end)));
    }

    /** Reads what is no string, up to one of these characters. */
    String upTo(String ends) {
        int from = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    /** Copies up to where an object seems to begin, or all. */
    void copyToObject() {
        int next = object(text, at);
        int to = next < 0 ? text.length() : next;
        out.append(text, at, to);
        at = to;
    }

    /** Leaves stars in place of what was written from some place on, and of all that follows. */
    void cutOff(int from) {
        cut(from);
        out.append(Values.STARS);
        at = text.length();
    }

    /** Writes what was read from some place on. */
    void writeRead(int from) {
        out.append(text, from, at);
    }

    void write(String json) {
        out.append(json);
    }

    /** Writes a string. */
    void writeString(String content) {
        out.append(new JsonWriter(content.length() + 16).text(content));
    }

    int written() {
        return out.length();
    }

    String written(int from, int to) {
        return out.substring(from, to);
    }

    /** Forgets what was written from some place on. */
    void cut(int from) {
        out.setLength(from);
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /** Copies a member of an object or an element of a list. */
    interface Part {

        /**
         * Copies one.
         *
         * @param i how many were before it
         * @return whether anything is left of it
         */
        boolean copy(int i);
    }
}
