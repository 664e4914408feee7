package io.crosslog.s3;

/**
 * An object in the state in which it was listed. Key and ETag are its identity: written anew with other content it is
 * another object.
 *
 * <p>Immutable and thread-safe.
 *
 * @param key its key
 * @param etag its ETag without quotes; empty where the store gives none
 * @param size its size in bytes, as stored
 * @param modified its LastModified, by the store's clock, in milliseconds since 1970
 */
record ListedObject(String key, String etag, long size, long modified) {

    /** About what it takes in memory. */
    int footprint() {
        return 150 + key.length() + etag.length();
    }
}
