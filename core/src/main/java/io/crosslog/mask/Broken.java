package io.crosslog.mask;

/** A text is no JSON from here on. Made without a trace, since broken records may come by the thousand. */
final class Broken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Broken() {
        super("no JSON", null, false, false);
    }
}
