package io.crosslog.render;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of a row. Immutable and thread-safe.
 *
 * @param name its name
 * @param choices ways to fill it; the first that gives a value does
 * @param seen where the name is public, or empty
 */
record Column(String name, List<Choice> choices, String seen) {

    Column {
        choices = List.copyOf(choices);
    }

    /** The value for an event, null if it has none. */
    @Nullable Object valueIn(EventTree event) {
        for (Choice choice : choices) {
            Object value = choice.valueIn(event);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    Column named(String other) {
        return new Column(other, choices, "");
    }
}
