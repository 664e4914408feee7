package io.crosslog.checkpoint;

import java.nio.charset.StandardCharsets;

/** Names of pipelines and sources as names of files: letters, digits, dash and underscore stay, other bytes become %XX. */
final class FileNames {

    private FileNames() {}

    static String of(String name) {
        StringBuilder out = new StringBuilder(name.length() + 8);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '_';
            // Upper case is escaped too: some file systems do not tell it from lower case.
            if (plain) {
                out.append((char) b);
            } else {
                out.append('%').append(String.format("%02X", b));
            }
        }
        return out.toString();
    }
}
