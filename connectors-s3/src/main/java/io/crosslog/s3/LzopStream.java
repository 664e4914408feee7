package io.crosslog.s3;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lzo.LzoDecompressor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Checksum;

/**
 * Expands what {@code lzop} writes: a header and blocks of LZO1X, each handed out only after its checksums were found right;
 * several such files one after another too. The container is read here, as lzop 1.04 writes it; the blocks by aircompressor.
 * Confined to one thread.
 */
final class LzopStream extends InputStream {

    /** lzop's own blocks are of 256 KiB. */
    private static final int LARGEST = 8 << 20;

    /** What every file begins with. */
    private static final byte[] START = {(byte) 0x89, 'L', 'Z', 'O', 0, '\r', '\n', 0x1a, '\n'};

    private static final String HEADER = "an lzop header";
    private static final String BLOCK = "an lzop block";

    private static final long ADLER_PLAIN = 0x1;
    private static final long ADLER_STORED = 0x2;
    private static final long EXTRA = 0x40;
    private static final long CRC_PLAIN = 0x100;
    private static final long CRC_STORED = 0x200;
    private static final long FILTER = 0x800;
    private static final long CRC_HEADER = 0x1000;

    private final StoredBytes in;
    private final LzoDecompressor blocks = new LzoDecompressor();
    private byte[] stored = {};
    private byte[] plain = {};
    private int next;
    private int end;
    private boolean inFile;
    private long flags;

    LzopStream(StoredBytes in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (next == end) {
            if (!inFile) {
                if (!in.fill()) {
                    return -1;
                }
                header();
                inFile = true;
            }
            inFile = block();
        }
        int count = Math.min(length, end - next);
        System.arraycopy(plain, next, bytes, offset, count);
        next += count;
        return count;
    }

    private void header() throws IOException {
        byte[] magic = new byte[START.length];
        in.need(magic, magic.length, HEADER);
        if (!Arrays.equals(magic, START)) {
            throw new DamagedContentException("what follows the end of an lzop file is not another");
        }
        byte[] fixed = new byte[25];
        in.need(fixed, fixed.length, HEADER);
        int version = (fixed[0] & 0xff) << 8 | fixed[1] & 0xff;
        int method = fixed[6];
        flags = unsigned(fixed, 8);
        if (version < 0x0940 || method < 1 || method > 3 || (flags & FILTER) != 0) {
            throw new DamagedContentException("an lzop header has version " + Integer.toHexString(version) + ", method "
                    + method + " and flags " + Long.toHexString(flags)
                    + "; known are versions from 940, methods 1 to 3 and no filter");
        }
        byte[] name = new byte[fixed[24] & 0xff];
        in.need(name, name.length, HEADER);
        Checksum sum = (flags & CRC_HEADER) != 0 ? new CRC32() : new Adler32();
        sum.update(fixed, 0, fixed.length);
        sum.update(name, 0, name.length);
        if (sum.getValue() != in.needInt(HEADER)) {
            throw new DamagedContentException("an lzop header does not match its checksum");
        }
        if ((flags & EXTRA) != 0) {
            long extra = in.needInt(HEADER) + 4;
            for (long i = 0; i < extra; i++) {
                in.need(HEADER);
            }
        }
    }

    /** Reads a block; false at the mark that ends a file. */
    private boolean block() throws IOException {
        long size = in.needInt(BLOCK);
        if (size == 0) {
            return false;
        }
        long length = in.needInt(BLOCK);
        if (size > LARGEST || length > size || length == 0) {
            throw new DamagedContentException("an lzop block is of " + length + " bytes and expands to " + size
                    + ", which cannot be or is more than the " + LARGEST + " it may");
        }
        long adlerPlain = (flags & ADLER_PLAIN) != 0 ? in.needInt(BLOCK) : -1;
        long crcPlain = (flags & CRC_PLAIN) != 0 ? in.needInt(BLOCK) : -1;
        boolean packed = length < size;
        long adlerStored = packed && (flags & ADLER_STORED) != 0 ? in.needInt(BLOCK) : -1;
        long crcStored = packed && (flags & CRC_STORED) != 0 ? in.needInt(BLOCK) : -1;
        plain = atLeast(plain, (int) size);
        if (packed) {
            stored = atLeast(stored, (int) length);
            in.need(stored, (int) length, BLOCK);
            check(new Adler32(), stored, (int) length, adlerStored);
            check(new CRC32(), stored, (int) length, crcStored);
            expand((int) length, (int) size);
        } else {
            in.need(plain, (int) size, BLOCK);
        }
        check(new Adler32(), plain, (int) size, adlerPlain);
        check(new CRC32(), plain, (int) size, crcPlain);
        next = 0;
        end = (int) size;
        return true;
    }

    private void expand(int length, int size) throws IOException {
        int count;
        try {
            count = blocks.decompress(stored, 0, length, plain, 0, size);
        } catch (MalformedInputException | IndexOutOfBoundsException e) {
            throw new DamagedContentException("an lzop block is corrupt (" + e.getMessage() + ")", e);
        }
        if (count != size) {
            throw new DamagedContentException("an lzop block expands to " + count + " bytes and not to " + size);
        }
    }

    private static void check(Checksum sum, byte[] bytes, int length, long expected) throws IOException {
        if (expected >= 0) {
            sum.update(bytes, 0, length);
            if (sum.getValue() != expected) {
                throw new DamagedContentException("an lzop block does not match its checksum");
            }
        }
    }

    private static byte[] atLeast(byte[] bytes, int length) {
        return bytes.length >= length ? bytes : new byte[length];
    }

    private static long unsigned(byte[] bytes, int at) {
        return (bytes[at] & 0xffL) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
