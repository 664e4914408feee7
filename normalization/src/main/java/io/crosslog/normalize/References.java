package io.crosslog.normalize;

import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code ${name}} in the text of a rule file. A second dollar sign before it makes it plain; a dot behind one that stands for
 * nothing goes with it, so that {@code ${prefix}.name} is {@code name} without a prefix.
 */
final class References {

    private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{([A-Za-z_][A-Za-z0-9_-]*)}(\\.?)");

    /** Characters that a value may have once it is filled in: parts that include parts could make it grow without bound. */
    static final int MOST = 65_536;

    private References() {}

    /** The text with its references replaced; null if it grows beyond bounds. */
    static @Nullable String fill(String text, UnaryOperator<String> values) {
        if (text.indexOf("${") < 0) {
            return text;
        }
        StringBuilder filled = new StringBuilder();
        Matcher matcher = REFERENCE.matcher(text);
        int from = 0;
        while (matcher.find()) {
            filled.append(text, from, matcher.start());
            if (matcher.group().startsWith("$$")) {
                filled.append(matcher.group().substring(1));
            } else {
                String value = values.apply(matcher.group(1));
                filled.append(value).append(value.isEmpty() ? "" : matcher.group(2));
            }
            from = matcher.end();
            if (filled.length() > MOST) {
                return null;
            }
        }
        return filled.append(text, from, text.length()).toString();
    }

    /** The name, if the text is a reference and nothing else. */
    static @Nullable String only(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        return text.startsWith("${") && text.endsWith("}") && matcher.matches() ? matcher.group(1) : null;
    }

    /** The names of all references in the text. */
    static Set<String> in(String text) {
        Set<String> names = new HashSet<>();
        Matcher matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            if (!matcher.group().startsWith("$$")) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }
}
