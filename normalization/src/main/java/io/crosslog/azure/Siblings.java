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
 * which mark a record, or begins with the same unusual name as the broken one. Confined to one thread.
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

    /** Where the next record begins behind the broken one at {@code from}; the end if there is none. */
    int after(int from) {
        String first = firstName(from);
        int before = ' ';
        for (int i = from + 1; i < end && !budget.isSpent(); i++) {
            byte b = bytes[i];
            if (b == '{' && before == ',' && isRecord(i, first)) {
                return i;
            }
            if (!Strict.isSpace(b)) {
                before = b;
            }
        }
        return end;
    }

    /** Where the next line begins that looks like another value; the end if there is none. */
    static int nextLine(byte[] bytes, int from, int end) {
        for (int i = from; i + 1 < end; i++) {
            if (bytes[i] == '\n' && (bytes[i + 1] == '{' || bytes[i + 1] == '[')) {
                return i + 1;
            }
        }
        return end;
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
            budget.spend(tolerant.position() - at);
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
