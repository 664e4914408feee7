package io.crosslog.azure;

import io.crosslog.decode.JsonNames;
import io.crosslog.decode.JsonScanner;
import io.crosslog.spi.DecodeException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an envelope begins: a brace, the name records, a colon and a bracket; its name in any case, in quotes of any kind, maybe behind other members.
 *
 * @param list index of the list's bracket
 * @param isMended whether the name's quotes are not those of JSON
 * @param before the members before the list, or null if there are none
 */
record EnvelopeHead(int list, boolean isMended, @Nullable Slice before) {

    private static final String NAME = "records";
    private static final int LONGEST_PREFIX = 4 * 1024;

    /** The head that begins here with the name itself. */
    static Optional<EnvelopeHead> at(byte[] bytes, int from, int end) {
        return name(bytes, Strict.skipSpace(bytes, from + 1, end), end, null);
    }

    /** The head of an object that could not be read as a whole, with its name somewhere near the beginning. */
    static Optional<EnvelopeHead> near(byte[] bytes, int from, int end, DecodeLimits limits) {
        int limit = Math.min(end, from + LONGEST_PREFIX);
        for (int i = from + 1; i < limit; i++) {
            if (isQuote(bytes[i]) && !isQuote(bytes[i - 1])) {
                Optional<EnvelopeHead> head = name(bytes, i, limit, null);
                if (head.isPresent()) {
                    return members(bytes, from + 1, i, limits)
                            .map(before -> new EnvelopeHead(head.get().list, head.get().isMended, before));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<EnvelopeHead> name(byte[] bytes, int from, int end, @Nullable Slice before) {
        int name = quotes(bytes, from, end);
        int to = name + NAME.length();
        if (name == from || to >= end || !isName(bytes, name)) {
            return Optional.empty();
        }
        int after = quotes(bytes, to, end);
        int colon = Strict.skipSpace(bytes, after, end);
        int list = Strict.skipSpace(bytes, colon + 1, end);
        if (after == to || list >= end || bytes[colon] != ':' || bytes[list] != '[') {
            return Optional.empty();
        }
        boolean plain = name - from == 1 && after - to == 1 && bytes[from] == '"' && bytes[to] == '"';
        return Optional.of(new EnvelopeHead(list, !plain, before));
    }

    /** The members in front of the name, if they can be read: each with a comma behind it. */
    private static Optional<Slice> members(byte[] bytes, int from, int to, DecodeLimits limits) {
        int last = to;
        while (last > from && (bytes[last - 1] == ',' || Strict.isSpace(bytes[last - 1]))) {
            last--;
        }
        Slice slice = Slice.object(bytes, from, last);
        return Strict.isObject(slice.bytes(), limits.maxDepth()) ? Optional.of(slice) : Optional.empty();
    }

    /**
     * The members behind the list and the bracket that ends them.
     *
     * @return where the envelope ends; {@code at} if that cannot be told
     */
    static int tail(byte[] bytes, int at, int end, DecodeLimits limits, JsonNames names) {
        int i = Strict.skipSpace(bytes, at, end);
        while (i < end && bytes[i] == ',') {
            JsonScanner scanner = new JsonScanner(bytes, i + 1, end - i - 1, limits.maxDepth(), names);
            try {
                scanner.skip();
                int colon = Strict.skipSpace(bytes, scanner.position(), end);
                if (colon == end || bytes[colon] != ':') {
                    return at;
                }
                JsonScanner value = new JsonScanner(bytes, colon + 1, end - colon - 1, limits.maxDepth(), names);
                value.skip();
                i = Strict.skipSpace(bytes, value.position(), end);
            } catch (DecodeException e) {
                // What cannot be read as members is looked at again as what follows the envelope.
                return at;
            }
        }
        return i < end && bytes[i] == '}' ? i + 1 : at;
    }

    private static int quotes(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && i < from + 4 && isQuote(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean isName(byte[] bytes, int from) {
        for (int k = 0; k < NAME.length(); k++) {
            if ((bytes[from + k] | 0x20) != NAME.charAt(k)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isQuote(byte b) {
        return b == '"' || b == '\'';
    }
}
