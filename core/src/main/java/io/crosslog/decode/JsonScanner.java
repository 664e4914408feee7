package io.crosslog.decode;

import io.crosslog.model.FieldType;
import io.crosslog.model.FieldVisitor;
import io.crosslog.spi.DecodeException;

/**
 * Walks over JSON (RFC 8259) and shows the members of objects and the elements of arrays as slices, without a tree and
 * without strings.
 *
 * <p>It is strict about structure, and forgiving in two points that real logs need: control characters that stand in a
 * string unescaped, and escapes of lone surrogates. It does not mend them itself: {@link JsonRepair} does, on a copy, when
 * {@link #needsRepair()} says so after a scan. Confined to one thread.
 */
public final class JsonScanner {

    /** As Jackson's default: what reads our output must not be asked for more. */
    private static final int MAX_NUMBER = 1_000;

    private final byte[] bytes;
    private final int start;
    private final int end;
    private final int maxDepth;
    private final JsonNames names;
    private int at;
    private int depth;
    private boolean escaped;
    private boolean needsRepair;

    /**
     * A scanner at the beginning of some JSON.
     *
     * @param bytes array that holds the JSON as valid UTF-8
     * @param offset index of the first byte
     * @param length number of bytes
     * @param maxDepth how many objects and arrays may be open at once
     * @param names turns the bytes of names into strings
     */
    public JsonScanner(byte[] bytes, int offset, int length, int maxDepth, JsonNames names) {
        this.bytes = bytes;
        this.start = offset;
        this.at = offset;
        this.end = offset + length;
        this.maxDepth = maxDepth;
        this.names = names;
    }

    /** {@return index in the array of the next byte to be looked at} */
    public int position() {
        return at;
    }

    /** {@return whether a string was seen that must be mended before it is handed on} */
    public boolean needsRepair() {
        return needsRepair;
    }

    /** {@return whether nothing but white space is left; the white space is passed over} */
    public boolean atEnd() {
        skipSpace();
        return at == end;
    }

    /**
     * What kind of value comes next.
     *
     * @return its kind
     * @throws DecodeException if no value comes next
     */
    public FieldType peek() throws DecodeException {
        skipSpace();
        if (at == end) {
            throw wrong("the JSON ends where a value was expected");
        }
        byte b = bytes[at];
        return switch (b) {
            case '{' -> FieldType.OBJECT;
            case '[' -> FieldType.ARRAY;
            case '"' -> FieldType.STRING;
            case 't', 'f' -> FieldType.BOOLEAN;
            case 'n' -> FieldType.NULL;
            default -> {
                if (b == '-' || (b >= '0' && b <= '9')) {
                    yield FieldType.NUMBER;
                }
                throw wrong("no JSON value begins here");
            }
        };
    }

    /**
     * Passes over an object and shows its members in order.
     *
     * @param visitor sees each member
     * @throws DecodeException if there is no valid object; some members may have been shown by then
     */
    public void object(FieldVisitor visitor) throws DecodeException {
        open('{');
        if (closes('}')) {
            return;
        }
        do {
            String name = name();
            member(name, visitor);
        } while (another('}'));
    }

    /**
     * Passes over an array and shows its elements in order, each under the empty name.
     *
     * @param visitor sees each element
     * @throws DecodeException if there is no valid array; some elements may have been shown by then
     */
    public void array(FieldVisitor visitor) throws DecodeException {
        open('[');
        if (closes(']')) {
            return;
        }
        do {
            member("", visitor);
        } while (another(']'));
    }

    /**
     * Passes over one value of any kind.
     *
     * @throws DecodeException if there is no valid value
     */
    public void skip() throws DecodeException {
        switch (peek()) {
            case OBJECT -> {
                open('{');
                if (!closes('}')) {
                    do {
                        skipName();
                        skip();
                    } while (another('}'));
                }
            }
            case ARRAY -> {
                open('[');
                if (!closes(']')) {
                    do {
                        skip();
                    } while (another(']'));
                }
            }
            case STRING -> string();
            case NUMBER -> number();
            case BOOLEAN -> literal(bytes[at] == 't' ? "true" : "false");
            case NULL -> literal("null");
        }
    }

    private void member(String name, FieldVisitor visitor) throws DecodeException {
        FieldType type = peek();
        int from = at;
        escaped = false;
        skip();
        boolean text = type == FieldType.STRING;
        int offset = text ? from + 1 : from;
        int length = text ? at - from - 2 : at - from;
        visitor.field(name, type, bytes, offset, length, text && escaped);
    }

