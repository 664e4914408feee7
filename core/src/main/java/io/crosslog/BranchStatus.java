package io.crosslog;

import java.util.List;

/**
 * One branch of a pipeline with routes: a route that leads to a sink.
 *
 * <p>Immutable and thread-safe.
 *
 * @param sink name of its sink
 * @param events its ledger of events: what was made for it, copies among them, by its own normalizer if it has one
 * @param sentRaw bytes sent to its sink, before compression, at every attempt
 * @param sentCompressed bytes sent to its sink, on the wire, at every attempt
 * @param troubles what is wrong with it now, worst first; the other branches go on meanwhile
 */
public record BranchStatus(String sink, EventLedger events, long sentRaw, long sentCompressed, List<Trouble> troubles) {

    /** Copies the list. */
    public BranchStatus {
        troubles = List.copyOf(troubles);
    }
}
