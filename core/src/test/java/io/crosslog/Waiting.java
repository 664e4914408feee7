package io.crosslog;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, but not for ever. */
final class Waiting {

    private Waiting() {}

    static void until(String what, BooleanSupplier condition) {
        until(Duration.ofSeconds(20), what, condition);
    }

    static void until(Duration max, String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + max.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + max + ": " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
