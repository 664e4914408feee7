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
    private static final int MAX_EXPRESSION = 4_096;

    /** Characters looked at; an expression that does not try out looks at each of its text a few times. */
    private static final int MAX_STEPS = 1_000_000;

    private static final Pattern NOTHING = Pattern.compile("(?!)");

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
        if (text.isEmpty() || text.length() > MAX_EXPRESSION) {
            yaml.wrong("a regular expression has from 1 to " + MAX_EXPRESSION + " characters");
            return new Regex(NOTHING);
        }
        try {
            Regex regex =
                    new Regex(Pattern.compile(text, anyCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0));
            String blowsUp = RegexRisk.of(text);
            String hostile = blowsUp == null ? RegexProbe.of(regex.pattern) : null;
            if (blowsUp != null) {
                yaml.wrong("'" + text + "' may take for ever: '" + blowsUp
                        + "' repeats what repeats by itself; say what parts the repetitions, or use ++ or *+");
            } else if (hostile != null) {
                yaml.wrong("'" + text + "' may take for ever: so it does on '" + hostile
                        + "' and a character that does not fit; let no two ways match the same text, or use ++ or *+");
            }
            if (named && regex.groups.isEmpty()) {
                yaml.wrong("'" + text + "' has no named group, such as (?<user>\\S+): nothing would come of it");
            }
            return regex;
        } catch (PatternSyntaxException e) {
            yaml.wrong("'" + text + "' is no regular expression: " + e.getDescription() + " at character "
                    + (e.getIndex() + 1));
            return new Regex(NOTHING);
        } catch (StackOverflowError e) {
            yaml.wrong("the regular expression is nested too deep");
            return new Regex(NOTHING);
        }
    }

    /** The expression itself, for those who bound its cost themselves. */
    Pattern pattern() {
        return pattern;
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
        Matcher matcher = pattern.matcher(new BoundedText(text, MAX_STEPS));
        try {
            return (whole ? matcher.matches() : matcher.find()) ? matcher : null;
        } catch (BoundedText.TooManySteps | StackOverflowError e) {
            // Both are told of the text alone, and nothing is half done: the matcher is thrown away.
            return null;
        }
    }
}
