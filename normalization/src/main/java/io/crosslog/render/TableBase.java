package io.crosslog.render;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a table's file may extend. Immutable and thread-safe.
 *
 * @param columns the names of its columns
 * @param rest the one field for what no column takes, or null if each gets a column
 */
record TableBase(List<String> columns, @Nullable String rest) {}
