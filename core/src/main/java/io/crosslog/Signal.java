package io.crosslog;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one thread; a signal raised before it waits is not lost. Safe for concurrent calls. */
final class Signal {

    private final Semaphore raised = new Semaphore(0);

    void raise() {
        if (raised.availablePermits() == 0) {
            raised.release();
        }
    }

    /** Waits for the signal, but not for longer than that. */
    void await(long nanos) throws InterruptedException {
        if (raised.tryAcquire(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
            raised.drainPermits();
        }
    }
}
