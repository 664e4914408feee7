package io.crosslog.s3;

/** Finds where a JSON value ends, piece by piece; it begins with its first byte. Confined to one thread. */
final class JsonValueEnd {

    private long depth;
    private boolean inString;
    private boolean escaped;
    private boolean found;

    /** Begins with another value. */
    void begin() {
        depth = 0;
        inString = false;
        escaped = false;
        found = false;
    }

    /** {@return whether the value has ended} */
    boolean isFound() {
        return found;
    }

    /**
     * Goes on looking.
     *
     * @return index behind the value's last byte if {@link #isFound()}, else {@code to}
     */
    int find(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (inString) {
                i = string(bytes, i, to);
                if (!inString && depth == 0) {
                    found = true;
                    return i;
                }
                continue;
            }
            switch (bytes[i]) {
                case '"' -> inString = true;
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    // At no depth it is not this value's: a number or a name ends before it.
                    found = depth <= 1;
                    if (found) {
                        return depth == 1 ? i + 1 : i;
                    }
                    depth--;
                }
                case ',', ' ', '\n', '\r', '\t' -> {
                    if (depth == 0) {
                        found = true;
                        return i;
                    }
                }
                default -> {
                    // A part of the value like any other.
                }
            }
            i++;
        }
        return i;
    }

    /** {@return index behind the end of the string that {@code from} is in, or {@code to}} */
    private int string(byte[] bytes, int from, int to) {
        int i = from;
        if (escaped && i < to) {
            escaped = false;
            i++;
        }
        while (i < to) {
            i = Scan.quoteOrEscape(bytes, i, to);
            if (i < to && bytes[i] == '"') {
                inString = false;
                return i + 1;
            }
            // A backslash, and what it takes the meaning from.
            escaped = i == to - 1;
            i += 2;
        }
        return to;
    }
}
