package io.crosslog.ocsf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies values whose structure OCSF leaves open, so that later changes of the original cannot reach the event. */
final class JsonCopy {

    /** As deep as decoders and rules read. */
    private static final int DEEPEST = 500;

    private JsonCopy() {}

    /** Whether more than 500 maps and lists are within each other, so that a copy would not hold all. */
    static boolean isTooDeep(@Nullable Object value) {
        return isDeeper(value, DEEPEST);
    }

    private static boolean isDeeper(@Nullable Object value, int levels) {
        if (value instanceof Map<?, ?> map) {
            return levels == 0 || map.values().stream().anyMatch(member -> isDeeper(member, levels - 1));
        }
        return value instanceof List<?> list
                && (levels == 0 || list.stream().anyMatch(element -> isDeeper(element, levels - 1)));
    }

    /**
     * A copy made of maps, lists, texts, numbers, booleans and nulls. What is none of these becomes text, and what lies
     * below 500 levels a note: ask {@link #isTooDeep} before.
     */
    static @Nullable Object of(@Nullable Object value) {
        return of(value, 0);
    }

    private static @Nullable Object of(@Nullable Object value, int depth) {
        if (value == null
                || value instanceof String
                || value instanceof Boolean
                || Numbers.isWhole(value)
                || Numbers.isFloat(value)) {
            return value;
        }
        if (depth < DEEPEST && value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, member) -> copy.put(String.valueOf(key), of(member, depth + 1)));
            return copy;
        }
        if (depth < DEEPEST && value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(element -> copy.add(of(element, depth + 1)));
            return copy;
        }
        return depth < DEEPEST ? value.toString() : "[nested too deep]";
    }
}
