package io.crosslog.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Expands gzip (RFC 1952): any number of members, and zeros behind the last, as tape-minded tools pad with. Anything else
 * behind a member is damage, where {@code GZIPInputStream} ends in silence; so is a wrong checksum or length. What was
 * expanded before the damage is handed out first. Confined to one thread.
 */
final class GzipStream extends InputStream {

    private static final int ENCRYPTED_OR_RESERVED = 0xe0;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int HEADER_CHECKSUM = 2;

    private final StoredBytes in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private int lent;
    private boolean inMember;
    private boolean ended;

    GzipStream(StoredBytes in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (!ended) {
            if (!inMember) {
                inMember = header();
                ended = !inMember;
                continue;
            }
            int count = inflate(bytes, offset, length);
            if (count > 0) {
                checksum.update(bytes, offset, count);
                return count;
            }
            if (inflater.finished()) {
                taken();
                trailer();
                inMember = false;
            } else if (inflater.needsDictionary()) {
                throw new DamagedContentException("the gzip data asks for a dictionary, which gzip has not");
            } else if (inflater.needsInput()) {
                taken();
                if (!in.fill()) {
                    throw in.cutShort("a gzip member");
                }
                lent = in.buffered();
                inflater.setInput(in.buffer(), in.bufferedFrom(), lent);
            }
        }
        return -1;
    }

    private int inflate(byte[] bytes, int offset, int length) throws IOException {
        long before = inflater.getBytesWritten();
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException e) {
            int count = (int) (inflater.getBytesWritten() - before);
            if (count > 0) {
                return count;
            }
            taken();
            throw new DamagedContentException("the gzip data is corrupt (" + e.getMessage() + ")", e);
        }
    }

    /** Passes over what the inflater has used up of the bytes that were lent to it. */
    private void taken() {
        in.take(lent - inflater.getRemaining());
        lent = inflater.getRemaining();
    }

    /** Reads a member's header; false at the end of the last. */
    private boolean header() throws IOException {
        boolean first = in.position() == 0;
        int magic = in.read();
        while (magic == 0 && !first) {
            magic = in.read();
        }
        if (magic < 0) {
            return false;
        }
        if (magic != 0x1f || in.read() != 0x8b) {
            throw new DamagedContentException("what follows a gzip member is neither another nor zeros");
        }
        int method = in.need("a gzip header");
        int flags = in.need("a gzip header");
        if (method != 8 || (flags & ENCRYPTED_OR_RESERVED) != 0) {
            throw new DamagedContentException("a gzip header has method " + method + " and flags " + flags
                    + ", of which none but method 8 and flags up to 31 are known");
        }
        for (int i = 0; i < 6; i++) {
            in.need("a gzip header");
        }
        if ((flags & EXTRA) != 0) {
            int extra = in.need("a gzip header") | in.need("a gzip header") << 8;
            for (int i = 0; i < extra; i++) {
                in.need("a gzip header");
            }
        }
        skipText(flags & NAME);
        skipText(flags & COMMENT);
        if ((flags & HEADER_CHECKSUM) != 0) {
            in.need("a gzip header");
            in.need("a gzip header");
        }
        inflater.reset();
        lent = 0;
        checksum.reset();
        return true;
    }

    private void skipText(int present) throws IOException {
        int b = present;
        while (b != 0) {
            b = in.need("a gzip header");
        }
    }

    private void trailer() throws IOException {
        long crc = number();
        long size = number();
        if (crc != checksum.getValue() || size != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new DamagedContentException(
                    "a gzip member does not match its checksum or length: records already read of it may be wrong");
        }
    }

    private long number() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            value |= (long) in.need("a gzip trailer") << shift;
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
