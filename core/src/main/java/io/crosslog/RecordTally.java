package io.crosslog;

/**
 * The ledger of records of one partition, or of several together (rule R10). In flight is counted by itself, not derived
 * from the rest, so that a balance that holds says something. Guarded by the lock of {@code LaneTable}.
 */
final class RecordTally {

    private long bytes;
    private long received;
    private long delivered;
    private long rejected;
    private long filtered;
    private long inFlight;
    private long released;

    void received(long records, long rawBytes) {
        received += records;
        inFlight += records;
        bytes += rawBytes;
    }

    void released(long records) {
        inFlight -= records;
        released += records;
    }

    void settled(RecordFate.Outcome outcome) {
        inFlight--;
        switch (outcome) {
            case REJECTED -> rejected++;
            case DELIVERED -> delivered++;
            case FILTERED -> filtered++;
        }
    }

    void addTo(RecordTally sum) {
        sum.bytes += bytes;
        sum.received += received;
        sum.delivered += delivered;
        sum.rejected += rejected;
        sum.filtered += filtered;
        sum.inFlight += inFlight;
        sum.released += released;
    }

    long bytes() {
        return bytes;
    }

    RecordLedger ledger() {
        return new RecordLedger(received, delivered, rejected, filtered, inFlight, released);
    }
}
