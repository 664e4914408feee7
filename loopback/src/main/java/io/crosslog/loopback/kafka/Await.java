package io.crosslog.loopback.kafka;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Bounded waiting for a state of another process, which can only be asked for. */
final class Await {
    private static final long ASK_AGAIN_MILLIS = 10;

    private Await() {}

    static void until(String what, Duration atMost, BooleanSupplier reached) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("Waited " + atMost.toSeconds() + " s in vain until " + what);
            }
            try {
                Thread.sleep(ASK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting until " + what, e);
            }
        }
    }
}
