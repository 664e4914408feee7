package io.crosslog.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A way down into an event: names and array indexes, compiled once.
 *
 * <p>Written with dots: {@code http_log.headers[0].name}. A dot, a bracket or a backslash that belongs to a name is
 * escaped with a backslash: {@code __TAG__\.env}.
 *
 * <p>Immutable and thread-safe.
 */
public final class Path {

    private static final int MAX_STEPS = 64;

    private final String text;
    private final List<Object> steps;

    private Path(String text, List<Object> steps) {
        this.text = text;
        this.steps = List.copyOf(steps);
    }

    /**
     * Compiles a path.
     *
     * @param text names separated by dots, indexes in brackets
     * @return the path
     * @throws IllegalArgumentException if the text is no path, saying where
     */
    public static Path of(String text) {
        List<Object> steps = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean nameExpected = true;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\') {
                if (i + 1 == text.length()) {
                    throw wrong(text, i, "a backslash with nothing after it");
                }
                name.append(text.charAt(i + 1));
                i += 2;
            } else if (c == '.' || c == '[') {
                if (name.length() > 0) {
                    steps.add(name.toString());
                    name.setLength(0);
                } else if (nameExpected) {
                    throw wrong(text, i, "a name was expected");
                }
                nameExpected = c == '.';
                i = c == '.' ? i + 1 : index(text, i, steps);
            } else {
                if (!nameExpected && name.length() == 0) {
                    throw wrong(text, i, "a dot or a bracket was expected");
                }
                name.append(c);
                i++;
            }
        }
        if (name.length() > 0) {
            steps.add(name.toString());
        } else if (nameExpected) {
            throw wrong(text, i, "a name was expected");
        }
        if (steps.size() > MAX_STEPS) {
            throw wrong(text, 0, "it has more than " + MAX_STEPS + " steps");
        }
        return new Path(text, steps);
    }

    /**
     * The path to one top-level field, whatever characters its name has.
     *
     * @param name the field's name
     * @return the path
     */
    public static Path ofName(String name) {
        return new Path(escape(name), List.of(name));
    }

    /**
     * A name as it must be written inside a path.
     *
     * @param name any name
     * @return the name with dots, brackets and backslashes escaped
     */
    public static String escape(String name) {
        return name.replace("\\", "\\\\").replace(".", "\\.").replace("[", "\\[");
    }

    private static int index(String text, int open, List<Object> steps) {
        int close = text.indexOf(']', open);
        if (close < 0) {
            throw wrong(text, open, "a bracket that is never closed");
        }
        if (steps.isEmpty()) {
            throw wrong(text, open, "a path begins with a name");
        }
        try {
            int index = Integer.parseInt(text.substring(open + 1, close));
            if (index < 0) {
                throw wrong(text, open, "an index below 0");
            }
            steps.add(index);
        } catch (NumberFormatException e) {
            throw wrong(text, open, "an index that is no number");
        }
        return close + 1;
    }

    private static IllegalArgumentException wrong(String text, int at, String what) {
        return new IllegalArgumentException("'" + text + "' is no path: " + what + " at character " + (at + 1));
    }

    /** {@return number of steps, at least 1} */
    public int size() {
        return steps.size();
    }

    /** {@return the first step: the name of the top-level field} */
    public String first() {
        return (String) steps.get(0);
    }

    /** {@return the steps: a {@link String} for a name, an {@link Integer} for an index; immutable} */
    public List<Object> steps() {
        return steps;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Path other && steps.equals(other.steps);
    }

    @Override
    public int hashCode() {
        return steps.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
