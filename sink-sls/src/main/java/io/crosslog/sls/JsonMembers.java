package io.crosslog.sls;

import io.crosslog.model.FieldType;

/**
 * Walks over the members of a JSON object in a slice of bytes, without a tree and without strings. Confined to one thread.
 *
 * <pre>{@code
 * JsonMembers members = new JsonMembers(bytes, offset, length);
 * while (members.next()) { … }
 * if (members.isBroken()) { … }
 * }</pre>
 */
final class JsonMembers {

    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean first = true;
    private boolean done;
    private boolean broken;

    private int nameStart;
    private int nameEnd;
    private int valueStart;
    private int valueEnd;

    JsonMembers(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.end = offset + length;
        this.at = offset;
        skipSpace();
        if (at == end || bytes[at] != '{') {
            fail();
        } else {
            at++;
        }
    }

    /** Goes to the next member; false at the end of the object, or when what follows is no JSON. */
    boolean next() {
        if (done) {
            return false;
        }
        skipSpace();
        if (at < end && bytes[at] == '}') {
            done = true;
            at++;
            skipSpace();
            broken = at != end;
            return false;
        }
        if (!first && !consume(',')) {
            return fail();
        }
        first = false;
        skipSpace();
        if (at == end || bytes[at] != '"') {
            return fail();
        }
        nameStart = at + 1;
        at = stringEnd(at);
        nameEnd = at - 1;
        if (at < 0 || !consume(':')) {
            return fail();
        }
        skipSpace();
        valueStart = at;
        at = at == end ? -1 : valueEnd(at);
        valueEnd = at;
        return at > valueStart || fail();
    }

    boolean isBroken() {
        return broken;
    }

    int nameOffset() {
        return nameStart;
    }

    int nameLength() {
        return nameEnd - nameStart;
    }

    FieldType type() {
        return switch (bytes[valueStart]) {
            case '"' -> FieldType.STRING;
            case '{' -> FieldType.OBJECT;
            case '[' -> FieldType.ARRAY;
            case 't', 'f' -> FieldType.BOOLEAN;
            case 'n' -> FieldType.NULL;
            default -> FieldType.NUMBER;
        };
    }

    /** First byte of the value, of a text the one after its quote. */
    int valueOffset() {
        return bytes[valueStart] == '"' ? valueStart + 1 : valueStart;
    }

    int valueLength() {
        return bytes[valueStart] == '"' ? valueEnd - valueStart - 2 : valueEnd - valueStart;
    }

    private boolean fail() {
        done = true;
        broken = true;
        return false;
    }

    private boolean consume(char c) {
        skipSpace();
        if (at < end && bytes[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }

    /** Index after the closing quote, or -1. */
    private int stringEnd(int quote) {
        for (int i = quote + 1; i < end; i++) {
            if (bytes[i] == '\\') {
                i++;
            } else if (bytes[i] == '"') {
                return i + 1;
            }
        }
        return -1;
    }

    private int valueEnd(int from) {
        byte b = bytes[from];
        if (b == '"') {
            return stringEnd(from);
        }
        return b == '{' || b == '[' ? containerEnd(from) : literalEnd(from);
    }

    private int containerEnd(int from) {
        int depth = 0;
        int i = from;
        while (i >= 0 && i < end) {
            switch (bytes[i]) {
                case '"' -> i = stringEnd(i);
                case '{', '[' -> {
                    depth++;
                    i++;
                }
                case '}', ']' -> {
                    i++;
                    if (--depth == 0) {
                        return i;
                    }
                }
                default -> i++;
            }
        }
        return -1;
    }

    private int literalEnd(int from) {
        int i = from;
        while (i < end && bytes[i] != ',' && bytes[i] != '}' && bytes[i] != ']' && bytes[i] > ' ' && bytes[i] != ':') {
            i++;
        }
        return i;
    }
}
