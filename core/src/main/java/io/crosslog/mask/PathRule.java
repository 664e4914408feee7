package io.crosslog.mask;

import java.util.List;

/**
 * What is masked by its path. Immutable and thread-safe.
 *
 * @param names the names on the way, without indexes
 * @param as what is left of it
 */
record PathRule(List<String> names, MaskAs as) {

    /** Copies the names. */
    PathRule {
        names = List.copyOf(names);
    }

    /** Whether a way down into an event ends as this path does: the same field may stand in an envelope, or in unmapped. */
    boolean matches(List<String> way) {
        int skip = way.size() - names.size();
        if (skip < 0) {
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals(Names.withoutNumber(way.get(skip + i)))) {
                return false;
            }
        }
        return true;
    }
}
