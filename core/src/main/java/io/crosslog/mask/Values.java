package io.crosslog.mask;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what is left of a value that is known to be secret. Safe for concurrent calls. */
final class Values {

    static final String STARS = "***";

    /** Three stars, as they stand in JSON. */
    static final String STARS_JSON = "\"***\"";

    /** Longer words before an equals sign are no name of a cookie. */
    private static final int LONGEST_COOKIE_NAME = 64;

    private static final Pattern HEADER = Pattern.compile("(?i)(bearer|basic|digest|negotiate|dpop) ");

    private static final Set<String> SCHEMES = Set.of(
            "basic",
            "bearer",
            "digest",
            "negotiate",
            "ntlm",
            "apikey",
            "token",
            "hoba",
            "mutual",
            "dpop",
            "aws4-hmac-sha256",
            "tc3-hmac-sha256",
            "sls4-hmac-sha256",
            "oss4-hmac-sha256",
            "acs3-hmac-sha256",
            "hmac-sha256",
            "sharedkey",
            "sharedkeylite",
            "sharedaccesssignature",
            "oauth",
            "log",
            "oss",
            "aws");

    private final Hasher hasher;

    Values(Hasher hasher) {
        this.hasher = hasher;
    }

    /** What is left; null if nothing is. Absent values and what is masked already stay as they are. */
    @Nullable String mask(NameRule rule, String text, Found found) {
        String value = text.strip();
        if (value.isEmpty() || value.equals("-") || value.equals(STARS) || Hasher.isHash(value)) {
            return text;
        }
        if (rule.as() == MaskAs.DROP) {
            found.add(value);
            return null;
        }
        return switch (rule.kind()) {
            case CREDENTIALS -> credentials(rule.as(), value, found);
            case COOKIES -> cookies(rule.as(), value, found);
            case OPAQUE -> one(rule.as(), value, found);
        };
    }

    /** Where the scheme of credentials ends; 0 if they begin with none that is known. */
    static int schemeEnd(CharSequence value) {
        int end = 0;
        while (end < value.length() && end < 24 && value.charAt(end) > ' ') {
            end++;
        }
        boolean known = end < value.length()
                && value.charAt(end) == ' '
                && SCHEMES.contains(value.subSequence(0, end).toString().toLowerCase(Locale.ROOT));
        return known ? end : 0;
    }

    /** Whether a text is what stands in a header of credentials, and in few other places. */
    static boolean isHeader(String text) {
        String value = text.stripLeading();
        return schemeEnd(value) > 0 && HEADER.matcher(value).lookingAt();
    }

    /** Leaves the brackets and quotes that programs write around lists and texts. */
    private String credentials(MaskAs as, String value, Found found) {
        int from = 0;
        while (from < value.length() && "[\"' ".indexOf(value.charAt(from)) >= 0) {
            from++;
        }
        int to = value.length();
        while (from > 0 && to > from && "]\"' ".indexOf(value.charAt(to - 1)) >= 0) {
            to--;
        }
        if (from == to) {
            return one(as, value, found);
        }
        String bare = value.substring(from, to);
        int end = schemeEnd(bare);
        return value.substring(0, from)
                + bare.substring(0, end)
                + (end == 0 ? "" : " ")
                + one(as, bare.substring(end).strip(), found)
                + value.substring(to);
    }

    private String cookies(MaskAs as, String value, Found found) {
        StringBuilder masked = new StringBuilder();
        for (String piece : value.split(";", -1)) {
            String cookie = piece.strip();
            if (cookie.isEmpty()) {
                continue;
            }
            masked.append(masked.length() == 0 ? "" : "; ");
            int name = nameEnd(cookie);
            masked.append(cookie, 0, name).append(name == 0 ? "" : "=");
            masked.append(one(as, name == 0 ? cookie : cookie.substring(name + 1), found));
        }
        return masked.length() == 0 ? STARS : masked.toString();
    }

    /** Where a cookie's name ends; 0 if it has none, as a bare secret with the padding of Base64 at its end has. */
    private static int nameEnd(String cookie) {
        int end = cookie.indexOf('=');
        if (end <= 0
                || end > LONGEST_COOKIE_NAME
                || cookie.substring(end).chars().allMatch(c -> c == '=')) {
            return 0;
        }
        for (int i = 0; i < end; i++) {
            char c = cookie.charAt(i);
            if (c <= ' ' || c > '~' || "\"(),/:<>?@[\\]{}".indexOf(c) >= 0) {
                return 0;
            }
        }
        return end;
    }

    private String one(MaskAs as, String value, Found found) {
        if (value.equals(STARS) || Hasher.isHash(value)) {
            return value;
        }
        found.add(value);
        return as == MaskAs.HASH ? hasher.hash(value) : as == MaskAs.DROP ? "" : STARS;
    }
}
