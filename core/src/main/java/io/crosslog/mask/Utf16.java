package io.crosslog.mask;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Tells texts in UTF-16 from others: every second byte of what logs are made of is zero there, and none is elsewhere. */
final class Utf16 {

    /** So many bytes are looked at. */
    private static final int HEAD = 4_096;

    private Utf16() {}

    /** The byte order of a text in UTF-16; null if it seems to be in something else. */
    static @Nullable Charset of(byte[] bytes) {
        if (bytes.length < 2) {
            return null;
        }
        int mark = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        if (mark == 0xFEFF || mark == 0xFFFE) {
            return mark == 0xFEFF ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        }
        int first = 0;
        int second = 0;
        int pairs = Math.min(HEAD, bytes.length) / 2;
        for (int i = 0; i < pairs; i++) {
            first += bytes[2 * i] == 0 ? 1 : 0;
            second += bytes[2 * i + 1] == 0 ? 1 : 0;
        }
        // Other scripts have zeros in the other half, but few: U+4E00 is one.
        if (second > pairs / 16 && second > 4 * first) {
            return StandardCharsets.UTF_16LE;
        }
        return first > pairs / 16 && first > 4 * second ? StandardCharsets.UTF_16BE : null;
    }
}
