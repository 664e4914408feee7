package io.crosslog.azure;

/**
 * Bounds how many bytes may be looked at again after something was found broken, so that no input costs more than a fixed
 * multiple of its length. Confined to one thread.
 */
final class WorkBudget {

    private static final int TIMES = 16;
    private static final int AT_LEAST = 64 * 1024;

    private long left;

    WorkBudget(int length) {
        left = (long) length * TIMES + AT_LEAST;
    }

    void spend(int bytes) {
        left -= Math.max(1, bytes);
    }

    boolean isSpent() {
        return left <= 0;
    }
}
