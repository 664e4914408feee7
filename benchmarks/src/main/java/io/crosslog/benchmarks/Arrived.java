package io.crosslog.benchmarks;

import io.crosslog.loopback.sls.SlsLogstore;

/**
 * What SLS was given. Immutable and thread-safe.
 *
 * @param logs logs
 * @param requests requests
 * @param rawBytes size before compression
 * @param sentBytes size of the bodies
 */
record Arrived(long logs, long requests, long rawBytes, long sentBytes) {

    static Arrived at(SlsLogstore logstore) {
        return new Arrived(logstore.count(), logstore.groups(), logstore.rawBytes(), logstore.sentBytes());
    }

    Arrived since(Arrived before) {
        return new Arrived(
                logs - before.logs,
                requests - before.requests,
                rawBytes - before.rawBytes,
                sentBytes - before.sentBytes);
    }
}
