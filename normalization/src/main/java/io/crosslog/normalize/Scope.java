package io.crosslog.normalize;

import java.util.List;

/**
 * How the paths of a rule are to be read. Immutable and thread-safe.
 *
 * @param loops the parts, between {@code []}, of the path that the rule's {@code each} walks; empty without one
 * @param absence which values stand for nothing
 * @param anyCase whether names of fields are found in any case
 * @param elements how many objects of lists are being built around the path
 * @param opened the texts that are taken apart
 */
record Scope(List<String> loops, Absence absence, boolean anyCase, int elements, Opened opened) {

    /** A rule that says nothing of its own about paths. */
    static final Scope PLAIN = new Scope(List.of(), Absence.EMPTIES, false, 0, Opened.NOTHING);

    Scope {
        loops = List.copyOf(loops);
    }

    Scope with(Absence other) {
        return new Scope(loops, other, anyCase, elements, opened);
    }

    /** The same where nothing is opened yet: a rule is chosen by the event as it comes. */
    Scope unopened() {
        return new Scope(loops, absence, anyCase, elements, Opened.NOTHING);
    }

    /** The same within the objects of lists. */
    Scope within(int objects) {
        return new Scope(loops, absence, anyCase, objects, opened);
    }
}
