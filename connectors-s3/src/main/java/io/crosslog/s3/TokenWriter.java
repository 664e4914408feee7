package io.crosslog.s3;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Writes numbers and texts in few bytes, and a checksum behind them. Confined to one thread. */
final class TokenWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    /** A number, not negative as a rule: seven bits to a byte, the low ones first. */
    void number(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            bytes.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        bytes.write((int) left);
    }

    /** A number that may be negative. */
    void signed(long value) {
        number(value << 1 ^ value >> 63);
    }

    /** A number that uses all its bits. */
    void fixed(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes.write((int) (value >>> shift));
        }
    }

    void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        bytes.writeBytes(utf8);
    }

    /** {@return all that was written, and its checksum} */
    byte[] finish() {
        byte[] content = bytes.toByteArray();
        bytes.writeBytes(
                ByteBuffer.allocate(4).putInt(checksum(content, content.length)).array());
        return bytes.toByteArray();
    }

    static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
