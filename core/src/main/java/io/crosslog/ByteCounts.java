package io.crosslog;

/**
 * Bytes: what people pay for.
 *
 * <p>Immutable and thread-safe.
 *
 * @param received raw bytes of all records
 * @param sentRaw bytes sent, before compression, at every attempt
 * @param sentCompressed bytes sent, on the wire, at every attempt
 */
public record ByteCounts(long received, long sentRaw, long sentCompressed) {}
