package io.crosslog.decode;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a name into a string, remembering the names that come again and again.
 *
 * <p>Safe for concurrent calls: a slot that two threads race for holds one name or the other, both right.
 */
public final class JsonNames {

    private static final int SLOTS = 1 << 10;
    private static final int LONGEST = 64;

    private final @Nullable String[] slots = new @Nullable String[SLOTS];

    String text(byte[] bytes, int from, int length, boolean escaped) {
        if (escaped || length == 0 || length > LONGEST) {
            return read(bytes, from, length, escaped);
        }
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
        String known = slots[slot];
        if (known != null && same(known, bytes, from, length)) {
            return known;
        }
        String name = read(bytes, from, length, false);
        if (name.length() == length) {
            slots[slot] = name;
        }
        return name;
    }

    /** Only ASCII names are remembered, so bytes and characters can be compared one by one. */
    private static boolean same(String name, byte[] bytes, int from, int length) {
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static String read(byte[] bytes, int from, int length, boolean escaped) {
        String name = new String(bytes, from, length, StandardCharsets.UTF_8);
        return escaped ? JsonEscapes.undo(name) : name;
    }
}
