package io.crosslog.spi;

import io.crosslog.model.LogEvent;
import io.crosslog.model.Position;
import java.util.List;
import java.util.Objects;

/**
 * Events of one partition for one write, made of one or several batches of the source.
 *
 * @param start where the source would resume before the first of those batches
 * @param end where it would resume after the last of them
 * @param complete whether this is known to be the last write for that span; a batch too large for one write is written in
 *     several, and if what is left of it turns out to hold nothing for this sink, no write says so
 * @param events the events in order, at least one
 */
public record WriteBatch(Position start, Position end, boolean complete, List<LogEvent> events) {

    /** Checks that nothing is null and copies the list. */
    public WriteBatch {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(end, "end");
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a write of partition '" + end.partition() + "' has no events");
        }
    }

    /** {@return the partition that all events are of} */
    public String partition() {
        return end.partition();
    }
}
