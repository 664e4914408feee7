package io.crosslog;

/**
 * Both ledgers of one partition, or of several together (rule R10). In flight is counted by itself, not derived from the
 * rest, so that a balance that holds says something. Guarded by the lock of {@code Lanes}.
 */
final class Tally {

    private long bytes;
    private long received;
    private long delivered;
    private long rejected;
    private long filtered;
    private long inFlight;
    private long released;
    private long made;
    private long eventsDelivered;
    private long eventsFiltered;
    private long eventsRejected;
    private long eventsInFlight;
    private long eventsReleased;

    void received(long records, long rawBytes) {
        received += records;
        inFlight += records;
        bytes += rawBytes;
    }

    void recordsReleased(long records) {
        inFlight -= records;
        released += records;
    }

    void settled(RecordFate fate) {
        inFlight--;
        switch (fate.outcome()) {
            case REJECTED -> rejected++;
            case DELIVERED -> delivered++;
            case FILTERED -> filtered++;
        }
    }

    /** Parts made of a record: those filtered are done at once, the others are in flight. */
    void made(long pending, long filteredParts) {
        made += pending + filteredParts;
        eventsInFlight += pending;
        eventsFiltered += filteredParts;
    }

    void eventsDelivered(long events) {
        eventsInFlight -= events;
        eventsDelivered += events;
    }

    void eventsRejected(long events) {
        eventsInFlight -= events;
        eventsRejected += events;
    }

    void eventsReleased(long events) {
        eventsInFlight -= events;
        eventsReleased += events;
    }

    void addTo(Tally sum) {
        sum.bytes += bytes;
        sum.received += received;
        sum.delivered += delivered;
        sum.rejected += rejected;
        sum.filtered += filtered;
        sum.inFlight += inFlight;
        sum.released += released;
        sum.made += made;
        sum.eventsDelivered += eventsDelivered;
        sum.eventsFiltered += eventsFiltered;
        sum.eventsRejected += eventsRejected;
        sum.eventsInFlight += eventsInFlight;
        sum.eventsReleased += eventsReleased;
    }

    long bytes() {
        return bytes;
    }

    RecordLedger records() {
        return new RecordLedger(received, delivered, rejected, filtered, inFlight, released);
    }

    EventLedger events() {
        return new EventLedger(made, eventsDelivered, eventsFiltered, eventsRejected, eventsInFlight, eventsReleased);
    }
}
