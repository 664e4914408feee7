package io.crosslog.mask;

import org.jspecify.annotations.Nullable;

/**
 * Objects called {@code authorization} in plain text that say what somebody was allowed to do: in them only what begins as
 * credentials do is masked. Confined to one thread; to be used once.
 */
final class Permissions {

    /** How far behind the beginning of an object credentials in it are looked for. */
    private static final int REACH = 4_096;

    private final TextView view;
    private final ValueEnds ends;
    private final Rewrite out;
    private @Nullable NameRule rule;
    private int end;

    Permissions(TextView view, ValueEnds ends, Rewrite out) {
        this.view = view;
        this.ends = ends;
        this.out = out;
    }

    /** Whether an object or a list of objects begins behind a sign. */
    boolean begin(int sign, NameRule known) {
        int from = ends.blanks(sign + 1);
        from = view.at(from) == '[' ? ends.blanks(from + 1) : from;
        int first = ends.blanks(from + 1);
        if (view.at(from) != '{' || first >= view.size() || !ValueEnds.isQuote(view.at(first))) {
            return false;
        }
        rule = known;
        end = first + REACH;
        return true;
    }

    /** What is known of a member that is called as credentials are; null if it is of no such object. */
    @Nullable NameRule member(int at) {
        return at <= end ? rule : null;
    }

    /** Credentials in quotes; returns the last character that was dealt with. */
    int quote(int open) {
        NameRule known = member(open);
        if (known == null) {
            return open;
        }
        int from = open + ends.quotes(open);
        String head = view.read(from, Math.min(view.size(), from + 32));
        return Values.isHeader(head) ? out.replace(from, ends.quoted(open, from - open, view.size()), known) : open;
    }
}
