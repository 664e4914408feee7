package io.crosslog.s3;

import io.crosslog.spi.SourceEvent;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What was asked of the store, and what came of it. Safe for concurrent calls. */
final class Counts {

    /** What is counted, under names that the status shows. */
    enum Kind {
        LISTS("requests to list objects"),
        GETS("requests to read objects"),
        READ("objects read"),
        ARCHIVED("objects in an archive"),
        GONE("objects deleted before they were read"),
        CHANGED("objects written anew before they were read");

        private final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    private final Map<Kind, AtomicLong> untold = new EnumMap<>(Kind.class);
    private final AtomicLong objects = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    Counts() {
        for (Kind kind : Kind.values()) {
            untold.put(kind, new AtomicLong());
        }
    }

    void add(Kind kind) {
        at(kind).incrementAndGet();
    }

    void add(Kind kind, long times) {
        at(kind).addAndGet(times);
    }

    /** Gives what was counted since the last call. */
    void tell(Consumer<SourceEvent> listener) {
        untold.forEach((kind, count) -> {
            long times = count.getAndSet(0);
            if (times > 0) {
                listener.accept(new SourceEvent.Count(kind.title, times));
            }
        });
    }

    /** Counts an object as done with, be it read or not. */
    void object() {
        objects.incrementAndGet();
    }

    /** Counts stored bytes as done with; less than zero if they are to be read again. */
    void bytes(long more) {
        bytes.addAndGet(more);
    }

    /** {@return how many objects are done with} */
    long objects() {
        return objects.get();
    }

    /** {@return how many stored bytes are done with} */
    long bytes() {
        return bytes.get();
    }

    private AtomicLong at(Kind kind) {
        AtomicLong count = untold.get(kind);
        if (count == null) {
            throw new IllegalStateException("nothing counts " + kind);
        }
        return count;
    }
}
