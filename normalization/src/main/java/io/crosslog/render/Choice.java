package io.crosslog.render;

import io.crosslog.model.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way to fill a column. Immutable and thread-safe.
 *
 * @param from the attribute to take, or null for a constant
 * @param values what becomes of the attribute's texts, all others giving nothing; empty to take it as it is
 * @param constant the text to put, or null for an attribute
 * @param when texts of which each of these attributes must have one
 * @param inferred what no public document says, or empty
 */
record Choice(
        @Nullable Path from,
        Map<String, String> values,
        @Nullable String constant,
        Map<Path, Set<String>> when,
        String inferred) {

    static Choice of(Path from) {
        return new Choice(from, Map.of(), null, Map.of(), "");
    }

    /** The value for an event, null if this way gives none. What is taken as it is leaves the rest. */
    @Nullable Object valueIn(EventTree event) {
        for (Map.Entry<Path, Set<String>> condition : when.entrySet()) {
            Object value = event.get(condition.getKey());
            if (value == null || !condition.getValue().contains(value.toString())) {
                return null;
            }
        }
        if (from == null) {
            return constant;
        }
        Object value = event.get(from);
        if (value == null || values.isEmpty()) {
            if (value != null) {
                event.take(from);
            }
            return value;
        }
        return values.get(value.toString());
    }
}
