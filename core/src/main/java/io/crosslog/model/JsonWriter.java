package io.crosslog.model;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON as UTF-8 into a buffer of its own that grows; commas are put where they belong.
 *
 * <p>It trusts its caller to open and close what belongs together. Slices of existing JSON are copied as they are, which
 * is what makes it fast. Lone surrogates become U+FFFD; control characters, among them NUL, are escaped. Confined to one
 * thread.
 */
public final class JsonWriter {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private byte[] buffer;
    private int size;
    private boolean comma;

    /**
     * A writer.
     *
     * @param initialCapacity bytes to begin with
     */
    public JsonWriter(int initialCapacity) {
        buffer = new byte[Math.max(16, initialCapacity)];
    }

    /** {@return number of bytes written} */
    public int size() {
        return size;
    }

    /** {@return the buffer itself, of which the first {@link #size()} bytes are written; changed by the next call} */
    public byte[] buffer() {
        return buffer;
    }

    /** {@return a copy of what was written} */
    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    /**
     * Hands what was written to a stream.
     *
     * @param out the stream, not flushed
     * @throws IOException if the stream throws it
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(buffer, 0, size);
    }

    /**
     * Forgets what was written; the buffer is kept.
     *
     * @return this
     */
    public JsonWriter reset() {
        size = 0;
        comma = false;
        return this;
    }

    /**
     * Drops what was written after a point, for a caller that changed its mind about the last member.
     *
     * @param mark an earlier {@link #size()}
     * @param needsComma whether the next value at that point follows another one
     * @return this
     */
    public JsonWriter truncate(int mark, boolean needsComma) {
        if (mark > size) {
            throw new IllegalArgumentException("mark " + mark + " is beyond the " + size + " bytes written");
        }
        size = mark;
        comma = needsComma;
        return this;
    }

    /**
     * Ends a line of NDJSON, after a whole value.
     *
     * @return this, ready for the next line's value
     */
    public JsonWriter endLine() {
        put((byte) '\n');
        comma = false;
        return this;
    }

    /** {@return whether the next value follows another one in the same object or array} */
    public boolean needsComma() {
        return comma;
    }

    /** {@return this, with an object begun} */
    public JsonWriter beginObject() {
        separate();
        put((byte) '{');
        comma = false;
        return this;
    }

    /** {@return this, with the object ended} */
    public JsonWriter endObject() {
        put((byte) '}');
        comma = true;
        return this;
    }

    /** {@return this, with an array begun} */
    public JsonWriter beginArray() {
        separate();
        put((byte) '[');
        comma = false;
        return this;
    }

    /** {@return this, with the array ended} */
    public JsonWriter endArray() {
        put((byte) ']');
        comma = true;
        return this;
    }

    /**
     * Writes a member's name.
     *
     * @param name any text
     * @return this
     */
    public JsonWriter name(String name) {
        separate();
        put((byte) '"');
        chars(name);
        put((byte) '"');
        put((byte) ':');
        comma = false;
        return this;
    }

    /**
     * Writes text.
     *
     * @param value any text
     * @return this
     */
    public JsonWriter text(String value) {
        separate();
        put((byte) '"');
        chars(value);
        put((byte) '"');
        comma = true;
        return this;
    }

    /**
     * Writes text from bytes.
     *
     * @param bytes valid UTF-8
     * @param offset first byte
     * @param length number of bytes
     * @param escaped whether they are JSON string content already
     * @return this
     */
    public JsonWriter text(byte[] bytes, int offset, int length, boolean escaped) {
        separate();
        put((byte) '"');
        if (escaped) {
            raw(bytes, offset, length);
        } else {
            escape(bytes, offset, length);
        }
        put((byte) '"');
        comma = true;
        return this;
    }

    /**
     * Writes a number.
     *
     * @param value the number
     * @return this
     */
    public JsonWriter number(long value) {
        return literal(Long.toString(value));
    }

    /**
     * Writes a number; what JSON has no number for (infinities, NaN) becomes null.
     *
     * @param value the number
     * @return this
     */
    public JsonWriter number(double value) {
        return Double.isFinite(value) ? literal(Double.toString(value)) : nullValue();
    }

    /**
     * Writes true or false.
     *
     * @param value which
     * @return this
     */
    public JsonWriter bool(boolean value) {
        byte[] text = value ? TRUE : FALSE;
        return json(text, 0, text.length);
    }

    /** {@return this, with a null written} */
    public JsonWriter nullValue() {
        return json(NULL, 0, NULL.length);
    }

    /**
     * Writes a value that is JSON text already, on one line: line breaks and the indentation behind them are left out.
     *
     * @param bytes valid JSON in UTF-8
     * @param offset first byte
     * @param length number of bytes
     * @return this
     */
    public JsonWriter json(byte[] bytes, int offset, int length) {
        separate();
        oneLine(bytes, offset, length);
        comma = true;
        return this;
    }

