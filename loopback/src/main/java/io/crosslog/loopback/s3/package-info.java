/**
 * An S3 server on 127.0.0.1 for tests, samples and benchmarks: s3proxy's protocol and signature check over a store in
 * memory, behind a front that counts and misbehaves on command. Start at {@link io.crosslog.loopback.s3.LoopbackS3}.
 */
@NullMarked
package io.crosslog.loopback.s3;

import org.jspecify.annotations.NullMarked;
