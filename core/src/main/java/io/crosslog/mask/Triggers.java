package io.crosslog.mask;

import java.util.List;
import java.util.Locale;

/**
 * Tells in one pass over bytes, without making anything of them, whether they may hold something to be masked. May say yes in
 * vain, never no. Most records hold nothing, and for them this is all that masks cost. Immutable and thread-safe.
 */
final class Triggers {

    /** How far from the beginning of a URL an at-sign may be its password's end. */
    private static final int AUTHORITY = 1_024;

    private static final int MOST_BLANKS = 40;

    private final List<String> names;
    private final boolean always;
    private final boolean passwords;
    private final boolean[] interesting = new boolean[128];
    private final boolean[] lastTwo = new boolean[128 * 128];

    Triggers(MaskRules rules) {
        names = rules.announcing();
        passwords = rules.masksPasswords();
        always = rules.hasPatterns() || names.stream().anyMatch(Triggers::isOdd);
        for (char c : "\"'`=:>%\\@-\0".toCharArray()) {
            interesting[c] = true;
        }
        for (String name : names) {
            if (!isOdd(name)) {
                int length = name.length();
                lastTwo[name.charAt(length - 2) << 7 | name.charAt(length - 1)] = true;
            }
        }
    }

    /** Names of other characters than letters and digits are not looked for in passing. */
    private static boolean isOdd(String name) {
        return name.length() < 2 || name.chars().anyMatch(c -> !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'));
    }

    /** Whether bytes in UTF-8, or in any charset that has ASCII in it, may hold something to be masked. */
    boolean fire(byte[] bytes, int offset, int length) {
        if (always) {
            return length > 0;
        }
        int end = offset + length;
        int url = Integer.MIN_VALUE;
        for (int i = offset; i < end; i++) {
            byte c = bytes[i];
            if (c < 0 || !interesting[c]) {
                continue;
            }
            boolean fires =
                    switch (c) {
                        case 0 -> true;
                        case '%' -> percent(bytes, offset, i, end);
                        case '\\' -> backslash(bytes, offset, i, end);
                        case '@' -> passwords && i - url < AUTHORITY;
                        case '-' -> option(bytes, offset, i, end);
                        default -> named(bytes, offset, i);
                    };
            if (fires) {
                return true;
            }
            if (c == ':') {
                url = i;
            }
        }
        return false;
    }

    /** An escaped letter may be one of a name, an escaped percent sign may hide anything; signs count as themselves. */
    private boolean percent(byte[] bytes, int from, int at, int end) {
        int code = hex(bytes, at + 1, 2, end);
        return code >= 0 && code < 0x80 && escaped(code, bytes, from, at);
    }

    private boolean backslash(byte[] bytes, int from, int at, int end) {
        byte c = at + 1 < end ? bytes[at + 1] : 0;
        int code = c == 'u' ? hex(bytes, at + 2, 4, end) : c == 'x' ? hex(bytes, at + 2, 2, end) : -1;
        return code >= 0 && code < 0x80 && escaped(code, bytes, from, at);
    }

    private boolean escaped(int code, byte[] bytes, int from, int at) {
        boolean letter = code >= 'a' && code <= 'z' || code >= 'A' && code <= 'Z' || code >= '0' && code <= '9';
        if (letter || code == '-' || code == '_' || code == '%' || code == '\\' || code == 0 || code == '@') {
            return true;
        }
        return (code == '=' || code == ':' || code == '"' || code == '\'' || code == '>') && named(bytes, from, at);
    }

    /** Whether an option of a command begins here that announces a secret: nothing but a blank may end its name. */
    private boolean option(byte[] bytes, int from, int at, int end) {
        if (at > from && isNameByte(bytes[at - 1])) {
            return false;
        }
        int stop = at;
        while (stop < end && stop - at < Names.LONGEST && isNameByte(bytes[stop])) {
            stop++;
        }
        return stop < end && named(bytes, at, stop);
    }

    /** Whether what stands before a sign ends as a name does that announces a secret. */
    private boolean named(byte[] bytes, int from, int sign) {
        int end = sign;
        while (end > from && sign - end < MOST_BLANKS && isBetween(bytes[end - 1])) {
            end--;
        }
        if (end - from < 2) {
            return false;
        }
        int last = lower(bytes[end - 1]);
        int before =
                lower(bytes[end - 2] == '-' || bytes[end - 2] == '_' ? bytes[Math.max(from, end - 3)] : bytes[end - 2]);
        if (last >= '0' && last <= '9') {
            // The number of a name that came twice.
            return before == '#' || lastTwo[before << 7 | last] && ends(bytes, from, end);
        }
        return last >= 0 && before >= 0 && lastTwo[before << 7 | last] && ends(bytes, from, end);
    }

    private boolean ends(byte[] bytes, int from, int end) {
        int start = end;
        while (start > from && end - start < Names.LONGEST && isNameByte(bytes[start - 1])) {
            start--;
        }
        StringBuilder word = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            if (bytes[i] != '-' && bytes[i] != '_') {
                word.append((char) lower(bytes[i]));
            }
        }
        String canonical = word.toString().toLowerCase(Locale.ROOT);
        return names.stream().anyMatch(canonical::endsWith);
    }

    private static boolean isBetween(byte b) {
        return b == ' ' || b == '\t' || b == '"' || b == '\'' || b == '`' || b == '\\' || b == '=';
    }

    private static boolean isNameByte(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '_';
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : Math.max(0, b);
    }

    private static int hex(byte[] bytes, int from, int digits, int end) {
        if (from + digits > end) {
            return -1;
        }
        int code = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }
}
