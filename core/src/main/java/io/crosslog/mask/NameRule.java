package io.crosslog.mask;

/**
 * What is masked by its name. Immutable and thread-safe.
 *
 * @param name the name in its canonical form: letters and digits in lower case
 * @param anyPrefix whether longer names that end so are meant too, such as {@code Proxy-Authorization}
 * @param kind how its values are made up
 * @param as what is left of them
 */
record NameRule(String name, boolean anyPrefix, Kind kind, MaskAs as) {

    /** How values are made up. */
    enum Kind {
        /** A scheme and what it needs, as in {@code Authorization}. */
        CREDENTIALS,
        /** Names and values, as in {@code Cookie}. */
        COOKIES,
        /** Anything; all of it is secret. */
        OPAQUE
    }

    boolean matches(String canonical) {
        return anyPrefix ? canonical.endsWith(name) : canonical.equals(name);
    }

    /** The same rule for a value of which all is secret. */
    NameRule opaque() {
        return new NameRule(name, anyPrefix, Kind.OPAQUE, as);
    }
}
