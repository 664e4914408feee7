package io.crosslog.mask;

import java.nio.charset.StandardCharsets;

/**
 * Tells in one pass over bytes, without making anything of them, whether they may hold something to be masked. May say yes in
 * vain, never no. Most records hold nothing, and for them this is all that masks cost. Immutable and thread-safe.
 */
final class Triggers {

    private static final int MOST_BLANKS = 40;

    private static final int MOST_SLASHES = 16;

    /** Values that stay as they are. */
    private static final byte[][] ABSENT = {
        {}, "-".getBytes(StandardCharsets.US_ASCII), Values.STARS.getBytes(StandardCharsets.US_ASCII)
    };

    private final NameEnds fields;
    private final NameEnds parameters;
    private final NameEnds cookies;
    private final PlaceTriggers places;
    private final boolean always;
    private final boolean passwords;
    private final boolean[] interesting = new boolean[128];

    Triggers(MaskRules rules) {
        fields = new NameEnds(rules.announcing());
        parameters = new NameEnds(rules.names().parameterNames());
        cookies = new NameEnds(rules.names().cookieNames());
        places = new PlaceTriggers(rules.names(), fields, parameters);
        passwords = rules.masksPasswords();
        always = rules.hasPatterns() || fields.isOdd() || parameters.isOdd();
        for (char c : "\"'`=:,\n\r<>&%\\@-.\0".toCharArray()) {
            interesting[c] = true;
        }
    }

    /** Whether bytes in UTF-8, or in any charset that has ASCII in it, may hold something to be masked. */
    boolean fire(byte[] bytes, int offset, int length) {
        if (always) {
            return length > 0;
        }
        int end = offset + length;
        int url = Integer.MIN_VALUE;
        boolean quotes = false;
        for (int i = offset; i < end; i++) {
            byte c = bytes[i];
            if (c < 0 || !interesting[c]) {
                continue;
            }
            boolean fires =
                    switch (c) {
                        case 0 -> true;
                        case '%', '\\' -> escape(bytes, offset, i, end);
                        case '@' -> passwords && url >= offset && isAuthority(bytes, url, i);
                        case '.' -> cookies.end(bytes, offset, i);
                        case '-' -> option(bytes, offset, i, end);
                        case ',' -> !isQuote(bytes, offset, i - 1) && named(c, bytes, offset, i, end);
                        case '<' -> named(c, bytes, offset, i, end) || element(bytes, i + 1, end);
                        case '&' -> named(c, bytes, offset, i, end) || entity(bytes, i + 1, end);
                        default -> named(c, bytes, offset, i, end);
                    };
            if (fires) {
                return true;
            }
            if (c == ':' && !quotes && places.isQuoting(bytes, offset, nameEnd(bytes, offset, i))) {
                quotes = true;
                if (places.fireBehindQuotation(bytes, i, end)) {
                    return true;
                }
            }
            if (c == '@') {
                // What stopped it stands between the URL and all that follows.
                url = Integer.MIN_VALUE;
            } else if (isUrl(bytes, i, end)) {
                url = i;
            }
        }
        return false;
    }

    /** Whether a colon stands here, escaped or not, and a slash may come behind it. */
    private static boolean isUrl(byte[] bytes, int at, int end) {
        int colon = bytes[at] == ':' ? 1 : Escapes.code(bytes, at, end) == ':' ? Escapes.width(bytes, at) : 0;
        if (colon == 0) {
            return false;
        }
        int next = at + colon;
        while (next < end && bytes[next] == '\\' && next - at < MOST_SLASHES) {
            next++;
        }
        byte c = next < end ? bytes[next] : 0;
        return c == '/'
                || c == '%'
                || c == '&'
                || c == '\\'
                || c == 'u' && next > at + colon
                || c == 'x' && next > at + colon;
    }

    /**
     * Whether all from a URL's colon to an at-sign may stand before its host, however long it is: escapes may make more of it
     * than is read in the end.
     */
    private static boolean isAuthority(byte[] bytes, int colon, int at) {
        int from = colon + (bytes[colon] == ':' ? 1 : Escapes.width(bytes, colon));
        for (int slashes = 0; bytes[from] == '\\' || bytes[from] == '/' && slashes < 2; from++) {
            slashes += bytes[from] == '/' ? 1 : 0;
        }
        for (int i = at - 1; i >= from; i--) {
            boolean entity = bytes[i] == '#' && (bytes[i - 1] == '&' || bytes[i - 1] == ';');
            if (!entity && (bytes[i] >= 0 && bytes[i] <= ' ' || "/?#<>\"'".indexOf(bytes[i]) >= 0)) {
                return false;
            }
        }
        return true;
    }

    /** An escaped letter may be one of a name, an escaped percent sign may hide anything; signs count as themselves. */
    private boolean escape(byte[] bytes, int from, int at, int end) {
        byte next = at + 1 < end ? bytes[at + 1] : 0;
        if (bytes[at] == '\\' && (next == 'n' || next == 'r')) {
            return named(next, bytes, from, at, end);
        }
        int code = Escapes.code(bytes, at, end);
        if (code < 0 || code >= 0x80) {
            return false;
        }
        boolean letter = code >= 'a' && code <= 'z' || code >= 'A' && code <= 'Z' || code >= '0' && code <= '9';
        if (letter || code == '-' || code == '_' || code == '%' || code == '\\' || code == 0 || code == '@') {
            return true;
        }
        int behind = at + Escapes.width(bytes, at);
        if (code == '<' && element(bytes, behind, end) || code == '&' && entity(bytes, behind, end)) {
            return true;
        }
        return interesting[code]
                && (named(code, bytes, from, at, end)
                        || parameters.end(bytes, from, nameEnd(bytes, from, at))
                        || cookies.end(bytes, from, at)
                        || places.announce(bytes, from, nameEnd(bytes, from, at)));
    }

