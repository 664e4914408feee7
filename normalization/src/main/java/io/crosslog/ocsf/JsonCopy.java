package io.crosslog.ocsf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies values whose structure OCSF leaves open, so that later changes of the original cannot reach the event. */
final class JsonCopy {

    private static final int DEEPEST = 50;

    private JsonCopy() {}

    /** A copy made of maps, lists, texts, numbers, booleans and nulls; what is none of these, or too deep, becomes text. */
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
