package io.crosslog.loopback.s3;

import org.jspecify.annotations.Nullable;

/** The part of a content that a {@code Range} header asks for. */
record ByteRange(int from, int length) {

    /** Reads {@code bytes=a-b}, {@code bytes=a-} or {@code bytes=-n}; null where the content has no such part. */
    static @Nullable ByteRange of(String header, int size) {
        String range = header.substring("bytes=".length());
        int dash = range.indexOf('-');
        String first = range.substring(0, dash);
        String last = range.substring(dash + 1);
        if (first.isEmpty()) {
            int length = (int) Math.min(Long.parseLong(last), size);
            return length == 0 ? null : new ByteRange(size - length, length);
        }
        long from = Long.parseLong(first);
        if (from >= size) {
            return null;
        }
        long to = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
        return new ByteRange((int) from, (int) (to - from + 1));
    }
}
