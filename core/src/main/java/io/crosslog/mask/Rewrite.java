package io.crosslog.mask;

import org.jspecify.annotations.Nullable;

/** A text of which parts are replaced, from its beginning to its end. Confined to one thread; to be used once. */
final class Rewrite {

    private final String text;
    private final TextView view;
    private final Values values;
    private final Found found;
    private final StringBuilder out = new StringBuilder();
    private int done;

    Rewrite(String text, TextView view, Values values, Found found) {
        this.text = text;
        this.view = view;
        this.values = values;
        this.found = found;
    }

    /** Masks what stands between two places of the view; returns the last character that was dealt with. */
    int replace(int from, int to, NameRule rule) {
        if (to <= from) {
            return from - 1;
        }
        String secret = view.written(from, to);
        @Nullable String left = values.mask(rule, secret, found);
        if (!secret.equals(left)) {
            out.append(text, done, view.start(from)).append(left == null ? "" : left);
            done = view.start(to);
        }
        return to - 1;
    }

    /** What was replaced until now. */
    Mark mark() {
        return new Mark(done, out.length());
    }

    /** Forgets all that was replaced since. */
    void rewind(Mark mark) {
        done = mark.done;
        out.setLength(mark.written);
    }

    /** The text with its parts replaced; the same one if none was. */
    String text() {
        return done == 0 ? text : out.append(text, done, text.length()).toString();
    }

    /**
     * How far a text was rewritten.
     *
     * @param done what of the text
     * @param written what was made of it
     */
    record Mark(int done, int written) {}
}
