package io.crosslog;

import io.crosslog.model.Position;

/** How far one generation of a partition is done, without a gap: what may be saved and committed. Immutable. */
record Mark(String partition, long generation, long sequence, Position position) {}
