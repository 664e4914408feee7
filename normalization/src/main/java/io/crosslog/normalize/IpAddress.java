package io.crosslog.normalize;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads IP addresses as people write them (RFC 4291 for version 6), never asking a name server. */
final class IpAddress {

    /** What OCSF allows; an address with a zone may be longer than its 39 digits and colons. */
    private static final int MAX_LENGTH = 40;

    private IpAddress() {}

    static boolean isIp(String text) {
        return parse(text) != null;
    }

    /** The 4 or 16 bytes; null if the text is no address. */
    static byte @Nullable [] parse(String text) {
        if (text.length() < 2 || text.length() > MAX_LENGTH) {
            return null;
        }
        int zone = text.indexOf('%');
        if (text.indexOf(':') < 0) {
            return zone < 0 ? four(text, 0, text.length()) : null;
        }
        return zone == text.length() - 1 ? null : sixteen(zone < 0 ? text : text.substring(0, zone));
    }

    /** Whether an address is within a network; false if one is of version 4 and the other of 6. */
    static boolean isWithin(byte[] address, byte[] network, int bits) {
        if (address.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(address, 0, whole, network, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || ((address[whole] ^ network[whole]) & (0xFF << (8 - rest)) & 0xFF) == 0;
    }

    private static byte @Nullable [] four(String text, int from, int to) {
        byte[] bytes = new byte[4];
        int at = from;
        for (int i = 0; i < 4; i++) {
            int value = 0;
            int digits = 0;
            while (at < to && digits < 3 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                value = 10 * value + text.charAt(at++) - '0';
                digits++;
            }
            boolean last = i == 3;
            if (digits == 0 || value > 255 || (last ? at != to : at == to || text.charAt(at++) != '.')) {
                return null;
            }
            if (digits > 1 && text.charAt(at - digits - (last ? 0 : 1)) == '0') {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    private static byte @Nullable [] sixteen(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] all = groups(text);
            return all != null && all.length == 16 ? all : null;
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        byte[] head = gap == 0 ? new byte[0] : groups(text.substring(0, gap));
        byte[] tail = gap + 2 == text.length() ? new byte[0] : groups(text.substring(gap + 2));
        if (head == null || tail == null || head.length + tail.length > 14) {
            return null;
        }
        byte[] bytes = Arrays.copyOf(head, 16);
        System.arraycopy(tail, 0, bytes, 16 - tail.length, tail.length);
        return bytes;
    }

    /** Groups of up to four hexadecimal digits between colons, at the end maybe an address of version 4. */
    private static byte @Nullable [] groups(String text) {
        byte[] bytes = new byte[16];
        int size = 0;
        int at = 0;
        while (at <= text.length()) {
            int colon = text.indexOf(':', at);
            int end = colon < 0 ? text.length() : colon;
            if (colon < 0 && text.indexOf('.', at) >= 0) {
                byte[] four = four(text, at, end);
                if (four == null || size > 12) {
                    return null;
                }
                System.arraycopy(four, 0, bytes, size, 4);
                return Arrays.copyOf(bytes, size + 4);
            }
            int value = hex(text, at, end);
            if (value < 0 || size > 14) {
                return null;
            }
            bytes[size++] = (byte) (value >> 8);
            bytes[size++] = (byte) value;
            at = end + 1;
        }
        return Arrays.copyOf(bytes, size);
    }

    private static int hex(String text, int from, int to) {
        if (to == from || to - from > 4) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = (value << 4) | digit;
        }
        return value;
    }
}
