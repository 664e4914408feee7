package io.crosslog.ocsf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value in a draft.
 *
 * @param value the value in its attribute's type
 * @param origins what the caller says it was made of; empty for what nobody would miss
 * @param word for an enum's value, the source's own word where the enum has no number for it
 */
record Leaf(Object value, List<Object> origins, @Nullable String word) {

    static Leaf of(Object value, @Nullable Object origin, @Nullable String word) {
        return new Leaf(value, origin == null ? List.of() : List.of(origin), word);
    }

    static Leaf made(Object value) {
        return new Leaf(value, List.of(), null);
    }

    /** A map to be filled in steps, each with an origin of its own. */
    static Leaf openMap() {
        return new Leaf(new LinkedHashMap<String, @Nullable Object>(), List.of(), null);
    }

    /** The same value, made of one thing more. */
    Leaf and(@Nullable Object origin) {
        if (origin == null) {
            return this;
        }
        List<Object> all = new ArrayList<>(origins);
        all.add(origin);
        return new Leaf(value, all, word);
    }
}
