package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression whose cost is bounded: text beyond 16,384 characters is not matched, nor is text for which the engine
 * would have to try out too much, as a hostile one makes it do. Such text counts as text of another form. Immutable and
 * thread-safe.
 */
final class Regex {

    private static final int MAX_LENGTH = 16_384;

    /** Characters looked at; an expression that does not try out looks at each of its text a few times. */
    private static final int MAX_STEPS = 1_000_000;

    private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

    private final Pattern pattern;
    private final List<String> groups;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
        List<String> names = new ArrayList<>();
        Matcher matcher = GROUP.matcher(pattern.pattern());
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        this.groups = List.copyOf(names);
    }

    /**
     * An expression; one that matches nothing, and a problem noted, if it is wrong.
     *
     * @param yaml the expression
     * @param anyCase whether it matches letters of either case
     * @param named whether it must have named groups
     */
    static Regex read(YamlValue yaml, boolean anyCase, boolean named) {
        String text = yaml.text();
        try {
            Regex regex =
                    new Regex(Pattern.compile(text, anyCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0));
            String blowsUp = RegexRisk.of(text);
            if (blowsUp != null) {
                yaml.wrong("'" + text + "' may take for ever: '" + blowsUp
                        + "' repeats what repeats by itself; say what parts the repetitions, or use ++ or *+");
            }
            if (named && regex.groups.isEmpty()) {
                yaml.wrong("'" + text + "' has no named group, such as (?<user>\\S+): nothing would come of it");
            }
            return regex;
        } catch (PatternSyntaxException e) {
            yaml.wrong("'" + text + "' is no regular expression: " + e.getDescription() + " at character "
                    + (e.getIndex() + 1));
            return new Regex(Pattern.compile("(?!)"));
        }
    }

    /** The names of the groups, in the order of the expression. */
    List<String> groups() {
        return groups;
    }

    /** Whether the expression is found anywhere in a text. */
    boolean isIn(String text) {
        return run(text, false) != null;
    }

    /** The match of the whole text; null if it is of another form. */
    @Nullable Matcher match(String text) {
        return run(text, true);
    }

    private @Nullable Matcher run(String text, boolean whole) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        Matcher matcher = pattern.matcher(new Steps(text));
        try {
            return (whole ? matcher.matches() : matcher.find()) ? matcher : null;
        } catch (TooManySteps | StackOverflowError e) {
            // Both are told of the text alone, and nothing is half done: the matcher is thrown away.
            return null;
        }
    }

    private static final class TooManySteps extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super("the expression looked at more than " + MAX_STEPS + " characters", null, false, false);
        }
    }

    /** Text that lets itself be looked at only so often. Confined to one thread. */
    private static final class Steps implements CharSequence {

        private final String text;
        private int left = MAX_STEPS;

        Steps(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (left-- == 0) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
