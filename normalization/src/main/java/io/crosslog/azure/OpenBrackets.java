package io.crosslog.azure;

/**
 * Which objects and arrays are open in a text that is broken. A bracket that closes nothing is passed over; one that closes
 * what is further out closes all within. Confined to one thread.
 */
final class OpenBrackets {

    private static final int DEEPEST = 512;

    private final byte[] open = new byte[DEEPEST];
    private int size;
    private int beyond;

    /** How many are open. */
    int size() {
        return size;
    }

    /** Whether the innermost that is open is an array. */
    boolean isInArray() {
        return beyond > 0 || (size > 0 && open[size - 1] == '[');
    }

    /** Takes an opening or closing bracket. */
    void take(byte bracket) {
        if (bracket == '{' || bracket == '[') {
            opened(bracket);
        } else {
            closed(bracket == '}' ? '{' : '[');
        }
    }

    private void opened(byte bracket) {
        if (size == DEEPEST) {
            beyond++;
        } else {
            open[size++] = bracket;
        }
    }

    private void closed(int bracket) {
        if (beyond > 0) {
            beyond--;
            return;
        }
        for (int k = size - 1; k >= 0; k--) {
            if (open[k] == bracket) {
                size = k;
                return;
            }
        }
    }
}
