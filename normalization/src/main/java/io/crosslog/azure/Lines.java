package io.crosslog.azure;

/**
 * Finds where lines begin that look like another value. Remembers the last one found, so that many questions about one long
 * line cost one walk. Confined to one thread.
 */
final class Lines {

    private final byte[] bytes;
    private final int end;
    private int asked = -1;
    private int next = -1;

    Lines(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    /** Where the next such line begins behind {@code from}; the end if there is none. */
    int next(int from) {
        if (from < asked || from >= next) {
            next = walk(from);
        }
        asked = from;
        return next;
    }

    private int walk(int from) {
        for (int i = from; i + 1 < end; i++) {
            if (bytes[i] == '\n' && (bytes[i + 1] == '{' || bytes[i + 1] == '[')) {
                return i + 1;
            }
        }
        return end;
    }
}
