package io.crosslog;

import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;

/**
 * A batch that is not done: it waits to be decoded, or records of it have parts that are neither durable nor handed over.
 * {@code start} is where the source would resume before it. Guarded by the lock of {@code LaneTable}, but for what never
 * changes.
 */
final class HeldBatch {

    private final RecordBatch batch;
    private final Position start;
    private final CommitLedger.Ticket ticket;
    /** Records with open parts, and one more until all of it is decoded. */
    private int open = 1;

    private boolean decoded;
    private boolean dropped;

    HeldBatch(RecordBatch batch, Position start, CommitLedger.Ticket ticket) {
        this.batch = batch;
        this.start = start;
        this.ticket = ticket;
    }

    RecordBatch batch() {
        return batch;
    }

    int records() {
        return batch.records().size();
    }

    long footprint() {
        return batch.footprint();
    }

    Position start() {
        return start;
    }

    Position end() {
        return batch.end();
    }

    CommitLedger.Ticket ticket() {
        return ticket;
    }

    /** One more record of it has open parts. */
    void opened() {
        open++;
    }

    /** A record's last part is done, or the decoding; returns whether nothing is open any more. */
    boolean closed() {
        open--;
        return open == 0;
    }

    void decoded() {
        decoded = true;
    }

    boolean isDecoded() {
        return decoded;
    }

    /** Something of it was given back undone: it must never be committed. */
    void drop() {
        dropped = true;
    }

    boolean isDropped() {
        return dropped;
    }
}
