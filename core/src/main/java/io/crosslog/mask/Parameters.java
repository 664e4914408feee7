package io.crosslog.mask;

/** Tells parameters of URLs, queries and forms from other things with equals signs. Confined to one thread. */
final class Parameters {

    /** Shorter values are told by what stands around them alone. */
    private static final int SHORTEST_RANDOM = 16;

    /** So many characters of a value are looked at. */
    private static final int MOST = 256;

    private final TextView view;
    private final ValueEnds ends;
    private final boolean wholeQuery;

    Parameters(TextView view, ValueEnds ends) {
        this.view = view;
        this.ends = ends;
        this.wholeQuery = view.isWord();
    }

    /** Whether a name is that of a parameter, by what stands before it. */
    boolean begins(int start, int sign) {
        if (start == 0) {
            return wholeQuery;
        }
        char before = view.at(start - 1);
        return "?&;#=".indexOf(before) >= 0
                || ValueEnds.isQuote(before)
                || (view.percents(sign) > 0 && !Character.isLetterOrDigit(before));
    }

    /** Whether a name is that of a parameter, by what stands before it or by its value and what follows it. */
    boolean is(int start, int sign) {
        if (begins(start, sign)) {
            return true;
        }
        int end = ends.parameter(sign, sign + 1 + MOST);
        return end > sign + 1 && view.at(end) == '&' || isRandom(sign + 1, end);
    }

    /** Whether digits and letters take turns as they do in what was made by chance, and not in the name of a thing. */
    private boolean isRandom(int from, int to) {
        int turns = 0;
        for (int i = from + 1; i < to; i++) {
            char before = view.at(i - 1);
            char c = view.at(i);
            boolean digitTurn = isLetter(before) && isDigit(c) || isDigit(before) && isLetter(c);
            turns += digitTurn || isLower(before) && isUpper(c) ? 1 : 0;
        }
        return to - from >= SHORTEST_RANDOM && turns > 2;
    }

    private static boolean isLetter(char c) {
        return isLower(c) || isUpper(c);
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
