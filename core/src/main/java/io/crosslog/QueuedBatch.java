package io.crosslog;

import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;

/** A batch that waits in its partition's lane; {@code start} is where the source would resume before it. Immutable. */
record QueuedBatch(RecordBatch batch, Position start, CommitLedger.Ticket ticket) {

    int records() {
        return batch.records().size();
    }

    long footprint() {
        return batch.footprint();
    }
}
