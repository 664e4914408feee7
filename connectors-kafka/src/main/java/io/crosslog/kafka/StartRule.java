package io.crosslog.kafka;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a group that has never read begins (rule R12). Immutable and thread-safe.
 *
 * @param kind which end, or a time
 * @param time the time, for {@link Kind#TIME} only
 */
record StartRule(Kind kind, @Nullable Instant time) {

    static final StartRule EARLIEST = new StartRule(Kind.EARLIEST, null);
    static final StartRule LATEST = new StartRule(Kind.LATEST, null);

    enum Kind {
        EARLIEST,
        LATEST,
        TIME
    }

    static StartRule at(Instant time) {
        return new StartRule(Kind.TIME, time);
    }

    @Override
    public String toString() {
        return time == null ? kind.name().toLowerCase(Locale.ROOT) : time.toString();
    }
}
