/**
 * A Simple Log Service (SLS) endpoint on 127.0.0.1 for tests, samples and benchmarks: it checks what the service checks,
 * decodes PutLogs with the official client's own protobuf classes, keeps what it accepted and misbehaves on command.
 * Start at {@link io.crosslog.loopback.sls.LoopbackSls}.
 */
@NullMarked
package io.crosslog.loopback.sls;

import org.jspecify.annotations.NullMarked;
