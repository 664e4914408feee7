package io.crosslog.normalize;

/**
 * Turns a source value into the value of an attribute. Stateless, safe for concurrent calls; never throws because of what
 * the value is.
 */
@FunctionalInterface
interface Conversion {

    /**
     * Converts.
     *
     * @param in the value, never absent
     * @param out takes the result; left alone if the value cannot be converted
     */
    void convert(SourceNode in, Outcome out);

    /** A conversion that looks at text only: a scalar's text; objects and lists fail. */
    static Conversion ofText(OfText conversion) {
        return (in, out) -> {
            String text = in.text();
            if (text != null) {
                conversion.convert(text, out);
            }
        };
    }

    /** What {@link #ofText} takes. */
    @FunctionalInterface
    interface OfText {
        void convert(String text, Outcome out);
    }
}
