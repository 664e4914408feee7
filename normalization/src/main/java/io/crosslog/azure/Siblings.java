package io.crosslog.azure;

import io.crosslog.decode.JsonNames;
import io.crosslog.decode.JsonScanner;
import io.crosslog.spi.DecodeException;
import java.util.Locale;
import java.util.Set;

/**
 * Finds where the next record begins after one that could not be read, so that a broken one costs no sibling.
 *
 * <p>An object inside the broken record must not be taken for a sibling: only one counts that can be read and has two names
 * which mark a record, or begins with the same unusual name as the broken one, and that no array of the broken one holds as
 * far as its brackets tell. Confined to one thread.
 */
final class Siblings {

    private static final Set<String> MARKS = Set.of(
            "time", "resourceid", "category", "operationname", "tenantid", "correlationid", "properties", "timestamp");

    /** Names with which objects inside records often begin. */
    private static final Set<String> COMMON_FIRST =
            Set.of("id", "name", "type", "$id", "$type", "key", "value", "displayname");

    private final byte[] bytes;
    private final int end;
    private final DecodeLimits limits;
    private final JsonNames names;
    private final WorkBudget budget;

    Siblings(byte[] bytes, int end, DecodeLimits limits, JsonNames names, WorkBudget budget) {
        this.bytes = bytes;
        this.end = end;
        this.limits = limits;
        this.names = names;
        this.budget = budget;
    }

    /**
     * Where the next record begins.
     *
     * <p>Follows the brackets from {@code from} on: a likely object in an array that was opened there is taken only if none
     * outside is found, because it is rather a part of the broken record.
     *
     * @param from where to begin, at the broken record or in it
     * @param broken where the broken record begins
     * @param inList whether a list is around it, so that a bracket may end that list
     * @return a record's brace, the bracket that ends the list, the brace of another envelope, or the end
     */
    int after(int from, int broken, boolean inList) {
        String first = firstName(broken);
        OpenBrackets open = new OpenBrackets();
        int limit = end;
        int inner = -1;
        int innerSize = 0;
        int plain = from;
        byte before = ' ';
        int i = from;
        try {
            for (; i < limit && !budget.isSpent(); i++) {
                byte b = bytes[i];
                if (b == '{' && i > from) {
                    if (isEnvelope(i, before)) {
                        return i;
                    }
                    if (before == ',' && (inner < 0 || !open.isInArray()) && isRecord(i, first)) {
                        if (!open.isInArray()) {
                            return i;
                        }
                        inner = i;
                        innerSize = open.size();
                        limit = Math.min(end, i + budget.share());
                    }
                }
                if (b == ']' && inList && open.size() == 0) {
                    return i;
                }
                if (b == '{' || b == '[' || b == '}' || b == ']') {
                    open.take(b);
                    if (!inList && inner >= 0 && open.size() < innerSize) {
                        inner = -1;
                        limit = end;
                    }
                } else if (b == '"' && i >= plain) {
                    int quote = nextQuote(i + 1);
                    if (quote < end && bytes[quote] == '"' && isValueEnd(quote + 1)) {
                        i = quote;
                    } else {
                        // A quote is missing or too many: what is between the two may be anything, and the second may
                        // open.
                        plain = quote;
                    }
                }
                if (!Strict.isSpace(b)) {
                    before = b;
                }
            }
        } finally {
            budget.spend(i - from);
        }
        return inner >= 0 ? inner : end;
    }

    /** Whether an envelope begins here that is no element of the list before it. */
    private boolean isEnvelope(int at, byte before) {
        boolean apart = before == '}' || (bytes[at - 1] == '\n' && before != ',' && before != '[' && before != ':');
        return apart && EnvelopeHead.at(bytes, at, end).isPresent();
    }

    /** Index of the next quote that is not escaped; how far the look went if there is none. */
    private int nextQuote(int from) {
        int limit = Math.min(end, from + budget.share());
        int i = from;
        while (i < limit && bytes[i] != '"') {
            i += bytes[i] == '\\' ? 2 : 1;
        }
        int to = Math.min(i, limit);
        budget.spend(to - from);
        return to;
    }

    private boolean isValueEnd(int at) {
        int next = Strict.skipSpace(bytes, at, end);
        return next < end && (bytes[next] == ',' || bytes[next] == ':' || bytes[next] == '}' || bytes[next] == ']');
    }

    private boolean isRecord(int at, String first) {
        Look look = new Look();
        try {
            JsonScanner scanner = new JsonScanner(bytes, at, end - at, limits.maxDepth(), names);
            try {
                scanner.object((name, type, b, offset, length, escaped) -> look.see(name));
            } finally {
                budget.spend(scanner.position() - at);
            }
            return look.isLike(first);
        } catch (DecodeException e) {
            return isMendable(at, first);
        }
    }

    private boolean isMendable(int at, String first) {
        if (budget.isSpent()) {
            return false;
        }
        TolerantJson tolerant = new TolerantJson(bytes, at, end, limits.maxDepth());
        Look look = new Look();
        try {
            byte[] mended = tolerant.mend();
            new JsonScanner(mended, 0, mended.length, limits.maxDepth(), names)
                    .object((name, type, b, offset, length, escaped) -> look.see(name));
            return look.isLike(first);
        } catch (DecodeException e) {
            return false;
        } finally {
            budget.spend(tolerant.looked());
        }
    }

    /** The first name of an object, or nothing if it is one that says nothing. */
    private String firstName(int from) {
        int start = Strict.skipSpace(bytes, Math.min(end, from + 1), end) + 1;
        int to = start;
        while (to < end && to < start + 64 && bytes[to] != '"' && bytes[to] != '\'') {
            to++;
        }
        if (start >= end || to <= start || to >= end) {
            return "";
        }
        String name = new String(bytes, start, to - start, java.nio.charset.StandardCharsets.UTF_8);
        return COMMON_FIRST.contains(name.toLowerCase(Locale.ROOT)) ? "" : name;
    }

    /** What the names of an object tell of it. */
    private static final class Look {

        private int marks;
        private String first = "";

        void see(String name) {
            if (first.isEmpty()) {
                first = name;
            }
            if (MARKS.contains(name.toLowerCase(Locale.ROOT))) {
                marks++;
            }
        }

        boolean isLike(String other) {
            return marks >= 2 || (!other.isEmpty() && other.equals(first));
        }
    }
}
