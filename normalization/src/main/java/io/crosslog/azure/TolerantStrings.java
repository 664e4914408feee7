package io.crosslog.azure;

import io.crosslog.spi.DecodeException;
import java.util.Set;

/**
 * The strings of {@link TolerantJson}: where one ends that strict JSON cannot tell, and what is in it.
 *
 * <p>A quote ends a string if what follows could follow a string there; otherwise it belongs to the text. A quote in a
 * value that a colon follows may be a name's, so that the value's own end was lost: that is not decided but refused.
 * Confined to one thread.
 */
final class TolerantStrings {

    private static final int LONGEST_NAME = 256;

    private final byte[] bytes;
    private final int end;
    private final Bytes out;
    private final Set<Repair> repairs;

    TolerantStrings(byte[] bytes, int end, Bytes out, Set<Repair> repairs) {
        this.bytes = bytes;
        this.end = end;
        this.out = out;
        this.repairs = repairs;
    }

    /** Writes the name of a member that begins at {@code from}; returns where the colon should be. */
    int name(int from) throws DecodeException {
        int quotes = from;
        while (quotes < end && isQuote(bytes[quotes])) {
            quotes++;
        }
        int i = quotes;
        int limit = Math.min(end, from + LONGEST_NAME);
        if (quotes - from == 1) {
            byte quote = bytes[from];
            while (i < limit && bytes[i] != quote && bytes[i] != '\n') {
                i += bytes[i] == '\\' ? 2 : 1;
            }
            if (i < limit && bytes[i] != quote) {
                i = limit;
            }
        } else if (quotes - from == 2 && bytes[from] == bytes[from + 1] && nextIs(quotes, ':')) {
            i = from + 1;
            quotes = i;
        } else {
            while (i < limit && !isQuote(bytes[i]) && bytes[i] != ':' && bytes[i] > ' ' && !isBracket(bytes[i])) {
                i++;
            }
        }
        if (i >= limit || (i == quotes && quotes == from)) {
            throw new DecodeException("a part that is not JSON has no name where one was expected");
        }
        if (quotes - from != 1) {
            repairs.add(Repair.ODD_NAME);
        } else if (bytes[from] == '\'') {
            repairs.add(Repair.SINGLE_QUOTES);
        }
        out.write('"');
        for (int k = quotes; k < i; ) {
            k = character(k, i);
        }
        out.write('"');
        while (i < end && isQuote(bytes[i])) {
            i++;
        }
        return i;
    }

    /** Writes a value in double quotes; returns where it ends. */
    int plain(int from) throws DecodeException {
        out.write('"');
        int i = from + 1;
        while (i < end) {
            if (bytes[i] != '"') {
                i = character(i, end);
            } else if (endsValue(i + 1)) {
                out.write('"');
                return i + 1;
            } else {
                inner(i, Repair.UNESCAPED_QUOTE);
                i++;
            }
        }
        throw new DecodeException("a part that is not JSON is cut off inside a string");
    }

    /** Writes a value in single quotes; returns where it ends. */
    int single(int from, int depth) throws DecodeException {
        repairs.add(Repair.SINGLE_QUOTES);
        out.write('"');
        int i = from + 1;
        while (i < end) {
            if (bytes[i] != '\'') {
                i = bytes[i] == '"' ? quote(i) : character(i, end);
            } else if (endsValue(i + 1) || (depth == 0 && skipSpace(i + 1) == end)) {
                out.write('"');
                return i + 1;
            } else if (i + 1 < end && bytes[i + 1] == '\'') {
                out.write('\'');
                i += 2;
            } else {
                if (nextIs(i + 1, ':')) {
                    throw ambiguous();
                }
                out.write('\'');
                i++;
            }
        }
        throw new DecodeException("a part that is not JSON is cut off inside a string");
    }

    private int quote(int i) {
        out.character((byte) '"');
        return i + 1;
    }

    private void inner(int i, Repair repair) throws DecodeException {
        if (nextIs(i + 1, ':')) {
            throw ambiguous();
        }
        repairs.add(repair);
        out.character((byte) '"');
    }

    private static DecodeException ambiguous() {
        return new DecodeException("a part that is not JSON has a string whose end cannot be told for certain");
    }

    /** Where strict JSON sees the end of a string that begins at {@code from}; -1 if nowhere. */
    int strictEnd(int from) {
        int i = from + 1;
        while (i < end && bytes[i] != '"') {
            i += bytes[i] == '\\' ? 2 : 1;
        }
        return i < end ? i : -1;
    }

