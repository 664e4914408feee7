package io.crosslog.azure;

import io.crosslog.spi.DecodeException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/**
 * Reads one value that strict JSON refuses and writes what was meant as strict JSON.
 *
 * <p>It follows the value's structure and never replaces blindly: an apostrophe inside a value stays one. Where two
 * readings are possible, such as a quote that may end a string or belong to it, it gives up, and the part is rejected raw.
 * One pass, with bounded looks ahead. Confined to one thread; to be used once.
 */
final class TolerantJson {

    private static final int LONGEST_BARE = 1_000;

    private final byte[] bytes;
    private final int from;
    private final int end;
    private final int maxDepth;
    private final Bytes out;
    private final Set<Repair> repairs = EnumSet.noneOf(Repair.class);
    private final TolerantStrings strings;
    private int at;
    private int depth;

    TolerantJson(byte[] bytes, int from, int end, int maxDepth) {
        this.bytes = bytes;
        this.from = from;
        this.at = from;
        this.end = end;
        this.maxDepth = maxDepth;
        this.out = new Bytes(Math.min(end - from, 8 * 1024) + 64);
        this.strings = new TolerantStrings(bytes, end, out, repairs);
    }

    /** Index of the first byte that was not read. */
    int position() {
        return at;
    }

    /** How many bytes were looked at; more than were read if a string had no end. */
    int looked() {
        return Math.max(at - from, out.size());
    }

    Set<Repair> repairs() {
        return repairs;
    }

    /** The value that begins here, as strict JSON. */
    byte[] mend() throws DecodeException {
        value();
        return out.toArray();
    }

    private void value() throws DecodeException {
        skipSpace();
        if (at == end) {
            throw wrong("ends where a value was expected");
        }
        switch (bytes[at]) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> text();
            case '\'' -> at = strings.single(at, depth);
            case ',', '}', ']' -> throw wrong("has a bracket or comma where a value was expected");
            default -> bare();
        }
    }

    private void object() throws DecodeException {
        open('{');
        boolean first = true;
        while (true) {
            if (separator('}')) {
                return;
            }
            if (!first) {
                out.write(',');
            }
            first = false;
            at = strings.name(at);
            out.write(':');
            skipSpace();
            if (at == end || bytes[at] != ':') {
                throw wrong("has no colon after a name");
            }
            at++;
            memberValue();
        }
    }

    private void memberValue() throws DecodeException {
        skipSpace();
        if (at < end && (bytes[at] == ',' || bytes[at] == '}')) {
            repairs.add(Repair.MISSING_VALUE);
            out.ascii("null");
        } else {
            value();
        }
    }

    private void array() throws DecodeException {
        int text = blob();
        if (text > 0) {
            repairs.add(Repair.UNQUOTED_TEXT);
            out.quoted(bytes, at, text);
            at = text;
            return;
        }
        open('[');
        boolean first = true;
        while (true) {
            if (separator(']')) {
                return;
            }
            if (!first) {
                out.write(',');
            }
            first = false;
            value();
        }
    }

    /** Where text in brackets ends that is no list, such as {@code [ 227 B blob data ]}; 0 if this is a list. */
    private int blob() {
        boolean words = false;
        int limit = Math.min(end, at + LONGEST_BARE);
        for (int i = at + 1; i < limit; i++) {
            byte b = bytes[i];
            if (b == ']') {
                return words ? i + 1 : 0;
            }
            if (b == '"' || b == '\'' || b == '{' || b == '}' || b == '[' || b == ',') {
                return 0;
            }
            words |= b == ' ' && isLetter(bytes[i - 1]);
        }
        return 0;
    }

    private void open(char bracket) throws DecodeException {
        if (depth == maxDepth) {
            throw wrong("has more than " + maxDepth + " objects and arrays open");
        }
        depth++;
        at++;
        out.write(bracket);
    }

    /** Passes over what stands between members; whether the object or array ended with it. */
    private boolean separator(char bracket) throws DecodeException {
        boolean opened = bytes[at - 1] == '{' || bytes[at - 1] == '[';
        int commas = 0;
        skipSpace();
        while (at < end && bytes[at] == ',') {
            commas++;
            at++;
            skipSpace();
        }
        if (at == end) {
            throw wrong("is cut off");
        }
        boolean closes = bytes[at] == bracket;
        if (commas > 1 || (closes && commas > 0)) {
            repairs.add(Repair.EXTRA_COMMA);
        }
        if (closes) {
            at++;
            depth--;
            out.write(bracket);
            return true;
        }
        if (commas == 0 && !opened) {
            throw wrong("has no comma where one was expected");
        }
        return false;
    }

    /** A string in double quotes, or JSON that was put between such quotes as it was. */
    private void text() throws DecodeException {
        if (at + 1 < end && (bytes[at + 1] == '{' || bytes[at + 1] == '[')) {
            int closing = strings.strictEnd(at);
            if (closing < 0 || !strings.endsValue(closing + 1)) {
                nested();
                return;
            }
        }
        at = strings.plain(at);
    }

    private void nested() throws DecodeException {
        at++;
        value();
        skipSpace();
        if (at == end || bytes[at] != '"' || !strings.endsValue(at + 1)) {
            throw wrong("has JSON in quotes that is not escaped and cannot be told from what surrounds it");
        }
        at++;
        repairs.add(Repair.UNESCAPED_JSON);
    }

    private void bare() throws DecodeException {
        int from = at;
        int limit = Math.min(end, from + LONGEST_BARE);
        int i = from;
        while (i < limit && !isDelimiter(bytes[i])) {
            if (bytes[i] == '"' || bytes[i] == '\'' || bytes[i] == '{' || bytes[i] == '[') {
                at = i;
                throw wrong("has quotes or brackets in text that is not quoted");
            }
            i++;
        }
        if (i == limit) {
            at = i;
            throw wrong("has text without quotes that does not end");
        }
        at = i;
        while (i > from && bytes[i - 1] <= ' ' && bytes[i - 1] >= 0) {
            i--;
        }
        String word = i - from > 64 ? "" : new String(bytes, from, i - from, StandardCharsets.UTF_8);
        switch (word) {
            case "true", "false", "null" -> out.ascii(word);
            case "True", "TRUE" -> literal("true");
            case "False", "FALSE" -> literal("false");
            case "None", "NULL", "Null", "undefined", "nil" -> literal("null");
            default -> {
                if (JsonNumbers.isNumber(bytes, from, i)) {
                    out.write(bytes, from, i - from);
                } else {
                    repairs.add(Repair.UNQUOTED_TEXT);
                    out.quoted(bytes, from, i);
                }
            }
        }
    }

    private void literal(String word) {
        repairs.add(Repair.FOREIGN_LITERAL);
        out.ascii(word);
    }

    private static boolean isDelimiter(byte b) {
        return b == ',' || b == '}' || b == ']' || b == '\n' || b == '\r';
    }

    private static boolean isLetter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }

    private void skipSpace() {
        at = strings.skipSpace(at);
    }

    private DecodeException wrong(String what) {
        return new DecodeException("a part that is not JSON " + what);
    }
}
