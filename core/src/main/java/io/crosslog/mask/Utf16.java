package io.crosslog.mask;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Tells texts in UTF-16, whose every second byte is zero in what logs are made of, from others. */
final class Utf16 {

    /** So many bytes are looked at. */
    private static final int HEAD = 512;

    private Utf16() {}

    /** The byte order of a text in UTF-16; null if it seems to be in something else. */
    static @Nullable Charset of(byte[] bytes) {
        int pairs = Math.min(HEAD, bytes.length) / 2;
        if (pairs == 0 || bytes.length % 2 != 0) {
            return null;
        }
        int first = 0;
        int second = 0;
        for (int i = 0; i < pairs; i++) {
            first += bytes[2 * i] == 0 ? 1 : 0;
            second += bytes[2 * i + 1] == 0 ? 1 : 0;
        }
        if (second > pairs / 2 && first <= pairs / 8) {
            return StandardCharsets.UTF_16LE;
        }
        return first > pairs / 2 && second <= pairs / 8 ? StandardCharsets.UTF_16BE : null;
    }
}
