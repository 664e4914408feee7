package io.crosslog.s3;

/**
 * What a service calls the things that its users must set right. Immutable and thread-safe.
 *
 * @param listPermission what allows to list a bucket
 * @param getPermission what allows to read objects
 * @param resource on what these must be granted, for a bucket named {@code %s}
 * @param keyAdvice where the key comes from, and what is often wrong with it
 */
record Words(String listPermission, String getPermission, String resource, String keyAdvice) {

    static final Words S3 = new Words(
            "s3:ListBucket",
            "s3:GetObject (and kms:Decrypt on its key, if it is encrypted with one)",
            "the bucket %1$s and its objects (%1$s/*)",
            "check access key id and secret; the provider is asked for them anew at each request");
}
