package io.crosslog.loopback.sls;

import org.jspecify.annotations.Nullable;

/**
 * Where a write goes, as its request line and host say. Immutable and thread-safe.
 *
 * @param hashKey hash key of {@code /shards/route}, or null for {@code /shards/lb}
 * @param sequenceId {@code seqid} of an idempotent write, or null
 */
record Target(
        String project,
        String logstore,
        @Nullable String hashKey,
        @Nullable Long sequenceId) {}
