package io.crosslog.normalize;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells expressions such as {@code (a+)+}, whose cost doubles with each character of a text: a group, repeated without a bound,
 * that can consist of one part alone which is repeated without a bound too. What is not told here is stopped by {@link Regex}
 * while it runs. Confined to one thread.
 */
final class RegexRisk {

    /** What may stand behind an opening parenthesis; zero-width groups and atomic ones are told by it. */
    private static final Pattern PREFIX = Pattern.compile("\\?(<[a-zA-Z][a-zA-Z0-9]*>|<[=!]|[:=!>]|[a-zA-Z-]*[:)])");

    private static final Pattern REPETITION = Pattern.compile("([*+?]|\\{(\\d+)(,?)(\\d*)})([?+]?)");
    private static final Pattern SET = Pattern.compile("\\[\\^?]?(\\\\.|[^]\\\\])*]");

    private final String regex;
    private final Deque<Group> open = new ArrayDeque<>();
    private int at;

    private RegexRisk(String regex) {
        this.regex = regex;
    }

    /** The offending group; null if there is none. */
    static @Nullable String of(String regex) {
        return new RegexRisk(regex).first();
    }

    private @Nullable String first() {
        open.push(new Group(0, false));
        while (at < regex.length()) {
            char c = regex.charAt(at);
            if (c == '(') {
                open();
            } else if (c == '|') {
                open.element().endAlternative();
                at++;
            } else if (c == ')' && open.size() > 1) {
                Group group = open.pop();
                group.endAlternative();
                at++;
                if (add(group.risky, group.weightless)) {
                    return regex.substring(group.start, at);
                }
            } else {
                at += c == '\\' ? 2 : c == '[' ? set() : 1;
                at = Math.min(at, regex.length());
                add(false, c == '^' || c == '$');
            }
        }
        return null;
    }

    private void open() {
        Matcher prefix = PREFIX.matcher(regex).region(at + 1, regex.length());
        String kind = prefix.lookingAt() ? prefix.group() : "";
        boolean weightless = kind.endsWith("=") || kind.endsWith("!") || kind.endsWith(">") && kind.length() == 2;
        if (kind.endsWith(")")) {
            at += 1 + kind.length();
            return;
        }
        open.push(new Group(at, weightless));
        at += 1 + kind.length();
    }

    private int set() {
        Matcher set = SET.matcher(regex).region(at, regex.length());
        return set.lookingAt() ? set.end() - set.start() : 1;
    }

    /** Reads the repetition of what was just read, and adds it to the group around it; says whether it is an offence. */
    private boolean add(boolean risky, boolean weightless) {
        Matcher repetition = REPETITION.matcher(regex).region(at, regex.length());
        boolean repeated = repetition.lookingAt();
        boolean unbounded = false;
        boolean optional = weightless;
        if (repeated) {
            at = repetition.end();
            String mark = repetition.group(1);
            boolean possessive = repetition.group(5).equals("+");
            unbounded = !possessive
                    && (mark.equals("*")
                            || mark.equals("+")
                            || (",".equals(repetition.group(3))
                                    && repetition.group(4).isEmpty()));
            optional |= mark.equals("*") || mark.equals("?") || "0".equals(repetition.group(2));
        }
        open.element().add(unbounded || (risky && !weightless && !repeated), optional);
        return unbounded && risky && !weightless;
    }

    private static final class Group {

        private final int start;
        private final boolean weightless;
        private boolean unbounded;
        private int required;
        private boolean requiredUnbounded;
        private boolean risky;

        Group(int start, boolean weightless) {
            this.start = start;
            this.weightless = weightless;
        }

        void add(boolean repeats, boolean optional) {
            unbounded |= repeats;
            required += optional ? 0 : 1;
            requiredUnbounded |= repeats && !optional;
        }

        void endAlternative() {
            risky |= unbounded && (required == 0 || (required == 1 && requiredUnbounded));
            unbounded = false;
            required = 0;
            requiredUnbounded = false;
        }
    }
}
