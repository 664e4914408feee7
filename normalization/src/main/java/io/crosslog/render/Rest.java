package io.crosslog.render;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the attributes that no column took. Immutable and thread-safe.
 *
 * @param field the one field that holds them as JSON, or null if each gets a column
 * @param separator what joins the names of such columns
 * @param kept top-level attributes that stay JSON then
 */
record Rest(@Nullable String field, String separator, Set<String> kept) {

    static Rest json(String field) {
        if (field.isBlank()) {
            throw new IllegalArgumentException("the field for what no column takes has a blank name");
        }
        return new Rest(field, "", Set.of());
    }

    static Rest columns(String separator, List<String> kept) {
        return new Rest(null, separator, new LinkedHashSet<>(kept));
    }
}
