package io.crosslog.render;

import io.crosslog.model.JsonWriter;
import io.crosslog.model.LogEvent;
import io.crosslog.spi.Output;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts what no column took into a row. Confined to one thread. */
final class RestWriter {

    /** Deeper objects are JSON text: their names would make no column that anybody asks for. */
    private static final int MAX_DEPTH = 16;

    private final Rest rest;
    private final LogEvent.Builder row;
    private final Output out;

    /** The last number that a name got, so that many of one name do not count from the beginning each. */
    private final Map<String, Integer> numbers = new HashMap<>(0);

    RestWriter(Rest rest, LogEvent.Builder row, Output out) {
        this.rest = rest;
        this.row = row;
        this.out = out;
    }

    void write(Map<String, @Nullable Object> left) {
        if (rest.field() == null) {
            left.forEach((name, value) -> column(name, value, rest.kept().contains(name) ? MAX_DEPTH : 1));
        } else if (!left.isEmpty()) {
            row.put(rest.field(), json(left));
        }
    }

    private void column(String name, @Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> members && !members.isEmpty() && depth < MAX_DEPTH) {
            members.forEach((member, inner) -> column(name + rest.separator() + member, inner, depth + 1));
        } else {
            row.put(free(name), scalar(value));
        }
    }

    /** A column of the table keeps its name, and so does the first of two attributes whose joined names are one. */
    private String free(String wish) {
        if (!row.has(wish)) {
            return wish;
        }
        out.count("render-name-taken");
        int number = numbers.getOrDefault(wish, 1);
        String name;
        do {
            number++;
            name = wish + rest.separator() + number;
        } while (row.has(name));
        numbers.put(wish, number);
        return name;
    }

    /** A cell holds text, a number, true or false, or nothing; arrays and objects are JSON text. */
    static @Nullable Object scalar(@Nullable Object value) {
        return value instanceof Map || value instanceof List ? json(value) : value;
    }

    private static String json(Object value) {
        return new JsonWriter(256).value(value).toString();
    }
}
