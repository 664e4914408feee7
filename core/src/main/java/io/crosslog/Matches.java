package io.crosslog;

import io.crosslog.model.LogEvent;
import io.crosslog.model.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The usual predicates for {@link Route routes}; they combine by {@link Predicate#and}, {@link Predicate#or} and
 * {@link Predicate#negate}. Immutable and thread-safe.
 */
public final class Matches {

    private Matches() {}

    /**
     * Looks at what the source and its owner say of the record, such as topic, logset or a label.
     *
     * @param name name of the attribute
     * @param anyOf its values, one of which it must have; none if it only has to be there
     * @return a predicate that an event meets whose record has such an attribute
     */
    public static Predicate<LogEvent> attribute(String name, String... anyOf) {
        Objects.requireNonNull(name, "name");
        Set<String> values = Set.copyOf(Arrays.asList(anyOf));
        return event -> {
            String value = event.attributes().get(name);
            return value != null && (values.isEmpty() || values.contains(value));
        };
    }

    /**
     * Looks at a field of the event: as decoded, or as normalized behind a normalizer, such as {@code class_uid} or
     * {@code metadata.product.name}.
     *
     * @param path where to look, in the form that {@link Path#of(String)} takes
     * @param anyOf its values as text, one of which it must have; none if it only has to be there and not be null
     * @return a predicate that an event meets that has such a field
     * @throws IllegalArgumentException if that is no path
     */
    public static Predicate<LogEvent> field(String path, String... anyOf) {
        Path at = Path.of(path);
        Set<String> values = Set.copyOf(Arrays.asList(anyOf));
        return event -> event.text(at)
                .filter(value -> values.isEmpty() || values.contains(value))
                .isPresent();
    }
}
