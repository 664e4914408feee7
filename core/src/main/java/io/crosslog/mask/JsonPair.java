package io.crosslog.mask;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of an object that was written which tell a name and the values that bear it. Confined to one thread. */
final class JsonPair {

    private final Names names;
    private final JsonText json;
    private final List<Span> values = new ArrayList<>();
    private boolean named;
    private @Nullable NameRule rule;
    private int nameEnd;

    JsonPair(Names names, JsonText json) {
        this.names = names;
        this.json = json;
    }

    /** Remembers a member whose value was written from some place on. */
    void member(String canonical, int from) {
        int to = json.written();
        String value = Places.isNameOfPair(canonical) && to - from < 8 * Names.LONGEST ? json.written(from, to) : "";
        if (value.length() > 1 && value.startsWith("\"")) {
            named = true;
            NameRule told = rule == null
                    ? Places.rule(names, JsonText.unescaped(value.substring(1, value.length() - 1)))
                    : null;
            if (told != null) {
                rule = told;
                nameEnd = to;
            }
        } else if (Places.isValueOfPair(canonical)) {
            values.add(new Span(from, to));
        }
    }

    /** What the name says of the values; null if nothing. */
    @Nullable NameRule rule() {
        return rule;
    }

    /** Where the name ends in what was written. */
    int nameEnd() {
        return nameEnd;
    }

    /** Whether a name was told, of a secret or not, and a value. */
    boolean isWhole() {
        return named && !values.isEmpty();
    }

    /** Where the values are, in the order in which they were written. */
    List<Span> values() {
        return values;
    }

    /**
     * A part of what was written.
     *
     * @param from where it begins
     * @param to where it ends
     */
    record Span(int from, int to) {}
}
