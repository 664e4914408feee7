package io.crosslog.mask;

import org.jspecify.annotations.Nullable;

/**
 * Masks what firewalls quote from secret places, {@code Matched Data: S found within REQUEST_COOKIES:sid: S}. Confined to one
 * thread; to be used once.
 */
final class Quotations {

    private final Names names;
    private final TextView view;
    private final ValueEnds ends;
    private final Rewrite out;

    /** Where what is quoted begins; -1 if nothing is. */
    private int quoted = -1;

    private Rewrite.Mark before = new Rewrite.Mark(0, 0);

    Quotations(Names names, TextView view, ValueEnds ends, Rewrite out) {
        this.names = names;
        this.view = view;
        this.ends = ends;
        this.out = out;
    }

    /**
     * Masks what is quoted, once the sign is read behind which the place's name stands.
     *
     * @param name the word before the sign
     * @param start where that word begins
     * @param sign where the sign is
     * @return the rule of the place; null if nothing is quoted, or nothing secret
     */
    @Nullable NameRule place(String name, int start, int sign) {
        if (view.at(sign) != ':') {
            return null;
        }
        if (name.equalsIgnoreCase("data") && behind("matched", start) >= 0) {
            quoted = ends.blanks(sign + 1);
            before = out.mark();
            return null;
        }
        int to = quoted < 0 ? -1 : behind("found within", start);
        if (to < 0) {
            return null;
        }
        int from = quoted;
        quoted = -1;
        NameRule rule = Places.rule(names, view.read(start, ends.name(ends.blanks(sign + 1))));
        if (rule != null) {
            out.rewind(before);
            while (to > from && view.at(to - 1) <= ' ') {
                to--;
            }
            out.replace(from, to, rule.opaque());
        }
        return rule;
    }

    /** What a firewall says behind a place is the whole of what it found there. */
    int behindPlace(int sign, NameRule rule) {
        int colon = ends.name(ends.blanks(sign + 1));
        boolean header = names.field(view.read(sign + 1, colon)) != null;
        if (header || view.at(colon) != ':') {
            return sign;
        }
        int from = ends.blanks(colon + 1);
        return Math.max(sign, out.replace(from, ends.line(from), rule.opaque()));
    }

    /** Where words begin that stand right before a place; -1 if they do not. */
    private int behind(String words, int place) {
        int end = place;
        while (end > 0 && place - end < 4 && (ValueEnds.isBlank(view.at(end - 1)) || view.at(end - 1) == '[')) {
            end--;
        }
        int from = end - words.length();
        return from >= 0 && view.read(from, end).equalsIgnoreCase(words) ? from : -1;
    }
}
