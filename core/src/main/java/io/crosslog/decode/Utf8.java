package io.crosslog.decode;

import io.crosslog.model.RawRecord;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Output;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A record's text as valid UTF-8: the record's own bytes where they are that already, else a converted copy.
 *
 * <p>A byte order mark is dropped. What is not valid in the charset becomes U+FFFD and is counted as {@code invalid-utf8} or
 * {@code invalid-charset}. Immutable and thread-safe.
 */
public final class Utf8 {

    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] bytes;
    private final int offset;
    private final int length;

    private Utf8(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /**
     * The text of a record in UTF-8.
     *
     * @param record the record
     * @param out counts what had to be replaced
     * @return its text
     * @throws DecodeException if the text cannot be held in memory
     */
    public static Utf8 of(RawRecord record, Output out) throws DecodeException {
        return of(record, StandardCharsets.UTF_8, out);
    }

    /**
     * The text of a record in any charset.
     *
     * @param record the record
     * @param charset the charset of its bytes
     * @param out counts what had to be replaced
     * @return its text, in UTF-8
     * @throws DecodeException if the text cannot be held in memory
     */
    public static Utf8 of(RawRecord record, Charset charset, Output out) throws DecodeException {
        byte[] bytes = record.array();
        int from = record.offset();
        int length = record.length();
        if (charset.equals(StandardCharsets.UTF_8)) {
            int bom = hasBom(bytes, from, length) ? 3 : 0;
            from += bom;
            length -= bom;
            if (isValid(bytes, from, length)) {
                return new Utf8(bytes, from, length);
            }
            out.count("invalid-utf8");
        }
        if (length > Integer.MAX_VALUE / 3 - 8) {
            throw new DecodeException("the record is too large to be converted from " + charset);
        }
        String text = new String(bytes, from, length, charset);
        if (!charset.equals(StandardCharsets.UTF_8) && text.indexOf(REPLACEMENT) >= 0) {
            out.count("invalid-charset");
        }
        int skip = !text.isEmpty() && text.charAt(0) == '\uFEFF' ? 1 : 0;
        byte[] converted = text.substring(skip).getBytes(StandardCharsets.UTF_8);
        return new Utf8(converted, 0, converted.length);
    }

    /** {@return array that holds the text; read only} */
    public byte[] bytes() {
        return bytes;
    }

    /** {@return index of the first byte} */
    public int offset() {
        return offset;
    }

    /** {@return number of bytes} */
    public int length() {
        return length;
    }

    private static boolean hasBom(byte[] b, int from, int length) {
        return length >= 3 && b[from] == (byte) 0xEF && b[from + 1] == (byte) 0xBB && b[from + 2] == (byte) 0xBF;
    }

    /**
     * Whether bytes are valid UTF-8 as Unicode defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
     *
     * @param b the array
     * @param from index of the first byte
     * @param length number of bytes
     * @return whether they are
     */
    public static boolean isValid(byte[] b, int from, int length) {
        int end = from + length;
        int i = from;
        while (i < end) {
            int c = b[i];
            if (c >= 0) {
                i++;
                continue;
            }
            int n = sequence(b, i, end);
            if (n == 0) {
                return false;
            }
            i += n;
        }
        return true;
    }

    /** Length of the multi-byte sequence at i, or 0 if there is no valid one. */
    private static int sequence(byte[] b, int i, int end) {
        int lead = b[i] & 0xFF;
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        int n = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (i + n > end) {
            return 0;
        }
        int second = b[i + 1] & 0xFF;
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < low || second > high) {
            return 0;
        }
        for (int k = i + 2; k < i + n; k++) {
            if ((b[k] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return n;
    }
}
