package io.crosslog.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The stored bytes of one object behind a buffer, for what decompresses them: byte by byte, in pieces, or straight out of the
 * buffer. Confined to one thread.
 */
final class StoredBytes extends InputStream {

    private static final int BUFFER = 1 << 16;

    private final ResumingBytes in;
    private final byte[] buffer = new byte[BUFFER];
    private int next;
    private int end;

    StoredBytes(ResumingBytes in) {
        this.in = in;
    }

    /** {@return the offset within the object of the next byte} */
    long position() {
        return in.position() - (end - next);
    }

    @Nullable Exception failure() {
        return in.failure();
    }

    /** {@return up to so many of the next bytes, which stay to be read; fewer only at the object's end} */
    byte[] peek(int count) throws IOException {
        if (end - next < count && next > 0) {
            System.arraycopy(buffer, next, buffer, 0, end - next);
            end -= next;
            next = 0;
        }
        while (end - next < count) {
            int more = in.read(buffer, end, BUFFER - end);
            if (more < 0) {
                break;
            }
            end += more;
        }
        return atHand(count);
    }

    /** {@return up to so many of the next bytes, as far as they are at hand} */
    byte[] atHand(int count) {
        return Arrays.copyOfRange(buffer, next, Math.min(end, next + count));
    }

    /** {@return whether there are bytes in the buffer, after reading some if there were none; false at the object's end} */
    boolean fill() throws IOException {
        if (next < end) {
            return true;
        }
        next = 0;
        end = 0;
        int more = in.read(buffer, 0, BUFFER);
        end = Math.max(more, 0);
        return end > 0;
    }

    byte[] buffer() {
        return buffer;
    }

    int bufferedFrom() {
        return next;
    }

    int buffered() {
        return end - next;
    }

    /** Passes over bytes of the buffer. */
    void take(int count) {
        next += count;
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (next == end && length >= BUFFER) {
            return in.read(bytes, offset, length);
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, end - next);
        System.arraycopy(buffer, next, bytes, offset, count);
        next += count;
        return count;
    }

    /**
     * The next byte, which must be there.
     *
     * @param what the part of the format that it belongs to, for the reason
     */
    int need(String what) throws IOException {
        int b = read();
        if (b < 0) {
            throw cutShort(what);
        }
        return b;
    }

    /** Reads bytes that must be there. */
    void need(byte[] bytes, int length, String what) throws IOException {
        int count = 0;
        while (count < length) {
            int more = read(bytes, count, length - count);
            if (more < 0) {
                throw cutShort(what);
            }
            count += more;
        }
    }

    /** Reads a number of four bytes, the highest first. */
    long needInt(String what) throws IOException {
        return (long) need(what) << 24 | need(what) << 16 | need(what) << 8 | need(what);
    }

    /** {@return the exception that says that the object ends where it should not} */
    DamagedContentException cutShort(String what) {
        return new DamagedContentException("the object ends in the middle of " + what);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
