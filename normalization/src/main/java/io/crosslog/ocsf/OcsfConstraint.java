package io.crosslog.ocsf;

import java.util.List;

/**
 * A rule on the attributes of a class or object taken together. <i>Immutable and thread-safe.</i>
 *
 * @param kind how many of the attributes must be there
 * @param paths names of attributes, or dotted paths from the structure that bears the constraint; never empty
 */
public record OcsfConstraint(Kind kind, List<String> paths) {

    /** How many of a constraint's attributes must be there. */
    public enum Kind {
        /** One or more. */
        AT_LEAST_ONE,
        /** One, not more. */
        JUST_ONE;

        boolean allows(int present) {
            return this == JUST_ONE ? present == 1 : present >= 1;
        }
    }

    /** Copies the paths. */
    public OcsfConstraint {
        paths = List.copyOf(paths);
    }
}
