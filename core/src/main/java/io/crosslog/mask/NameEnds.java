package io.crosslog.mask;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Whether bytes end as one of many names does, without making anything of them; hyphens, underscores, blanks and case make no
 * difference. Immutable and thread-safe.
 */
final class NameEnds {

    private static final byte[][] NONE = {};

    /** Letters and digits. */
    private static final int SIGNS = 36;

    /** By the last two characters of the names: the names. Empty where there are none, as each rule of a set has some. */
    private final byte[][][] names;

    private final boolean odd;

    /**
     * Learns the names.
     *
     * @param canonical the names in their canonical form
     */
    NameEnds(List<String> canonical) {
        names = new byte[canonical.isEmpty() ? 0 : SIGNS * SIGNS][][];
        Arrays.fill(names, NONE);
        odd = canonical.stream().anyMatch(NameEnds::isOdd);
        for (String name : canonical) {
            if (!isOdd(name)) {
                byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
                int last = index(bytes[bytes.length - 2], bytes[bytes.length - 1]);
                byte[][] others = names[last];
                byte[][] all = Arrays.copyOf(others, others.length + 1);
                all[all.length - 1] = bytes;
                names[last] = all;
            }
        }
    }

    /** Whether there are names of other characters than letters and digits, which are not found in passing. */
    boolean isOdd() {
        return odd;
    }

    private static boolean isOdd(String name) {
        return name.length() < 2 || name.chars().anyMatch(c -> !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'));
    }

    /** Whether the bytes from {@code from} to {@code end} end as a name does, or as one that came twice, {@code a#2}. */
    boolean end(byte[] bytes, int from, int end) {
        if (names.length == 0) {
            return false;
        }
        int last = before(bytes, from, end);
        int first = before(bytes, from, last);
        if (first < from) {
            return false;
        }
        byte b = bytes[last];
        if (b >= '0' && b <= '9' && isNumbered(bytes, from, last)) {
            return true;
        }
        for (byte[] name : named(bytes[first], b)) {
            if (ends(bytes, from, first, name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a name that ends at some place may end as one of these does; says no to most others at once. */
    boolean mayEnd(String name, int end) {
        if (odd) {
            return true;
        }
        int last = before(name, end);
        int first = before(name, last);
        if (first < 0) {
            return false;
        }
        char a = name.charAt(first);
        char b = name.charAt(last);
        boolean plain = a < 128 && b < 128 && (b < '0' || b > '9');
        return !plain || named((byte) a, (byte) b).length > 0;
    }

    /** The names with these last two characters. */
    private byte[][] named(byte a, byte b) {
        int index = names.length == 0 ? -1 : index(a, b);
        return index < 0 ? NONE : names[index];
    }

    private static int index(byte a, byte b) {
        int first = sign(lower(a));
        int last = sign(lower(b));
        return first < 0 || last < 0 ? -1 : first * SIGNS + last;
    }

    private static int sign(int c) {
        return c >= 'a' && c <= 'z' ? c - 'a' + 10 : c >= '0' && c <= '9' ? c - '0' : -1;
    }

    private static int before(String name, int end) {
        int at = end - 1;
        while (at >= 0 && (name.charAt(at) == '-' || name.charAt(at) == '_' || name.charAt(at) == ' ')) {
            at--;
        }
        return at;
    }

    private static boolean ends(byte[] bytes, int from, int secondLast, byte[] name) {
        int at = secondLast;
        for (int i = name.length - 3; i >= 0; i--) {
            at = before(bytes, from, at);
            if (at < from || lower(bytes[at]) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumbered(byte[] bytes, int from, int last) {
        int at = last;
        while (at > from && last - at < 9 && bytes[at] >= '0' && bytes[at] <= '9') {
            at--;
        }
        return bytes[at] == '#';
    }

    /** Where the last character before some place is; less than {@code from} if there is none. */
    private static int before(byte[] bytes, int from, int end) {
        int at = end - 1;
        while (at >= from && end - at < Names.LONGEST && (bytes[at] == '-' || bytes[at] == '_' || bytes[at] == ' ')) {
            at--;
        }
        return at;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    /** Whether a byte is a letter, a digit, a hyphen or an underscore. */
    static boolean isNameByte(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '_';
    }
}
