package io.crosslog.mask;

import org.jspecify.annotations.Nullable;

/**
 * A name beside a value in plain text, {@code "name": "X-Api-Key", "value": …}: remembers what the name that was read last says
 * of the value behind it. Confined to one thread; to be used once.
 */
final class TextPair {

    /** A value farther away belongs to something else. */
    private static final int REACH = 8_192;

    private final Names names;
    private final TextView view;
    private final ValueEnds ends;
    private final Rewrite out;
    private @Nullable NameRule rule;
    private int nameAt;

    TextPair(Names names, TextView view, ValueEnds ends, Rewrite out) {
        this.names = names;
        this.view = view;
        this.ends = ends;
        this.out = out;
    }

    /** What the value that begins at some place is; null if it is no secret. */
    @Nullable NameRule value(int at) {
        return at - nameAt <= REACH ? rule : null;
    }

    /** Whether a name that stands behind some place says that a value is secret that has not come yet. */
    boolean isOpenSince(int at) {
        return rule != null && nameAt >= at;
    }

    /** The value has come. */
    void used() {
        rule = null;
    }

    /** An object that is no member of another one is none that the name belongs to. */
    void object(int brace) {
        int before = brace - 1;
        while (before >= 0 && brace - before < 8 && ValueEnds.isBlank(view.at(before))) {
            before--;
        }
        char c = view.at(before);
        if (c != ':' && c != '=' && !ValueEnds.isQuote(c)) {
            rule = null;
        }
    }

    /** Remembers the name that is the content of an element, or none. */
    void named(int from, int to) {
        nameAt = from;
        rule = view.at(to) != '<'
                ? null
                : Places.rule(names, view.read(from, to).strip());
    }

    /**
     * Remembers what stands behind a sign.
     *
     * @param sign where the sign is
     * @param width how many quotes stand around the word before it, which says that a name follows
     * @return the last character that was dealt with
     */
    int name(int sign, int width) {
        rule = null;
        nameAt = sign;
        int from = ends.blanks(sign + 1);
        boolean quoted = ValueEnds.isQuote(view.at(from));
        int quotes = quoted ? ends.opening(from, width) : 0;
        if (quoted && quotes == 0) {
            return sign;
        }
        int most = from + quotes + 2 * Names.LONGEST;
        int to = quoted ? ends.quoted(from, quotes, most) : ends.word(from, most);
        if (!quoted && "\r\n,&".indexOf(view.at(to)) < 0) {
            return sign;
        }
        String name = view.read(from + quotes, to);
        rule = Places.rule(names, name);
        int part = quoted ? ends.part(to + quotes) : -1;
        if (part >= 0) {
            NameRule inForm = rule == null ? names.parameter(name) : rule;
            rule = null;
            return inForm == null ? sign : out.replace(part, ends.partEnd(part), inForm);
        }
        return rule == null ? sign : Math.max(sign, to - 1);
    }
}
