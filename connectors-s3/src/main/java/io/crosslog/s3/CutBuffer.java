package io.crosslog.s3;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that records are cut from. Records are slices of its arrays; an array of which a slice was handed out is never
 * written to again. Confined to one thread.
 */
final class CutBuffer {

    /** The bytes of an array, unless one record needs more. */
    static final int CHUNK = 1 << 17;

    private final InputStream in;
    private byte[] bytes = new byte[CHUNK];
    private int start;
    private int end;
    private boolean lent;
    private @Nullable DamagedContentException damage;

    CutBuffer(InputStream in) {
        this.in = in;
    }

    /** {@return the array; another after each {@link #fill()}} */
    byte[] bytes() {
        return bytes;
    }

    /** {@return index of the first byte not yet taken; another after each {@link #fill()}} */
    int start() {
        return start;
    }

    /** {@return index behind the last byte} */
    int end() {
        return end;
    }

    /** {@return how many bytes there are that were not taken} */
    int length() {
        return end - start;
    }

    /** Takes bytes from the start. */
    void take(int count) {
        start += count;
    }

    /** Has the array left alone, as a slice of it is handed out. */
    void lend() {
        lent = true;
    }

    /** Reads more bytes behind the end, at least one; false at the content's end. */
    boolean fill() throws IOException {
        if (end == bytes.length) {
            int kept = length();
            byte[] to = lent || kept > bytes.length / 2 ? new byte[Math.max(CHUNK, 2 * kept)] : bytes;
            System.arraycopy(bytes, start, to, 0, kept);
            lent &= to == bytes;
            bytes = to;
            start = 0;
            end = kept;
        }
        if (damage != null) {
            throw damage;
        }
        try {
            int count = in.read(bytes, end, bytes.length - end);
            end += Math.max(count, 0);
            return count >= 0;
        } catch (DamagedContentException e) {
            // Not every stream says the same when it is asked again.
            damage = e;
            throw e;
        }
    }
}
