package io.crosslog.loopback.s3;

/**
 * One request. Immutable and thread-safe.
 *
 * @param operation what it was for
 * @param bucket the bucket
 * @param key the object's key, or the prefix of a listing
 * @param range the {@code Range} header, empty if there was none
 * @param listV2 whether it was a listing of version 2
 * @param status the status of the answer, 0 if there was none
 */
public record S3Request(S3Operation operation, String bucket, String key, String range, boolean listV2, int status) {}
