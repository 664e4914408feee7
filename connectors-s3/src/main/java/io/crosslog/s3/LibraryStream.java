package io.crosslog.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a library expands, its exceptions sorted: those of the connection are passed on as they were, all others mean that
 * the content is damaged.
 *
 * <p>A library loses what it expanded in the very call in which it comes upon damage. So it is always called with the same
 * small buffer, and fed through {@link FullReads}: whatever pieces the connection gives, the same object breaks off at the same
 * byte, and little is lost before it. Confined to one thread.
 */
final class LibraryStream extends FilterInputStream {

    private static final int BUFFER = 1 << 14;

    private final StoredBytes stored;
    private final String format;
    private final byte[] plain = new byte[BUFFER];
    private int next;
    private int end;

    LibraryStream(InputStream library, StoredBytes stored, String format) {
        super(library);
        this.stored = stored;
        this.format = format;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (next == end) {
            next = 0;
            end = Math.max(0, expand());
            if (end == 0) {
                return -1;
            }
        }
        int count = Math.min(length, end - next);
        System.arraycopy(plain, next, bytes, offset, count);
        next += count;
        return count;
    }

    private int expand() throws IOException {
        try {
            return super.read(plain, 0, BUFFER);
        } catch (IOException | RuntimeException e) {
            throw sorted(e, stored, format);
        }
    }

    static IOException sorted(Exception e, StoredBytes stored, String format) {
        Exception failure = stored.failure();
        if (failure instanceof RuntimeException lost) {
            throw lost;
        }
        return failure instanceof IOException cut
                ? cut
                : new DamagedContentException(
                        "the " + format + " data is cut short or corrupt (" + e.getMessage() + ")", e);
    }
}
