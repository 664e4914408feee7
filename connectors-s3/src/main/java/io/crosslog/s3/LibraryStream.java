package io.crosslog.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a library expands, its exceptions sorted: those of the connection are passed on as they were, all others mean that
 * the content is damaged. Confined to one thread.
 */
final class LibraryStream extends FilterInputStream {

    private final StoredBytes stored;
    private final String format;

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
        try {
            return super.read(bytes, offset, length);
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
