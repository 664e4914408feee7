package io.crosslog.normalize;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * Tells when events lie whole hours before or after their collection, nearly all of a thousand by the same number: logs that
 * were late or read again lie anywhere, those with a wrong zone do not. Guarded by the lock of its owner.
 */
final class ZoneWatch {

    private static final int WINDOW = 1_000;
    private static final int FARTHEST = 14;

    /** How far from the whole hour an event may be: logs take a while from where they are written to where they are read. */
    private static final long TOLERANCE_SECONDS = 300;

    private final int[] hours = new int[2 * FARTHEST + 1];
    private int events;
    private int told;

    /** Adds an event; returns how many hours it and the others are off, when that is first known. */
    OptionalInt add(long eventMillis, long arrivalMillis) {
        long seconds = Duration.ofMillis(eventMillis - arrivalMillis).toSeconds();
        long hour = Math.round(seconds / 3_600.0);
        events++;
        if (Math.abs(hour) <= FARTHEST && Math.abs(seconds - hour * 3_600) <= TOLERANCE_SECONDS) {
            hours[(int) hour + FARTHEST]++;
        }
        if (events < WINDOW) {
            return OptionalInt.empty();
        }
        OptionalInt off = OptionalInt.empty();
        for (int i = 0; i < hours.length; i++) {
            if (i != FARTHEST && hours[i] >= 0.9 * events && told != i - FARTHEST) {
                told = i - FARTHEST;
                off = OptionalInt.of(told);
            }
            hours[i] = 0;
        }
        events = 0;
        return off;
    }
}
