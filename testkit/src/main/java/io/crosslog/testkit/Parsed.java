package io.crosslog.testkit;

import io.crosslog.model.LogEvent;
import io.crosslog.model.RejectedRecord;
import io.crosslog.parse.ParsedRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What came of the records of one {@link Parsers#parse} call.
 *
 * <p>Immutable and thread-safe.
 */
public final class Parsed {

    private final List<ParsedRecord> records;

    Parsed(List<ParsedRecord> records) {
        this.records = List.copyOf(records);
    }

    /** {@return what came of each record, in order} */
    public List<ParsedRecord> records() {
        return records;
    }

    /** {@return the events of all records, in order} */
    public List<LogEvent> events() {
        return all(ParsedRecord::events);
    }

    /** {@return what was rejected of all records, in order} */
    public List<RejectedRecord> rejected() {
        return all(ParsedRecord::rejected);
    }

    /** {@return how many parts were filtered, by name} */
    public Map<String, Long> filtered() {
        return counts(ParsedRecord::filtered);
    }

    /** {@return what else was counted, by name} */
    public Map<String, Long> counted() {
        return counts(ParsedRecord::counted);
    }

    private <T> List<T> all(Function<ParsedRecord, List<T>> part) {
        return records.stream().map(part).flatMap(Collection::stream).toList();
    }

    private Map<String, Long> counts(Function<ParsedRecord, List<String>> part) {
        Map<String, Long> counts = new TreeMap<>();
        all(part).forEach(name -> counts.merge(name, 1L, Long::sum));
        return Map.copyOf(counts);
    }

    @Override
    public String toString() {
        return events().size() + " events, " + rejected().size() + " rejected, filtered " + filtered() + ", counted "
                + counted();
    }
}
