package io.crosslog.normalize;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a path begins, and the steps that it takes from there. Immutable and thread-safe.
 *
 * @param from where it begins
 * @param level of how many lists within each other, or around the element at hand
 * @param steps names and indexes
 */
record Way(From from, int level, List<Object> steps) {

    /** Where a path begins. */
    enum From {
        EVENT,
        LOOP,
        ELEMENT,
        BESIDE
    }

    /**
     * Whether this may lead to a part of what stands at the end of another way through the same event; of ways from elements of
     * lists, that is said too often rather than too seldom.
     *
     * @param text the other way
     * @param elements whether the parts are those of elements of the list that stands there
     */
    boolean mayLeadInto(Way text, boolean elements) {
        boolean beyond = startsWith(text.steps) && (elements || steps.size() > text.steps.size());
        return from == From.ELEMENT
                ? !steps.isEmpty() && (beyond || elements || text.from != From.EVENT)
                : from == text.from && level == text.level && beyond;
    }

    private boolean startsWith(List<Object> first) {
        return steps.size() >= first.size()
                && IntStream.range(0, first.size()).allMatch(i -> first.get(i)
                        .toString()
                        .equalsIgnoreCase(steps.get(i).toString()));
    }
}
