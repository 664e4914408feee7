package io.crosslog.mask;

import java.util.List;

/**
 * Tells whether bytes may name a place of a request where a secret was found, as {@link Places} knows them. May say yes in
 * vain, never no. Immutable and thread-safe.
 */
final class PlaceTriggers {

    private static final int MOST_BLANKS = 40;

    private final NameEnds fields;
    private final NameEnds parameters;
    private final NameEnds secretPlaces;
    private final NameEnds namedPlaces;
    private final NameEnds quoting;

    PlaceTriggers(Names names, NameEnds fields, NameEnds parameters) {
        this.fields = fields;
        this.parameters = parameters;
        boolean any = !names.isEmpty();
        secretPlaces = new NameEnds(any ? Places.secret() : List.of());
        namedPlaces = new NameEnds(any ? Places.named() : List.of());
        quoting = new NameEnds(any ? Places.quoting() : List.of());
    }

    /** Whether a name ends here that announces a place, or what was found at one. */
    boolean announce(byte[] bytes, int from, int stop) {
        return secretPlaces.end(bytes, from, stop)
                || namedPlaces.end(bytes, from, stop)
                || isQuoting(bytes, from, stop);
    }

    /** Whether a name ends here that announces what was found at a place which is named only behind it. */
    boolean isQuoting(byte[] bytes, int from, int stop) {
        return quoting.end(bytes, from, stop);
    }

    /** Whether the name of a place ends at {@code stop}, and around the colon behind it a secret one is named. */
    boolean fire(byte[] bytes, int from, int stop, int colon, int end) {
        return secretPlaces.end(bytes, from, stop)
                || namedPlaces.end(bytes, from, stop) && isSecretBehind(bytes, colon, end);
    }

    /** Whether the name behind a place may be that of a secret. */
    private boolean isSecretBehind(byte[] bytes, int colon, int end) {
        int from = colon + 1;
        while (from < end && from - colon < MOST_BLANKS && bytes[from] >= 0 && bytes[from] <= ' ') {
            from++;
        }
        for (int i = from; i < end && i - from <= 2 * Names.LONGEST; i++) {
            byte c = bytes[i];
            if (NameEnds.isNameByte(c) || c == '#') {
                continue;
            }
            boolean escape = c == '\\' || c == '%' || c == '&';
            if (c < 0 || escape && (i == from || mayBeBlank(bytes, i, end)) || i - colon >= MOST_BLANKS && i == from) {
                return true;
            } else if (fields.end(bytes, from, i) || parameters.end(bytes, from, i)) {
                return true;
            } else if (c != ' ') {
                return false;
            }
        }
        return fields.end(bytes, from, end) || parameters.end(bytes, from, end);
    }

    /** Whether an escape may be that of a blank, which makes no difference in a name. */
    private static boolean mayBeBlank(byte[] bytes, int at, int end) {
        int next = at;
        while (next < end && bytes[next] == '\\') {
            next++;
        }
        return next > at && next < end && bytes[next] == 'u';
    }

    /** Whether what begins behind a sign a firewall may have found at a secret place: whether a name of one stands behind it. */
    boolean fireBehindQuotation(byte[] bytes, int sign, int end) {
        for (int i = sign + 1; i < end; i++) {
            if (!NameEnds.isNameByte(bytes[i]) && NameEnds.isNameByte(bytes[i - 1]) && fields.end(bytes, sign + 1, i)) {
                return true;
            }
        }
        return fields.end(bytes, sign + 1, end);
    }
}
