package io.crosslog.azure;

/**
 * Bounds how many bytes may be looked at again after something was found broken, so that no input costs more than a fixed
 * multiple of its length. Confined to one thread.
 */
final class WorkBudget {

    private static final int TIMES = 16;
    private static final int PARTS = 32;
    private static final int AT_LEAST = 64 * 1024;

    private long left;

    WorkBudget(int length) {
        left = (long) length * TIMES + AT_LEAST;
    }

    void spend(int bytes) {
        left -= Math.max(1, bytes);
    }

    /** How far one look ahead may go: a part of what is left, so that such looks alone never use it up. */
    int share() {
        return (int) Math.min(Integer.MAX_VALUE / 2, Math.max(0, left / PARTS));
    }

    boolean isSpent() {
        return left <= 0;
    }
}
