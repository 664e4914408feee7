package io.crosslog.s3;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The fields of one row of comma-separated values, unwrapped. Confined to one thread. */
final class CsvRow {

    private final CsvLayout layout;
    private byte[] text = new byte[1024];
    private int length;
    private int[] ends = new int[32];
    private int fields;

    CsvRow(CsvLayout layout) {
        this.layout = layout;
    }

    /** {@return how many fields the row has} */
    int fields() {
        return fields;
    }

    /** {@return the bytes of all fields, one after another} */
    byte[] text() {
        return text;
    }

    int from(int field) {
        return field == 0 ? 0 : ends[field - 1];
    }

    int to(int field) {
        return ends[field];
    }

    /**
     * Splits a row.
     *
     * @return what is wrong with it, or null
     */
    @Nullable String split(byte[] bytes, int from, int to) {
        length = 0;
        fields = 0;
        if (text.length < to - from) {
            text = new byte[Math.max(to - from, 2 * text.length)];
        }
        int i = from;
        while (true) {
            boolean quoted = i < to && bytes[i] == layout.quote();
            i = quoted ? quoted(bytes, i + 1, to) : plain(bytes, i, to);
            endField();
            if (i < 0) {
                return "the quote that column " + fields + " begins with is not closed";
            }
            if (i == to) {
                return null;
            }
            if (bytes[i] != layout.delimiter()) {
                return "in column " + fields + " text follows the closing quote";
            }
            i++;
        }
    }

    private int plain(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != layout.delimiter()) {
            if (bytes[i] == layout.escape() && i + 1 < to) {
                i++;
            }
            text[length++] = bytes[i++];
        }
        return i;
    }

    /** {@return index behind the closing quote, or -1 if there is none} */
    private int quoted(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == layout.escape() && i + 1 < to) {
                i++;
            } else if (b == layout.quote()) {
                if (i + 1 == to || bytes[i + 1] != layout.quote()) {
                    return i + 1;
                }
                i++;
            }
            text[length++] = bytes[i];
        }
        return -1;
    }

    private void endField() {
        if (fields == ends.length) {
            ends = Arrays.copyOf(ends, 2 * fields);
        }
        ends[fields++] = length;
    }
}
