package io.crosslog.ocsf;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads addresses and identifiers of a fixed shape. What it accepts, the schema's own expressions accept too. */
final class AddressText {

    private static final int IP_LONGEST = 40;
    private static final int HOST_LONGEST = 255;
    private static final int V6_GROUPS = 8;
    private static final Pattern MAC =
            Pattern.compile("([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}|([0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}");
    private static final Pattern BARE_MAC = Pattern.compile("[0-9A-Fa-f]{12}|([0-9A-Fa-f]{4}\\.){2}[0-9A-Fa-f]{4}");
    private static final Pattern UUID = Pattern.compile("\\{?([0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})}?");
    private static final Pattern BARE_UUID = Pattern.compile("[0-9A-Fa-f]{32}");
    private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9._~-]+");

    private AddressText() {}

    /** An IPv4 or IPv6 address as it was written, without surrounding blanks, or null. */
    static @Nullable String ip(String text) {
        String address = text.strip();
        if (address.length() > IP_LONGEST) {
            return null;
        }
        int percent = address.indexOf('%');
        if (percent >= 0 && !ZONE.matcher(address.substring(percent + 1)).matches()) {
            return null;
        }
        String bare = percent < 0 ? address : address.substring(0, percent);
        boolean valid = bare.indexOf(':') >= 0 ? isV6(bare) : percent < 0 && isV4(bare);
        return valid ? address : null;
    }

    private static boolean isV4(String text) {
        int parts = 0;
        int start = 0;
        while (start <= text.length()) {
            int dot = text.indexOf('.', start);
            int end = dot < 0 ? text.length() : dot;
            if (++parts > 4 || !isByte(text, start, end)) {
                return false;
            }
            start = end + 1;
        }
        return parts == 4;
    }

    private static boolean isByte(String text, int start, int end) {
        int length = end - start;
        if (length < 1 || length > 3 || (length > 1 && text.charAt(start) == '0')) {
            return false;
        }
        int number = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            number = number * 10 + c - '0';
        }
        return number <= 255;
    }

    private static boolean isV6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == V6_GROUPS;
        }
        int before = gap == 0 ? 0 : groups(text.substring(0, gap), false);
        int after = gap + 2 == text.length() ? 0 : groups(text.substring(gap + 2), true);
        return before >= 0 && after >= 0 && before + after < V6_GROUPS;
    }

    /** How many groups of 16 bits a part has; an IPv4 address at its end is two. -1 when it is none. */
    private static int groups(String part, boolean mayEndInV4) {
        String[] groups = part.split(":", -1);
        int count = 0;
        for (int i = 0; i < groups.length; i++) {
            if (isHex(groups[i])) {
                count++;
            } else if (mayEndInV4 && i == groups.length - 1 && isV4(groups[i])) {
                count += 2;
            } else {
                return -1;
            }
        }
        return count;
    }

    private static boolean isHex(String group) {
        return !group.isEmpty()
                && group.length() <= 4
                && group.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }

    /** A MAC address with colons or dashes as it was written; one without, or with dots, gets colons. */
    static @Nullable String mac(String text) {
        String address = text.strip();
        if (MAC.matcher(address).matches()) {
            return address;
        }
        if (!BARE_MAC.matcher(address).matches()) {
            return null;
        }
        String digits = address.replace(".", "");
        StringBuilder colons = new StringBuilder(17);
        for (int i = 0; i < digits.length(); i += 2) {
            colons.append(i == 0 ? "" : ":").append(digits, i, i + 2);
        }
        return colons.toString();
    }

    /** A UUID without braces; one without dashes gets them. */
    static @Nullable String uuid(String text) {
        String id = text.strip();
        var matcher = UUID.matcher(id);
        if (matcher.matches()) {
            return matcher.group(1);
        }
        return BARE_UUID.matcher(id).matches()
                ? id.substring(0, 8) + "-" + id.substring(8, 12) + "-" + id.substring(12, 16) + "-"
                        + id.substring(16, 20) + "-" + id.substring(20)
                : null;
    }

    /** A host name: no blanks, no control characters, at most 255 characters. International names may be in any script. */
    static @Nullable String hostname(String text) {
        String name = text.strip();
        boolean valid = name.length() <= HOST_LONGEST
                && name.codePoints().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
        return valid && !name.isEmpty() ? name : null;
    }
}
