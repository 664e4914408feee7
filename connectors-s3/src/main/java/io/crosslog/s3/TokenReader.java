package io.crosslog.s3;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a {@link TokenWriter} wrote; anything else is an {@link IllegalArgumentException} or a {@link
 * java.nio.BufferUnderflowException}. Confined to one thread.
 */
final class TokenReader {

    private final ByteBuffer bytes;

    TokenReader(byte[] all) {
        int length = all.length - 4;
        if (length < 0 || ByteBuffer.wrap(all, length, 4).getInt() != TokenWriter.checksum(all, length)) {
            throw new IllegalArgumentException("its checksum does not fit");
        }
        bytes = ByteBuffer.wrap(all, 0, length);
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = bytes.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number is too long");
    }

    long signed() {
        long value = number();
        return value >>> 1 ^ -(value & 1);
    }

    long fixed() {
        return bytes.getLong();
    }

    String text() {
        long length = number();
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException("a text is cut short");
        }
        byte[] utf8 = new byte[(int) length];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
