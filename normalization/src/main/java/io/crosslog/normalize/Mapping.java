package io.crosslog.normalize;

import java.util.List;

/**
 * How one attribute is made: by the first of several ways that gives a value, or, for a list, by all of them together.
 * Immutable and thread-safe.
 */
final class Mapping {

    private final Place place;
    private final List<Alternative> alternatives;
    private final boolean joined;

    Mapping(Place place, List<Alternative> alternatives, boolean joined) {
        this.place = place;
        this.alternatives = List.copyOf(alternatives);
        this.joined = joined;
    }

    /** Writes the attribute, if there is a value for it. */
    void apply(Run run) {
        run.begin(place);
        boolean written = false;
        for (int i = 0; i < alternatives.size() && (joined || !written); i++) {
            written |= alternatives.get(i).write(run, place, false);
        }
        if (!written && place.sibling() != null) {
            run.forget();
            for (int i = 0; i < alternatives.size() && !written; i++) {
                written = alternatives.get(i).write(run, place, true);
            }
        }
        run.settle(place);
    }
}
