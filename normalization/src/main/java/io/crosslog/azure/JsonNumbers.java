package io.crosslog.azure;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Numbers as RFC 8259 writes them. */
final class JsonNumbers {

    private static final int LONGEST = 1_000;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*+)(\\.[0-9]++)?([eE][+-]?[0-9]++)?");

    private JsonNumbers() {}

    static boolean isNumber(byte[] bytes, int from, int to) {
        if (to <= from || to - from > LONGEST) {
            return false;
        }
        return NUMBER.matcher(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1))
                .matches();
    }
}
