package io.crosslog.normalize;

import java.util.List;

/**
 * How the paths of a rule are to be read. Immutable and thread-safe.
 *
 * @param loops the parts, between {@code []}, of the path that the rule's {@code each} walks; empty without one
 * @param absence which values stand for nothing
 * @param anyCase whether names of fields are found in any case
 */
record Scope(List<String> loops, Absence absence, boolean anyCase) {

    /** A rule that says nothing of its own about paths. */
    static final Scope PLAIN = new Scope(List.of(), Absence.EMPTIES, false);

    Scope {
        loops = List.copyOf(loops);
    }

    Scope with(Absence other) {
        return new Scope(loops, other, anyCase);
    }
}