    /** Whether an option of a command begins here that announces a secret: nothing but a blank may end its name. */
    private boolean option(byte[] bytes, int from, int at, int end) {
        if (at > from && NameEnds.isNameByte(bytes[at - 1]) && !Escapes.isEscape(bytes, from, at)) {
            return false;
        }
        int stop = at;
        while (stop < end && stop - at < Names.LONGEST && NameEnds.isNameByte(bytes[stop])) {
            stop++;
        }
        return stop < end && fields.end(bytes, at, stop);
    }

    /** Whether an element begins here whose name announces a secret; attributes may follow that name. */
    private boolean element(byte[] bytes, int from, int end) {
        int stop = from;
        while (stop < end && stop - from < Names.LONGEST) {
            boolean prefix = bytes[stop] == ':' || Escapes.code(bytes, stop, end) == ':';
            if (!prefix && !NameEnds.isNameByte(bytes[stop])) {
                break;
            }
            stop += bytes[stop] == '%' || bytes[stop] == '\\' ? Escapes.width(bytes, stop) : 1;
        }
        return stop > from && stop < end && fields.end(bytes, from, stop);
    }

    /** Whether an entity stands here that begins an element whose name announces a secret. */
    private boolean entity(byte[] bytes, int from, int end) {
        int at = from;
        while (at + 4 <= end
                && bytes[at] == 'a'
                && bytes[at + 1] == 'm'
                && bytes[at + 2] == 'p'
                && bytes[at + 3] == ';') {
            at += 4;
        }
        boolean less = at + 3 <= end && bytes[at] == 'l' && bytes[at + 1] == 't' && bytes[at + 2] == ';';
        return less && element(bytes, at + 3, end);
    }

    /** Whether what stands before a sign ends as a name does that announces a secret, which may be absent. */
    private boolean named(int code, byte[] bytes, int from, int sign, int end) {
        int stop = nameEnd(bytes, from, sign);
        return fields.end(bytes, from, stop) && !isAbsent(bytes, stop, end)
                || (code == '=' || code == '&') && parameters.end(bytes, from, stop)
                || code == '&' && places.announce(bytes, from, stop)
                || code == '"' && parameters.end(bytes, from, stop) && isPart(bytes, from, stop)
                || code == ':' && !isQuote(bytes, from, sign - 1) && places.fire(bytes, from, stop, sign, end);
    }

    private static int nameEnd(byte[] bytes, int from, int sign) {
        int end = sign;
        for (int blanks = 0; end > from && blanks < MOST_BLANKS; blanks++) {
            int blank = isBetween(bytes[end - 1]) ? 1 : Escapes.blankBefore(bytes, from, end);
            if (blank == 0) {
                break;
            }
            end -= blank;
        }
        return end;
    }

    /** Whether what comes behind a name in quotes is a value in the same quotes that is none. */
    private static boolean isAbsent(byte[] bytes, int nameEnd, int end) {
        int colon = nameEnd;
        while (colon < end && colon - nameEnd < MOST_SLASHES && (bytes[colon] == '"' || bytes[colon] == '\\')) {
            colon++;
        }
        int quotes = colon - nameEnd;
        if (quotes == 0 || colon >= end || bytes[colon] != ':') {
            return false;
        }
        int from = blanks(bytes, colon + 1, end) + quotes;
        if (!isSame(bytes, nameEnd, from - quotes, quotes, end)) {
            return false;
        }
        for (byte[] absent : ABSENT) {
            int to = from + absent.length;
            if (startsWith(bytes, from, absent, end) && isSame(bytes, nameEnd, to, quotes, end)) {
                int next = blanks(bytes, to + quotes, end);
                return next < end && (bytes[next] == ',' || bytes[next] == '}');
            }
        }
        return false;
    }

    /** Whether an equals sign and a quote stand before a name, as they do in the parts of forms. */
    private static boolean isPart(byte[] bytes, int from, int nameEnd) {
        int at = nameEnd - 1;
        while (at >= from && nameEnd - at < Names.LONGEST && NameEnds.isNameByte(bytes[at])) {
            at--;
        }
        if (!isQuote(bytes, from, at)) {
            return false;
        }
        at--;
        while (at > from && nameEnd - at < Names.LONGEST && bytes[at] == '\\') {
            at--;
        }
        return at >= from && bytes[at] == '=';
    }

    private static int blanks(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && at - from < MOST_BLANKS && bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    private static boolean isSame(byte[] bytes, int one, int other, int length, int end) {
        if (other + length > end) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[one + i] != bytes[other + i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] bytes, int from, byte[] word, int end) {
        if (from + word.length > end) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (bytes[from + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBetween(byte b) {
        return b == ' ' || b == '\t' || b == '"' || b == '\'' || b == '`' || b == '\\' || b == '=' || b == ']';
    }

    private static boolean isQuote(byte[] bytes, int from, int at) {
        return at >= from && bytes[at] == '"';
    }
}
