package io.crosslog.normalize;

import java.util.Objects;

/**
 * What is wrong at one place of a rule file. Immutable and thread-safe.
 *
 * @param file the file, resource or name that the text was given under
 * @param line the line, from 1; 0 if the file as a whole is meant
 * @param column the column, from 1; 0 if the file as a whole is meant
 * @param message what is wrong, with the offending text and, where one is near, the name that may have been meant
 */
public record RuleProblem(String file, int line, int column, String message) {

    /** Checks that nothing is missing. */
    public RuleProblem {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(message, "message");
    }

    /** {@return the problem as compilers print one: {@code file:line:column: message}} */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
    }
}
