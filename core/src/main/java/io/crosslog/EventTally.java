package io.crosslog;

/**
 * The ledger of events of one branch in one partition, or of several together (rule R10); in flight is counted by itself.
 * Guarded by the lock of {@code LaneTable}.
 */
final class EventTally {

    private long made;
    private long delivered;
    private long filtered;
    private long rejected;
    private long inFlight;
    private long released;

    /** Parts made of a record: those filtered are done at once, the others are in flight. */
    void made(long pending, long filteredParts) {
        made += pending + filteredParts;
        inFlight += pending;
        filtered += filteredParts;
    }

    void delivered(long events) {
        inFlight -= events;
        delivered += events;
    }

    void rejected(long events) {
        inFlight -= events;
        rejected += events;
    }

    void released(long events) {
        inFlight -= events;
        released += events;
    }

    void addTo(EventTally sum) {
        sum.made += made;
        sum.delivered += delivered;
        sum.filtered += filtered;
        sum.rejected += rejected;
        sum.inFlight += inFlight;
        sum.released += released;
    }

    EventLedger ledger() {
        return new EventLedger(made, delivered, filtered, rejected, inFlight, released);
    }
}
