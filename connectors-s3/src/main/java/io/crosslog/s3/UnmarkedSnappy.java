package io.crosslog.s3;

import java.util.Locale;

/** Guesses which form of snappy an object has that bears no mark, by its name and a trial of its first bytes. */
final class UnmarkedSnappy {

    private static final long LARGEST_CHUNK = 64L << 20;
    private static final int LENGTHS = 8;

    private UnmarkedSnappy() {}

    /** {@return {@link Codec#SNAPPY_HADOOP}, {@link Codec#SNAPPY_RAW}, or {@link Codec#NONE} if it is plain for all one can tell} */
    static Codec guess(String name, long size, byte[] head) {
        if (!isNamedSnappy(name)) {
            return Codec.NONE;
        }
        if (isHadoop(head, size)) {
            return Codec.SNAPPY_HADOOP;
        }
        return isBlock(head, 0, Long.MAX_VALUE) ? Codec.SNAPPY_RAW : Codec.NONE;
    }

    private static boolean isNamedSnappy(String name) {
        int etag = name.lastIndexOf('@');
        String key = name.substring(
                        name.lastIndexOf('/') + 1, etag < 0 ? name.length() : Math.max(etag, name.lastIndexOf('/') + 1))
                .toLowerCase(Locale.ROOT);
        return key.contains(".snappy") || key.endsWith(".sz") || key.endsWith(".snz");
    }

    private static boolean isHadoop(byte[] head, long size) {
        if (head.length < LENGTHS) {
            return false;
        }
        long block = big(head, 0);
        long chunk = big(head, 4);
        return block > 0
                && block <= LARGEST_CHUNK
                && chunk > 0
                && chunk <= size - LENGTHS
                && isBlock(head, LENGTHS, block);
    }

    /** Whether a length that is not too large is followed by a literal, which is what a block must begin with. */
    private static boolean isBlock(byte[] head, int at, long most) {
        long length = 0;
        for (int i = at, shift = 0; i < head.length && shift < 35; i++, shift += 7) {
            length |= (long) (head[i] & 0x7f) << shift;
            if (head[i] >= 0) {
                return length > 0 && length <= most && i + 1 < head.length && isLiteral(head, i + 1, length);
            }
        }
        return false;
    }

    private static boolean isLiteral(byte[] head, int at, long block) {
        int size = (head[at] & 0xff) >>> 2;
        return (head[at] & 3) == 0 && (size >= 60 || size < block) && !isControl(head, at + 1 + Math.max(0, size - 59));
    }

    /** A first byte that no line of a log begins with says that the trial went wrong. */
    private static boolean isControl(byte[] head, int at) {
        return at < head.length && head[at] >= 0 && head[at] < '\t';
    }

    private static long big(byte[] bytes, int at) {
        return (bytes[at] & 0xffL) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }
}
