package io.crosslog.s3;

/** How the content of objects is read. Immutable and thread-safe. */
record ReadingPlan() {

    static final ReadingPlan DEFAULT = new ReadingPlan();
}