    private String name() throws DecodeException {
        int from = at + 1;
        escaped = false;
        skipNameString();
        String name = names.text(bytes, from, at - 1 - from, escaped);
        colon();
        return name;
    }

    private void skipName() throws DecodeException {
        skipNameString();
        colon();
    }

    private void skipNameString() throws DecodeException {
        skipSpace();
        if (at == end || bytes[at] != '"') {
            throw wrong("a member's name was expected");
        }
        string();
    }

    private void colon() throws DecodeException {
        skipSpace();
        if (at == end || bytes[at] != ':') {
            throw wrong("a colon was expected");
        }
        at++;
    }

    private void open(char bracket) throws DecodeException {
        skipSpace();
        if (at == end || bytes[at] != bracket) {
            throw wrong("'" + bracket + "' was expected");
        }
        if (depth == maxDepth) {
            throw wrong("more than " + maxDepth + " objects and arrays are open");
        }
        depth++;
        at++;
    }

    /** Whether the object or array just opened ends at once; if it does not, a member's name or value comes next. */
    private boolean closes(char bracket) {
        skipSpace();
        if (at == end || bytes[at] != bracket) {
            return false;
        }
        at++;
        depth--;
        return true;
    }

    private boolean another(char bracket) throws DecodeException {
        skipSpace();
        if (at == end) {
            throw wrong("the JSON ends inside an " + (bracket == '}' ? "object" : "array"));
        }
        byte b = bytes[at];
        if (b == ',') {
            at++;
            skipSpace();
            return true;
        }
        if (b == bracket) {
            at++;
            depth--;
            return false;
        }
        throw wrong("a comma or '" + bracket + "' was expected");
    }

    private void string() throws DecodeException {
        int i = at + 1;
        while (i < end) {
            byte b = bytes[i];
            if (b == '"') {
                at = i + 1;
                return;
            }
            if (b == '\\') {
                escaped = true;
                i = escape(i);
            } else {
                if (b >= 0 && b < 0x20) {
                    needsRepair = true;
                }
                i++;
            }
        }
        at = end;
        throw wrong("the JSON ends inside a string");
    }

    private int escape(int i) throws DecodeException {
        if (i + 1 >= end) {
            at = end;
            throw wrong("the JSON ends inside a string");
        }
        switch (bytes[i + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return i + 2;
            }
            case 'u' -> {
                int unit = JsonEscapes.unit(bytes, i, end);
                if (unit < 0) {
                    at = i;
                    throw wrong("\\u is not followed by four hex digits");
                }
                if (!Character.isSurrogate((char) unit)) {
                    return i + 6;
                }
                if (JsonEscapes.isPair(bytes, i, end)) {
                    return i + 12;
                }
                needsRepair = true;
                return i + 6;
            }
            default -> {
                at = i;
                throw wrong("an escape that JSON does not know");
            }
        }
    }

    private void number() throws DecodeException {
        int from = at;
        if (bytes[at] == '-') {
            at++;
        }
        if (at < end && bytes[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (at < end && bytes[at] == '.') {
            at++;
            digits();
        }
        if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            digits();
        }
        if (at < end && isWord(bytes[at])) {
            throw wrong("a number that goes on as something else");
        }
        if (at - from > MAX_NUMBER) {
            throw wrong("a number of more than " + MAX_NUMBER + " digits");
        }
    }

    private void digits() throws DecodeException {
        int from = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw wrong("a digit was expected");
        }
    }

    private void literal(String word) throws DecodeException {
        int n = word.length();
        boolean same = at + n <= end;
        for (int i = 0; same && i < n; i++) {
            same = bytes[at + i] == word.charAt(i);
        }
        if (!same || (at + n < end && isWord(bytes[at + n]))) {
            throw wrong("'" + word + "' was expected");
        }
        at += n;
    }

    private static boolean isWord(byte b) {
        return (b >= '0' && b <= '9')
                || (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || b == '.'
                || b == '+'
                || b == '-'
                || b == '_'
                || b == '"';
    }

    private void skipSpace() {
        while (at < end) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return;
            }
            at++;
        }
    }

    private DecodeException wrong(String what) {
        return new DecodeException("not JSON: " + what + " (byte " + (at - start) + ")");
    }
}
