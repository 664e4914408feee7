package io.crosslog;

import io.crosslog.model.RawRecord;

/**
 * What becomes of one record, whose events may go out in several writes. Guarded by the lock of {@code Lanes} once its
 * write was taken in there; until then confined to the thread that decodes it.
 */
final class RecordFate {

    enum Outcome {
        REJECTED,
        DELIVERED,
        FILTERED
    }

    private final RawRecord record;
    private boolean delivered;
    private boolean rejected;
    private boolean settled;

    RecordFate(RawRecord record) {
        this.record = record;
    }

    RawRecord record() {
        return record;
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
