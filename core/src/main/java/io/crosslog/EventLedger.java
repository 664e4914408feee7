package io.crosslog;

/**
 * The ledger of events, parts left out included: {@code made = delivered + filtered + rejected + inFlight + released}.
 *
 * <p>Immutable and thread-safe.
 *
 * @param made parts that decoder and normalizer made of records, whatever became of them
 * @param delivered events that are durable
 * @param filtered parts left out on purpose
 * @param rejected parts rejected, events refused by the sink among them
 * @param inFlight parts that are not done
 * @param released parts given back undone
 */
public record EventLedger(long made, long delivered, long filtered, long rejected, long inFlight, long released) {

    /** {@return whether every event is accounted for} */
    public boolean balances() {
        return made == delivered + filtered + rejected + inFlight + released;
    }

    @Override
    public String toString() {
        return made + " made = " + delivered + " delivered + " + filtered + " filtered + " + rejected + " rejected + "
                + inFlight + " in flight + " + released + " released";
    }
}
