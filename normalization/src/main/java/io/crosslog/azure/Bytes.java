package io.crosslog.azure;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** JSON text under construction. Confined to one thread. */
final class Bytes {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final ByteArrayOutputStream out;

    Bytes(int size) {
        out = new ByteArrayOutputStream(size);
    }

    void write(int b) {
        out.write(b);
    }

    void write(byte[] bytes, int from, int length) {
        out.write(bytes, from, length);
    }

    void ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes text that holds no escapes as a string. */
    void quoted(byte[] bytes, int from, int to) {
        out.write('"');
        for (int i = from; i < to; i++) {
            character(bytes[i]);
        }
        out.write('"');
    }

    /** Writes one byte of a string's plain text. */
    void character(byte b) {
        if (b == '"' || b == '\\') {
            out.write('\\');
            out.write(b);
        } else if (b >= 0 && b < 0x20) {
            ascii("\\u00");
            out.write(HEX[b >> 4]);
            out.write(HEX[b & 15]);
        } else {
            out.write(b);
        }
    }

    int size() {
        return out.size();
    }

    byte[] toArray() {
        return out.toByteArray();
    }
}
