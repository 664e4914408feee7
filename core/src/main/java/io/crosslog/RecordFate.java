package io.crosslog;

import io.crosslog.model.RawRecord;

/**
 * What becomes of one record, whose parts may go out in several writes and to several branches. Guarded by the lock of
 * {@code LaneTable} once what was decoded was taken in there; until then confined to the thread that decodes it.
 */
final class RecordFate {

    enum Outcome {
        REJECTED,
        DELIVERED,
        FILTERED
    }

    private final RawRecord record;
    private final HeldBatch batch;
    private int open;
    private boolean delivered;
    private boolean rejected;
    private boolean settled;

    RecordFate(RawRecord record, HeldBatch batch) {
        this.record = record;
        this.batch = batch;
    }

    RawRecord record() {
        return record;
    }

    HeldBatch batch() {
        return batch;
    }

    /** One more part of it is to be delivered or handed over. */
    void opened() {
        open++;
    }

    /** A part of it is done; returns whether that was the last. */
    boolean closed() {
        open--;
        return open == 0;
    }

    boolean isOpen() {
        return open > 0;
    }

    void delivered() {
        delivered = true;
    }

    void rejected() {
        rejected = true;
    }

    Outcome outcome() {
        return rejected ? Outcome.REJECTED : delivered ? Outcome.DELIVERED : Outcome.FILTERED;
    }

    /** Returns whether the record had not been counted before; it is from now on. */
    boolean settle() {
        boolean first = !settled;
        settled = true;
        return first;
    }
}
