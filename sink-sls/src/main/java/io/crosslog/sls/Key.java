package io.crosslog.sls;

import java.nio.charset.StandardCharsets;

/** A key of the service, one object for each text within a {@link KeyTable}. Confined to one thread. */
final class Key {

    final String text;
    final byte[] utf8;

    /** Number of the last log that has this key, by which a second use in the same log is seen. */
    long usedIn;

    Key(String text) {
        this.text = text;
        this.utf8 = text.getBytes(StandardCharsets.UTF_8);
    }
}