    /** Whether a value could have ended just before {@code i}: a closing bracket follows, or a comma and another part. */
    boolean endsValue(int i) {
        int next = skipSpace(i);
        if (next == end) {
            return false;
        }
        byte b = bytes[next];
        if (b == '}' || b == ']') {
            return true;
        }
        if (b != ',') {
            return false;
        }
        int part = skipSpace(next + 1);
        if (part == end) {
            return true;
        }
        byte p = bytes[part];
        if (isQuote(p)) {
            return isNameOrElement(part);
        }
        return isBracket(p) || p == '-' || p == ',' || (p >= '0' && p <= '9') || isWordToColon(part);
    }

    /** Whether what begins with a quote is a short name before a colon, or text that ends before a comma or bracket. */
    private boolean isNameOrElement(int from) {
        byte quote = bytes[from];
        int limit = Math.min(end, from + LONGEST_NAME);
        for (int i = from + 1; i < limit; i++) {
            if (bytes[i] == '\\') {
                i++;
            } else if (bytes[i] == quote) {
                int next = skipSpace(i + 1);
                return next < end
                        && (bytes[next] == ':' || bytes[next] == ',' || bytes[next] == ']' || isQuote(bytes[next]));
            }
        }
        return limit == from + LONGEST_NAME;
    }

    private boolean isWordToColon(int from) {
        int limit = Math.min(end, from + LONGEST_NAME);
        int i = from;
        while (i < limit && (Character.isLetterOrDigit(bytes[i] & 0xFF) || bytes[i] == '_' || bytes[i] == '.')) {
            i++;
        }
        return i > from && i < limit && (nextIs(i, ':') || isLiteral(from, i));
    }

    private boolean isLiteral(int from, int to) {
        int n = to - from;
        return (n == 4 || n == 5) && (nextIs(to, ',') || nextIs(to, ']')) && "tTfFnN".indexOf(bytes[from]) >= 0;
    }

    /** Writes the character or escape at {@code i} of a string's content; returns where the next one is. */
    private int character(int i, int limit) {
        byte b = bytes[i];
        if (b == '\\') {
            return escape(i, limit);
        }
        if (b >= 0 && b < 0x20) {
            repairs.add(Repair.CONTROL_CHARACTER);
        }
        out.character(b);
        return i + 1;
    }

    private int escape(int i, int limit) {
        byte e = i + 1 < limit ? bytes[i + 1] : 0;
        switch (e) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                out.write(bytes, i, 2);
                return i + 2;
            }
            case '\'' -> {
                out.write('\'');
                return i + 2;
            }
            case 'u' -> {
                return unicode(i, limit);
            }
            default -> {
                repairs.add(Repair.BAD_ESCAPE);
                out.character((byte) '\\');
                return i + 1;
            }
        }
    }

    private int unicode(int i, int limit) {
        int unit = unit(i, limit);
        if (unit < 0) {
            repairs.add(Repair.BAD_ESCAPE);
            out.character((byte) '\\');
            return i + 1;
        }
        if (!Character.isSurrogate((char) unit)) {
            out.write(bytes, i, 6);
            return i + 6;
        }
        int low = Character.isHighSurrogate((char) unit) ? unit(i + 6, limit) : -1;
        if (low >= 0 && Character.isLowSurrogate((char) low)) {
            out.write(bytes, i, 12);
            return i + 12;
        }
        repairs.add(Repair.LONE_SURROGATE);
        out.ascii("\\ufffd");
        return i + 6;
    }

    private int unit(int i, int limit) {
        if (i + 6 > limit || bytes[i] != '\\' || bytes[i + 1] != 'u') {
            return -1;
        }
        int value = 0;
        for (int k = i + 2; k < i + 6; k++) {
            int digit = Character.digit(bytes[k], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    int skipSpace(int i) {
        int k = i;
        while (k < end && (bytes[k] == ' ' || bytes[k] == '\n' || bytes[k] == '\r' || bytes[k] == '\t')) {
            k++;
        }
        return k;
    }

    private boolean nextIs(int i, char what) {
        int next = skipSpace(i);
        return next < end && bytes[next] == what;
    }

    private static boolean isQuote(byte b) {
        return b == '"' || b == '\'';
    }

    private static boolean isBracket(byte b) {
        return b == '{' || b == '}' || b == '[' || b == ']';
    }
}
