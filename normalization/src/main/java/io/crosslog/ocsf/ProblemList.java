package io.crosslog.ocsf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the problems of one event; bounded, since an event may be hostile. Confined to one thread. */
final class ProblemList {

    private static final int MOST = 1_000;
    private static final int QUOTED = 100;

    private final List<OcsfProblem> problems = new ArrayList<>();

    void error(String code, String path, String message) {
        add(OcsfProblem.Level.ERROR, code, path, message);
    }

    void warning(String code, String path, String message) {
        add(OcsfProblem.Level.WARNING, code, path, message);
    }

    void wrongType(String path, String expected, @Nullable Object value) {
        error("attribute_wrong_type", path, "expected " + expected + ", got " + kind(value));
    }

    private void add(OcsfProblem.Level level, String code, String path, String message) {
        if (problems.size() < MOST) {
            problems.add(new OcsfProblem(level, code, path, message));
        } else if (problems.size() == MOST) {
            problems.add(new OcsfProblem(
                    OcsfProblem.Level.ERROR,
                    "too_many_problems",
                    "",
                    "more than " + MOST + " problems; the rest is not listed"));
        }
    }

    OcsfReport report() {
        return new OcsfReport(problems);
    }

    static String quote(Object value) {
        String text = String.valueOf(value);
        return '"' + (text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text) + '"';
    }

    private static String kind(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Map) {
            return "an object";
        }
        if (value instanceof List) {
            return "an array";
        }
        if (value instanceof CharSequence) {
            return "the string " + quote(value);
        }
        if (value instanceof Number) {
            return (Numbers.isWhole(value) ? "the integer " : "the number ") + quote(value);
        }
        return value instanceof Boolean
                ? "the boolean " + value
                : "a " + value.getClass().getSimpleName();
    }
}
