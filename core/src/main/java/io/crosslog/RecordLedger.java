package io.crosslog;

/**
 * The ledger of records: {@code received = delivered + rejected + filtered + inFlight + released}.
 *
 * <p>Immutable and thread-safe.
 *
 * @param received records read from the source
 * @param delivered records of which at least one event is durable and no part was rejected
 * @param rejected records of which any part was rejected
 * @param filtered all other records that are done
 * @param inFlight records that are not done
 * @param released records given back undone, to be read again
 */
public record RecordLedger(long received, long delivered, long rejected, long filtered, long inFlight, long released) {

    /** {@return whether every record is accounted for} */
    public boolean balances() {
        return received == delivered + rejected + filtered + inFlight + released;
    }

    @Override
    public String toString() {
        return received + " received = " + delivered + " delivered + " + rejected + " rejected + " + filtered
                + " filtered + " + inFlight + " in flight + " + released + " released";
    }
}
