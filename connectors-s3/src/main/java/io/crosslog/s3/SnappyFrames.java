package io.crosslog.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Expands framed snappy, after Google's {@code framing_format.txt}: chunks of at most 64 KiB, each handed out only after its
 * checksum was found right. Confined to one thread.
 */
final class SnappyFrames extends InputStream {

    private static final int COMPRESSED = 0;
    private static final int PLAIN = 1;
    private static final int FIRST_SKIPPABLE = 0x80;
    private static final int IDENTIFIER = 0xff;
    private static final int LARGEST = 1 << 16;
    private static final byte[] NAME = {'s', 'N', 'a', 'P', 'p', 'Y'};
    private static final String WHAT = "a snappy frame";

    private final StoredBytes in;
    private final SnappyBlock block;
    private final CRC32C checksum = new CRC32C();
    private final byte[] chunk = new byte[LARGEST];
    private int next;
    private int end;

    SnappyFrames(StoredBytes in) {
        this.in = in;
        this.block = new SnappyBlock(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (next == end) {
            if (!in.fill()) {
                return -1;
            }
            frame();
        }
        int count = Math.min(length, end - next);
        System.arraycopy(chunk, next, bytes, offset, count);
        next += count;
        return count;
    }

    private void frame() throws IOException {
        int type = in.need(WHAT);
        int length = in.need(WHAT) | in.need(WHAT) << 8 | in.need(WHAT) << 16;
        if (type == COMPRESSED || type == PLAIN) {
            data(type, length);
        } else if (type >= FIRST_SKIPPABLE) {
            skip(type, length);
        } else {
            throw new DamagedContentException("a snappy frame is of type " + type + ", which must not be skipped");
        }
    }

    private void data(int type, int length) throws IOException {
        if (length < 4 || type == PLAIN && length - 4 > LARGEST) {
            throw new DamagedContentException("a snappy frame is of " + length + " bytes, which it cannot be");
        }
        long expected = in.need(WHAT) | in.need(WHAT) << 8 | in.need(WHAT) << 16 | (long) in.need(WHAT) << 24;
        int count = 0;
        if (type == PLAIN) {
            count = length - 4;
            in.need(chunk, count, WHAT);
        } else {
            block.begin(length - 4, LARGEST);
            while (block.left() > 0) {
                count += block.read(chunk, count, LARGEST - count);
            }
        }
        checksum.reset();
        checksum.update(chunk, 0, count);
        long crc = checksum.getValue();
        long masked = ((crc >>> 15 | crc << 17) + 0xa282ead8L) & 0xffffffffL;
        if (masked != expected) {
            throw new DamagedContentException("a snappy frame does not match its checksum");
        }
        next = 0;
        end = count;
    }

    private void skip(int type, int length) throws IOException {
        byte[] name = new byte[type == IDENTIFIER ? NAME.length : 0];
        if (type == IDENTIFIER) {
            in.need(name, Math.min(length, name.length), WHAT);
            if (length != name.length || !Arrays.equals(name, NAME)) {
                throw new DamagedContentException("a snappy frame that should name the format does not");
            }
        }
        for (int i = name.length; i < length; i++) {
            in.need(WHAT);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
