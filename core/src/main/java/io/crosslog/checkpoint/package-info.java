/** Stores that keep positions over restarts: in files, and in memory for tests. */
@NullMarked
package io.crosslog.checkpoint;

import org.jspecify.annotations.NullMarked;
