package io.crosslog.normalize;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which values stand for nothing: null, empty text, empty objects and lists, and the texts that a rule names, such as
 * {@code -}. Immutable and thread-safe.
 *
 * @param texts the texts that stand for nothing, numbers among them
 */
record Absence(Set<String> texts) {

    /** What OCSF takes for absent, and nothing else. */
    static final Absence EMPTIES = new Absence(Set.of());

    Absence {
        texts = Set.copyOf(texts);
    }

    boolean covers(@Nullable Object value) {
        return value == null
                || isEmpty(value)
                || (!texts.isEmpty() && isScalar(value) && texts.contains(value.toString()));
    }

    /** Null, empty text, an empty object or an empty list. */
    static boolean isEmpty(@Nullable Object value) {
        return value == null
                || (value instanceof String s && s.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty())
                || (value instanceof List<?> list && list.isEmpty());
    }

    private static boolean isScalar(Object value) {
        return !(value instanceof Map || value instanceof List);
    }
}