    /**
     * Writes a field as {@link FieldVisitor} shows it, without its name.
     *
     * @param type what it holds
     * @param bytes array that holds the value
     * @param offset first byte
     * @param length number of bytes
     * @param escaped for text, whether it is JSON string content
     * @return this
     */
    public JsonWriter value(FieldType type, byte[] bytes, int offset, int length, boolean escaped) {
        return type == FieldType.STRING ? text(bytes, offset, length, escaped) : json(bytes, offset, length);
    }

    /**
     * Writes a Java value.
     *
     * @param value a {@link CharSequence}, {@link Number}, {@link Boolean}, {@link Map} with text keys, {@link Iterable}
     *     or null
     * @return this
     * @throws IllegalArgumentException if it is anything else
     */
    public JsonWriter value(@Nullable Object value) {
        if (value == null) {
            return nullValue();
        } else if (value instanceof CharSequence s) {
            return text(s.toString());
        } else if (value instanceof Boolean b) {
            return bool(b);
        } else if (value instanceof Double || value instanceof Float) {
            return number(((Number) value).doubleValue());
        } else if (value instanceof BigDecimal || value instanceof BigInteger) {
            return literal(value.toString());
        } else if (value instanceof Number n) {
            return number(n.longValue());
        } else if (value instanceof Map<?, ?> map) {
            beginObject();
            map.forEach((k, v) -> name(String.valueOf(k)).value(v));
            return endObject();
        } else if (value instanceof Iterable<?> items) {
            beginArray();
            items.forEach(this::value);
            return endArray();
        }
        throw new IllegalArgumentException(
                "no JSON form for a " + value.getClass().getName());
    }

    @Override
    public String toString() {
        return new String(buffer, 0, size, StandardCharsets.UTF_8);
    }

    private JsonWriter literal(String ascii) {
        separate();
        grow(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            buffer[size++] = (byte) ascii.charAt(i);
        }
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            put((byte) ',');
        }
    }

    private void chars(String s) {
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c < 0x80) {
                ascii((byte) c);
            } else if (c < 0x800) {
                grow(2);
                buffer[size++] = (byte) (0xC0 | (c >> 6));
                buffer[size++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < s.length()
                    && Character.isLowSurrogate(s.charAt(i + 1))) {
                int point = Character.toCodePoint(c, s.charAt(++i));
                grow(4);
                buffer[size++] = (byte) (0xF0 | (point >> 18));
                buffer[size++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                buffer[size++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                buffer[size++] = (byte) (0x80 | (point & 0x3F));
            } else {
                char safe = Character.isSurrogate(c) ? '\uFFFD' : c;
                grow(3);
                buffer[size++] = (byte) (0xE0 | (safe >> 12));
                buffer[size++] = (byte) (0x80 | ((safe >> 6) & 0x3F));
                buffer[size++] = (byte) (0x80 | (safe & 0x3F));
            }
        }
    }

    private void escape(byte[] bytes, int offset, int length) {
        int done = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            byte b = bytes[i];
            if (b == '"' || b == '\\' || (b >= 0 && b < 0x20)) {
                raw(bytes, done, i - done);
                ascii(b);
                done = i + 1;
            }
        }
        raw(bytes, done, end - done);
    }

    private void ascii(byte b) {
        if (b >= 0x20 && b != '"' && b != '\\') {
            put(b);
            return;
        }
        grow(6);
        buffer[size++] = '\\';
        switch (b) {
            case '"', '\\' -> buffer[size++] = b;
            case '\n' -> buffer[size++] = 'n';
            case '\r' -> buffer[size++] = 'r';
            case '\t' -> buffer[size++] = 't';
            case '\b' -> buffer[size++] = 'b';
            case '\f' -> buffer[size++] = 'f';
            default -> {
                buffer[size++] = 'u';
                buffer[size++] = '0';
                buffer[size++] = '0';
                buffer[size++] = HEX[b >> 4];
                buffer[size++] = HEX[b & 0xF];
            }
        }
    }

    /** Strings hold no line break of their own, so whatever is one stands between values. */
    private void oneLine(byte[] bytes, int offset, int length) {
        int done = offset;
        int end = offset + length;
        int i = offset;
        while (i < end) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                raw(bytes, done, i - done);
                do {
                    i++;
                } while (i < end && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\n' || bytes[i] == '\r'));
                done = i;
            } else {
                i++;
            }
        }
        raw(bytes, done, end - done);
    }

    private void raw(byte[] bytes, int offset, int length) {
        grow(length);
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
    }

    private void put(byte b) {
        grow(1);
        buffer[size++] = b;
    }

    private void grow(int more) {
        int needed = Math.addExact(size, more);
        if (needed > buffer.length) {
            buffer =
                    Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, 2L * buffer.length)));
        }
    }
}
