package io.crosslog;

import java.time.Instant;

/** A state, since when, and what there is to say of it. Immutable. */
record StateNow(PipelineState state, String reason, String advice, Instant since) {}
