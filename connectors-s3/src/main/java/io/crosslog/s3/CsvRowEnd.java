package io.crosslog.s3;

/**
 * Finds where a row of comma-separated values ends, piece by piece: at a line feed that no quotes are around. Confined to one
 * thread.
 */
final class CsvRowEnd {

    private final CsvLayout layout;
    private boolean atFieldStart;
    private boolean quoted;
    private boolean closedJustNow;
    private boolean escaped;
    private boolean found;

    CsvRowEnd(CsvLayout layout) {
        this.layout = layout;
    }

    /** Begins with another row. */
    void begin() {
        atFieldStart = true;
        quoted = false;
        closedJustNow = false;
        escaped = false;
        found = false;
    }

    /** {@return whether the line feed was found} */
    boolean isFound() {
        return found;
    }

    /** {@return index of the line feed if {@link #isFound()}, else {@code to}} */
    int find(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (escaped) {
                escaped = false;
                atFieldStart = false;
            } else if (b == layout.escape()) {
                escaped = true;
            } else if (b == layout.quote()) {
                // Within quotes a doubled one stands for itself: it closes, and opens again at once.
                boolean closes = quoted;
                quoted = !quoted && (atFieldStart || closedJustNow);
                closedJustNow = closes;
                atFieldStart = false;
                continue;
            } else if (b == '\n' && !quoted) {
                found = true;
                return i;
            } else {
                atFieldStart = b == layout.delimiter() && !quoted;
            }
            closedJustNow = false;
        }
        return to;
    }
}
