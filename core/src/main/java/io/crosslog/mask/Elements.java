package io.crosslog.mask;

import org.jspecify.annotations.Nullable;

/**
 * Masks what stands in elements of XML whose name, or the name that an attribute or an element beside them gives, is that of a
 * secret. Confined to one thread; to be used once.
 */
final class Elements {

    private static final String CDATA = "![CDATA[";

    private final Names names;
    private final TextView view;
    private final ValueEnds ends;
    private final TextPair pair;
    private final Rewrite out;

    /** Where the tag begins that is read; -1 outside of tags. */
    private int tag = -1;

    private String name = "";
    private boolean closing;

    /** What all is in an element that has others in it. */
    private @Nullable NameRule inside;

    private String insideName = "";

    Elements(Names names, TextView view, ValueEnds ends, TextPair pair, Rewrite out) {
        this.names = names;
        this.view = view;
        this.ends = ends;
        this.pair = pair;
        this.out = out;
    }

    /** A tag may begin; returns the last character that was dealt with. */
    int begin(int sign) {
        if (inside != null && view.startsWith(CDATA, sign + 1)) {
            return cdata(sign, inside);
        }
        closing = view.at(sign + 1) == '/';
        int from = sign + (closing ? 2 : 1);
        int end = ends.name(from);
        if (view.at(end) == ':' && end > from) {
            from = end + 1;
            end = ends.name(from);
        }
        tag = end > from ? sign : -1;
        name = end > from ? Names.canonical(view.read(from, end)) : "";
        return sign;
    }

    /** A tag may end; returns the last character that was dealt with. */
    int end(int sign) {
        int from = tag;
        tag = -1;
        if (closing && name.equals(insideName)) {
            inside = null;
        }
        NameRule rule = inside;
        boolean opens = from >= 0 && !closing && view.at(sign - 1) != '/';
        if (opens && rule == null) {
            rule = content(from);
            if (rule == null && Places.isNameOfPair(name)) {
                pair.named(sign + 1, ends.content(sign, sign + 3 * Names.LONGEST));
            }
        }
        return rule == null ? sign : masked(sign, rule);
    }

    /** What the content of an element is; null if it is no secret. */
    private @Nullable NameRule content(int from) {
        NameRule rule = names.field(name);
        if (rule == null && (pair.isOpenSince(from) || Places.isValueOfPair(name))) {
            rule = pair.value(from);
            pair.used();
        }
        return rule;
    }

    private int masked(int sign, NameRule rule) {
        int to = ends.content(sign, view.size());
        boolean blank = ends.isBlank(sign + 1, to);
        if (blank && to < view.size() && view.at(to + 1) != '/' && inside == null) {
            inside = rule;
            insideName = name;
        }
        return blank ? Math.max(sign, to - 1) : Math.max(sign, out.replace(sign + 1, to, rule));
    }

    private int cdata(int sign, NameRule rule) {
        int from = sign + 1 + CDATA.length();
        int to = from;
        while (to < view.size() && !view.startsWith("]]>", to)) {
            to++;
        }
        return Math.max(sign, out.replace(from, to, rule));
    }
}
