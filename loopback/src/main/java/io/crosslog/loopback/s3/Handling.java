package io.crosslog.loopback.s3;

import java.time.Clock;

/**
 * What every connection of the front needs to know. Immutable and thread-safe.
 *
 * @param endpoint host whose subdomains are buckets
 * @param pathPort port of the server that finds the bucket in the path
 * @param hostPort port of the server that finds the bucket in the host
 */
record Handling(
        String endpoint, int pathPort, int hostPort, S3Keys keys, S3Faults faults, S3Requests requests, Clock clock) {}
