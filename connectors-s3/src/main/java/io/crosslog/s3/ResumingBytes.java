package io.crosslog.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The stored bytes of one object as one stream, however often the connection is cut: it is opened again from the byte where
 * it was cut, and what decompresses above it notices nothing. Only the object's size says where the end is; an earlier end of
 * a connection is a cut, and one that has more to give gives something else than the object.
 *
 * <p>A connection that is cut {@value #CUTS} times without a byte in between is left to the engine, which waits longer and
 * longer; so is one that cannot be opened. What failed is remembered, as a library in between may change the exception.
 * Confined to one thread.
 */
final class ResumingBytes extends InputStream {

    private static final int CUTS = 3;

    private final ObjectBytes object;
    private @Nullable InputStream connection;
    private long position;
    private @Nullable Exception failure;

    ResumingBytes(ObjectBytes object) {
        this.object = object;
    }

    /** {@return how many bytes were read} */
    long position() {
        return position;
    }

    /** {@return why no more can be read now, if that is so: the object may well be whole} */
    @Nullable Exception failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        long left = object.size() - position;
        try {
            if (left <= 0) {
                checkEnd();
                return -1;
            }
            int count = some(bytes, offset, (int) Math.min(length, left));
            position += count;
            return count;
        } catch (IOException | RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    private int some(byte[] bytes, int offset, int length) throws IOException {
        for (int cuts = 1; ; cuts++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while reading " + object.name());
            }
            InputStream in = connection;
            if (in == null) {
                in = object.open(position);
                connection = in;
            }
            IOException cut;
            try {
                int count = in.read(bytes, offset, length);
                if (count > 0) {
                    return count;
                }
                cut = new EOFException("the connection ended early");
            } catch (IOException e) {
                cut = e;
            }
            disconnect(cut);
            if (cuts == CUTS) {
                throw new IOException(
                        object.name() + ": the connection was cut " + cuts + " times at byte " + position + " of "
                                + object.size() + " (" + cut + ")",
                        cut);
            }
        }
    }

    /** An answer that does not announce its length may be longer than what was listed, and is not that then. */
    private void checkEnd() throws IOException {
        InputStream in = connection;
        if (in == null) {
            return;
        }
        int more;
        try {
            more = in.read();
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            // All of the object is there, and nothing tells of more.
            more = -1;
            disconnect(e);
        }
        if (more >= 0) {
            throw new IOException(object.name() + ": the store gives more than the " + object.size()
                    + " bytes that it listed; somebody in between may have answered");
        }
    }

    private void disconnect(Exception because) {
        InputStream in = connection;
        connection = null;
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                because.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        InputStream in = connection;
        connection = null;
        if (in != null) {
            in.close();
        }
    }
}
