package io.crosslog.kafka;

/** What a source does when the offset that it wants to resume at is no longer, or not any more, in the partition. */
public enum OutOfRange {
    /** Goes on at the earliest record that is left, and reports how many may have been lost. The default. */
    EARLIEST,

    /** Goes on at the end, skips what is left too, and reports how many may have been lost. */
    LATEST,

    /** Stops the pipeline, so that a person decides. */
    STOP
}
