package io.crosslog.s3;

/**
 * An object that a lane is in the middle of. Immutable and thread-safe.
 *
 * @param object the object
 * @param records how many of its records are done
 * @param numbering how they are numbered, see {@link ReadingPlan#numbering}; {@link #UNKNOWN} in tokens of versions that did
 *     not keep it, and before the first record
 */
record PartRead(ListedObject object, long records, long numbering) {

    static final long UNKNOWN = 0;

    PartRead(ListedObject object, long records) {
        this(object, records, UNKNOWN);
    }

    /** The same, to be read on in this way: from the first record, if the numbers do not mean the same in it. */
    PartRead numberedBy(long now) {
        return new PartRead(object, numbering == UNKNOWN || numbering == now ? records : 0, now);
    }

    PartRead plus(long more) {
        return new PartRead(object, records + more, numbering);
    }
}
