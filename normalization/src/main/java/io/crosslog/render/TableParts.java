package io.crosslog.render;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a table's file says, before it meets the table that it extends. Immutable and thread-safe.
 *
 * @param base the table that it extends, or empty
 * @param renamed new names by old ones
 * @param without columns of the base that are not wanted
 * @param columns its own, in order
 * @param rest where the rest goes, or null for what the base says
 */
record TableParts(
        String base,
        Map<String, String> renamed,
        List<String> without,
        List<Column> columns,
        @Nullable Rest rest) {}
