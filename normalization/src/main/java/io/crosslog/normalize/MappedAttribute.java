package io.crosslog.normalize;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An attribute that a rule can write, for tables and for indexes of what is written. Immutable and thread-safe.
 *
 * @param path the attribute's path; {@code []} stands after a list that the path goes on below
 * @param type the name of its OCSF type, such as {@code ip_t}; {@code object_t} for an object
 * @param array whether it holds a list
 * @param sources where its value comes from, in the order in which it is looked for: paths, templates, and constants in
 *     quotes; empty for what the engine writes by itself
 * @param conversion what is done with it, for people; empty if only the type is changed
 * @param inferred why the mapping is believed to be right, where no document says so, or null
 */
public record MappedAttribute(
        String path,
        String type,
        boolean array,
        List<String> sources,
        String conversion,
        @Nullable String inferred) {

    /** Copies the list. */
    public MappedAttribute {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(type, "type");
        sources = List.copyOf(sources);
        Objects.requireNonNull(conversion, "conversion");
    }
}
