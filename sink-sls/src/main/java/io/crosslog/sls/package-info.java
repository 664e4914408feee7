/**
 * Delivers events to Alibaba Cloud Simple Log Service (SLS) with its PutLogs call: {@link io.crosslog.sls.SlsSink} is the
 * way in. Request format, signatures, limits and error codes are those of the service's public API reference; they are
 * cross-checked in tests against the official client, which is no dependency at run time.
 */
@NullMarked
package io.crosslog.sls;

import org.jspecify.annotations.NullMarked;
