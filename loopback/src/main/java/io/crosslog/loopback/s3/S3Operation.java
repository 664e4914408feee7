package io.crosslog.loopback.s3;

/** What a request is for, as far as faults and counts tell requests apart. */
public enum S3Operation {
    /** A listing of objects, of either version. */
    LIST,
    /** The content of an object, or a part of it. */
    GET,
    /** The headers of an object. */
    HEAD,
    /** Anything else: HEAD of a bucket, PUT, DELETE. */
    OTHER
}
