package io.crosslog.sls;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Which key a name becomes: at most 128 bytes of {@code [A-Za-z_][A-Za-z0-9_]*} and none of the service's own. A name that
 * is such a key stays as it is. The same name always becomes the same key.
 */
final class KeyNames {

    static final int MAX_BYTES = 128;

    /** A key may not collide with these, whatever its case: queries ignore the case of some of them. */
    private static final Set<String> RESERVED = Set.of(
            "__time__",
            "__source__",
            "__topic__",
            "__partition_time__",
            "__time_ns_part__",
            "_extract_others_",
            "__extract_others__",
            "__pack_meta__");

    /** How the service names tags to readers. */
    private static final String TAG = "__tag__:";

    private static final String RESERVED_PREFIX = "log";

    private KeyNames() {}

    static boolean isReserved(String key) {
        return key.regionMatches(true, 0, TAG, 0, TAG.length()) || RESERVED.contains(key.toLowerCase(Locale.ROOT));
    }

    /** Whether a text is a key as it stands. */
    static boolean isKey(String text) {
        if (text.isEmpty() || text.length() > MAX_BYTES || isDigit(text.charAt(0))) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isKeyCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !isReserved(text);
    }

    /**
     * The key of a name.
     *
     * @param name the name, of any characters
     * @param path what tells this name from all others, for the mark that a shortened or foreign name gets
     * @param anyCharacters whether characters beyond letters, digits and the underscore may stay
     */
    static String keyOf(String name, String path, boolean anyCharacters) {
        if (isKey(name)) {
            return name;
        }
        return anyCharacters ? withAnyCharacters(name, path) : ofKeyCharacters(name, path);
    }

    private static String ofKeyCharacters(String name, String path) {
        StringBuilder key = new StringBuilder(name.length() + 4);
        boolean foreign = name.isEmpty();
        if (name.isEmpty() || isDigit(name.charAt(0))) {
            key.append('_');
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            key.append(isKeyCharacter(c) ? c : '_');
            foreign |= c >= 0x80;
        }
        if (isReserved(key.toString())) {
            key.insert(0, RESERVED_PREFIX);
        }
        // All names of two Chinese characters would be "__"; the mark keeps them apart in every event.
        return foreign || key.length() > MAX_BYTES ? marked(key.toString(), path) : key.toString();
    }

    private static String withAnyCharacters(String name, String path) {
        String plain = name.isEmpty() ? "_" : name.replace('\0', '_');
        byte[] utf8 = Utf8.encode(isReserved(plain) ? RESERVED_PREFIX + plain : plain);
        String key = new String(utf8, StandardCharsets.UTF_8);
        return utf8.length > MAX_BYTES ? marked(key, path) : key;
    }

    /** A key with a mark that tells its path from others; the key is shortened as needed. */
    static String marked(String key, String path) {
        CRC32C crc = new CRC32C();
        crc.update(path.getBytes(StandardCharsets.UTF_16LE));
        String hex = Integer.toHexString((int) crc.getValue());
        return withSuffix(key, "_" + "0".repeat(8 - hex.length()) + hex);
    }

    static String withSuffix(String key, String suffix) {
        byte[] cut = Utf8.cut(key, MAX_BYTES - suffix.length());
        return new String(cut, StandardCharsets.UTF_8) + suffix;
    }

    private static boolean isKeyCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
