/**
 * What flows through a pipeline: raw records, events, positions and rejected records.
 *
 * <p>The ground floor: imports nothing else of crosslog.
 */
@NullMarked
package io.crosslog.model;

import org.jspecify.annotations.NullMarked;
