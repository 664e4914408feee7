package io.crosslog.model;

/** Where in a pipeline a record or a part of it was given up on. */
public enum Stage {
    /** The source could not read the record whole. */
    READ,
    /** The decoder could not make sense of it, or of a part of it. */
    DECODE,
    /** No route took an event, or a route's predicate failed on it. */
    ROUTE,
    /** The normalizer could not translate an event. */
    NORMALIZE,
    /** The sink refused an event for what it holds. */
    WRITE
}
