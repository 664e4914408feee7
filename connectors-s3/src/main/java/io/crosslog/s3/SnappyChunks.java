package io.crosslog.s3;

import java.io.IOException;
import java.io.InputStream;

/**
 * Expands the forms of snappy that have no checksums: the whole object as one block, Hadoop's blocks of chunks, and the
 * chunks of snappy-java's {@code SnappyOutputStream}. Confined to one thread.
 */
final class SnappyChunks extends InputStream {

    /** Hadoop's and snappy-java's buffers are of 256 and of 32 KiB by default. */
    private static final int LARGEST = 64 << 20;

    private static final int JAVA_HEADER = 16;

    private final StoredBytes in;
    private final Form form;
    private final SnappyBlock block;
    private boolean begun;
    private long hadoopLeft;

    /** How the chunks lie one after another. */
    enum Form {
        /** The whole object is one block. */
        RAW,
        /** Hadoop's blocks of chunks. */
        HADOOP,
        /** What snappy-java's {@code SnappyOutputStream} writes. */
        JAVA
    }

    SnappyChunks(StoredBytes in, Form form) {
        this.in = in;
        this.form = form;
        this.block = new SnappyBlock(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (block.left() == 0) {
            if (!advance()) {
                return -1;
            }
        }
        return block.read(bytes, offset, length);
    }

    private boolean advance() throws IOException {
        boolean first = !begun;
        begun = true;
        return switch (form) {
            case RAW -> raw(first);
            case HADOOP -> hadoop();
            case JAVA -> java(first);
        };
    }

    private boolean raw(boolean first) throws IOException {
        if (first) {
            block.begin(Long.MAX_VALUE, Long.MAX_VALUE);
            return true;
        }
        if (in.read() >= 0) {
            throw new DamagedContentException("what follows the snappy block is not of it");
        }
        return false;
    }

    private boolean hadoop() throws IOException {
        while (hadoopLeft == 0) {
            if (!in.fill()) {
                return false;
            }
            hadoopLeft = in.needInt("the length of a Hadoop snappy block");
        }
        long length = chunkLength("the length of a Hadoop snappy chunk");
        block.begin(length, Math.min(hadoopLeft, LARGEST));
        hadoopLeft -= block.left();
        return true;
    }

    private boolean java(boolean first) throws IOException {
        if (first) {
            in.need(new byte[JAVA_HEADER], JAVA_HEADER, "the header of a snappy-java stream");
        }
        // Streams that were put one after another: the next header's first bytes are no length that may be.
        while (in.peek(2).length == 2 && in.peek(2)[0] == (byte) 0x82) {
            in.need(new byte[JAVA_HEADER], JAVA_HEADER, "the header of a snappy-java stream");
        }
        if (!in.fill()) {
            return false;
        }
        long length = chunkLength("the length of a snappy-java chunk");
        block.begin(length, LARGEST);
        return true;
    }

    private long chunkLength(String what) throws IOException {
        long length = in.needInt(what);
        if (length == 0 || length > LARGEST) {
            throw new DamagedContentException(what + " is " + length + ", which it cannot be");
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
