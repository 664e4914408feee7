package io.crosslog.parse;

import io.crosslog.model.LogEvent;
import io.crosslog.model.RejectedRecord;
import java.util.List;

/**
 * Everything that was made of one record.
 *
 * @param events the events, numbered, in order
 * @param rejected the record or those parts of it that were given up on, in order
 * @param filtered the names under which parts were left out, in order
 * @param counted the names of other things counted, in order
 * @param rejectedEvents how many of {@code rejected} are parts that were told apart; 0 if the record was rejected whole
 * @param filteredEvents how many of {@code filtered} are parts that were told apart; 0 if the record was filtered whole
 */
public record ParsedRecord(
        List<LogEvent> events,
        List<RejectedRecord> rejected,
        List<String> filtered,
        List<String> counted,
        int rejectedEvents,
        int filteredEvents) {

    /** Copies the lists. */
    public ParsedRecord {
        events = List.copyOf(events);
        rejected = List.copyOf(rejected);
        filtered = List.copyOf(filtered);
        counted = List.copyOf(counted);
    }
}
