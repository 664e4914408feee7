package io.crosslog.s3;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes rows as JSON objects of texts, into arrays that many of them share. Bytes that are no UTF-8 stay as they are, for
 * the decoder to repair and count. Confined to one thread.
 */
final class CsvObjects {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** The longest that one byte becomes. */
    private static final int LONGEST_ESCAPE = 6;

    private final byte[][] names;
    private final int namesLength;
    private byte[] out = {};
    private int end;

    CsvObjects(List<String> columns) {
        names = new byte[columns.size()][];
        int length = 0;
        for (int i = 0; i < names.length; i++) {
            names[i] = name(columns.get(i), i == 0 ? '{' : ',');
            length += names[i].length + 1;
        }
        namesLength = length + 1;
    }

    /** {@return names for all columns: one without a name is called by its number, and so is one whose name is taken} */
    static List<String> distinct(List<String> header) {
        Set<String> given = new HashSet<>(header);
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i).strip();
            String free = name.isEmpty() ? "column" + (i + 1) : name;
            while (names.contains(free) || !free.equals(name) && given.contains(free)) {
                free += "_" + (i + 1);
            }
            names.add(free);
        }
        return List.copyOf(names);
    }

    int columns() {
        return names.length;
    }

    /** A row as a record; it has as many fields as there are columns. */
    CutRecord write(long number, CsvRow row) {
        int most = namesLength + LONGEST_ESCAPE * row.to(row.fields() - 1);
        if (out.length - end < most) {
            out = new byte[Math.max(CutBuffer.CHUNK, most)];
            end = 0;
        }
        int start = end;
        for (int i = 0; i < names.length; i++) {
            System.arraycopy(names[i], 0, out, end, names[i].length);
            end += names[i].length;
            end = text(row.text(), row.from(i), row.to(i), out, end);
            out[end++] = '"';
        }
        out[end++] = '}';
        return new CutRecord(number, out, start, end - start, null);
    }

    private static byte[] name(String name, char before) {
        byte[] plain = name.getBytes(StandardCharsets.UTF_8);
        byte[] escaped = new byte[LONGEST_ESCAPE * plain.length];
        int length = text(plain, 0, plain.length, escaped, 0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(before);
        bytes.write('"');
        bytes.write(escaped, 0, length);
        bytes.writeBytes(new byte[] {'"', ':', '"'});
        return bytes.toByteArray();
    }

    /** Writes the inside of a JSON text; returns the index behind it. */
    private static int text(byte[] from, int start, int end, byte[] to, int at) {
        int next = at;
        for (int i = start; i < end; i++) {
            byte b = from[i];
            if (b == '"' || b == '\\') {
                to[next++] = '\\';
                to[next++] = b;
            } else if (b >= 0 && b < ' ') {
                to[next++] = '\\';
                to[next++] = 'u';
                to[next++] = '0';
                to[next++] = '0';
                to[next++] = HEX[b >> 4];
                to[next++] = HEX[b & 15];
            } else {
                to[next++] = b;
            }
        }
        return next;
    }
}
