package io.crosslog.parse;

import io.crosslog.model.LogEvent;
import io.crosslog.model.RawRecord;

/** One leg of an event's way from the decoder to a branch. Confined to one thread. */
@FunctionalInterface
public interface Leg {

    /**
     * Takes an event on.
     *
     * @param event the event, numbered
     * @param record the record that it was decoded from
     * @param out takes what becomes of it
     */
    void take(LogEvent event, RawRecord record, BranchOutput out);

    /**
     * The last leg: the event has come to its branch.
     *
     * @param branch number of the branch
     * @return the leg
     */
    static Leg into(int branch) {
        return (event, record, out) -> out.event(branch, event);
    }
}
