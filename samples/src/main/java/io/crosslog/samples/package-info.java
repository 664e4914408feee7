/** Runnable examples: the quickstart, pipelines for the real clouds, a source of one's own, parsing of files. */
@NullMarked
package io.crosslog.samples;

import org.jspecify.annotations.NullMarked;
