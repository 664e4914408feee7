package io.crosslog.mask;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is masked wherever an expression finds it: its first group, or all that it matches if it has none. Immutable and
 * thread-safe.
 *
 * @param pattern the expression
 * @param as what is left of what it finds
 */
record PatternRule(Pattern pattern, MaskAs as) {

    /** How many characters may be looked at for each of the text's: an expression that needs more is backtracking. */
    private static final int LOOKS = 200;

    /** The text without what the expression finds; all of it is masked where the expression takes too long to tell. */
    String apply(String text, Values values, Found found) {
        NameRule rule = new NameRule("", false, NameRule.Kind.OPAQUE, as);
        try {
            Matcher matcher = pattern.matcher(new Watched(text, new long[] {10_000 + (long) LOOKS * text.length()}));
            if (!matcher.find()) {
                return text;
            }
            StringBuilder clean = new StringBuilder(text.length());
            int done = 0;
            do {
                int group = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? 1 : 0;
                int from = Math.max(done, matcher.start(group));
                int to = matcher.end(group);
                if (to > from) {
                    String left = values.mask(rule, text.substring(from, to), found);
                    clean.append(text, done, from).append(left == null ? "" : left);
                    done = to;
                }
            } while (matcher.find());
            return clean.append(text, done, text.length()).toString();
        } catch (TooLong | StackOverflowError e) {
            return Values.STARS;
        }
    }

    private static final class TooLong extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLong() {
            super("the expression of a mask takes too long", null, false, false);
        }
    }

    /** A text that counts how often it is looked at. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Watched(CharSequence text, long[] left) implements CharSequence {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--left[0] < 0) {
                throw new TooLong();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(text.subSequence(start, end), left);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
