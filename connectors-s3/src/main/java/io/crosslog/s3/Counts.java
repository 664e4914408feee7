package io.crosslog.s3;

import java.util.concurrent.atomic.AtomicLong;

/** What a reader has done since it was opened. Safe for concurrent calls. */
final class Counts {

    private final AtomicLong objects = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    /** Counts an object that was read to its end. */
    void object(long size) {
        objects.incrementAndGet();
        bytes.addAndGet(size);
    }

    long objects() {
        return objects.get();
    }

    long bytes() {
        return bytes.get();
    }
}
