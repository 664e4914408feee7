package io.crosslog.azure;

/** What one record may cost. */
record DecodeLimits(int maxDepth, int maxFields, int maxEvents, int maxBytes) {}
