package io.crosslog.s3;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a configuration, so that all of it is told at once. Confined to one thread. */
final class Problems {

    private final List<String> found = new ArrayList<>();

    void add(String problem) {
        found.add(problem);
    }

    void addIf(boolean wrong, String problem) {
        if (wrong) {
            found.add(problem);
        }
    }

    /** Gives back the text, or an empty one if it is not there, which is then a problem. */
    String required(String setting, @Nullable String value) {
        if (value == null || value.isBlank()) {
            found.add(setting + " was " + (value == null ? "not set" : "'" + value + "'") + " but must not be blank");
            return "";
        }
        return value;
    }

    void positive(String setting, Duration value) {
        addIf(value.isZero() || value.isNegative(), setting + " was " + value + " but must be longer than zero");
    }

    /** Throws if there are any. */
    void throwIfAny(String subject) {
        if (!found.isEmpty()) {
            throw new IllegalArgumentException(subject + " has "
                    + (found.size() == 1 ? "a problem: " : found.size() + " problems: ") + String.join("; ", found));
        }
    }
}
