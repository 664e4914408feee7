package io.crosslog.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** An object in memory behind a bad connection, if wanted: in pieces, and cut where the test says. Confined to one thread. */
final class StoredObject implements ObjectBytes {

    private final String key;
    private final byte[] bytes;
    private final Deque<Long> cuts = new ArrayDeque<>();
    private boolean endsQuietly;
    private int piece = Integer.MAX_VALUE;
    private int opened;

    private StoredObject(String key, byte[] bytes) {
        this.key = key;
        this.bytes = bytes;
    }

    static StoredObject of(byte[] bytes) {
        return named("logs/part-0", bytes);
    }

    static StoredObject named(String key, byte[] bytes) {
        return new StoredObject(key, bytes);
    }

    /** A connection gives so many bytes at a time at the most. */
    StoredObject inPieces(int bytes) {
        piece = bytes;
        return this;
    }

    /** The connection is reset at these offsets, in order; one that stands there twice gives nothing when opened again. */
    StoredObject cutAt(List<Long> offsets) {
        cuts.addAll(offsets);
        return this;
    }

    /** A cut looks like the end. */
    StoredObject endingQuietly() {
        endsQuietly = true;
        return this;
    }

    int opened() {
        return opened;
    }

    @Override
    public String name() {
        return "cos://bucket-1250000000/" + key + "@0123";
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public InputStream open(long from) {
        opened++;
        return new InputStream() {
            private int next = (int) from;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                long end = cuts.isEmpty() ? bytes.length : cuts.peek();
                if (next >= end && !cuts.isEmpty()) {
                    cuts.pop();
                    if (endsQuietly) {
                        return -1;
                    }
                    throw new IOException("Connection reset");
                }
                int count = (int) Math.min(Math.min(length, piece), end - next);
                if (count <= 0) {
                    return -1;
                }
                System.arraycopy(bytes, next, to, offset, count);
                next += count;
                return count;
            }
        };
    }
}
