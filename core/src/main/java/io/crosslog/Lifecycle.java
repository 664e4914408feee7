package io.crosslog;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How far a running pipeline is on its way to the end, and why. The first failure counts. Safe for concurrent calls; its
 * ways to the end allocate next to nothing, since memory may be what has run out.
 */
final class Lifecycle {

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final List<Runnable> wakers = new CopyOnWriteArrayList<>();
    private volatile boolean draining;
    private volatile boolean finishing;

    /** Adds what wakes threads, so that they see that the phase has changed; it must not block nor call foreign code. */
    void onChange(Runnable waker) {
        wakers.add(waker);
    }

    /** Stops the pipeline as failed: nothing more is read, and nothing more is begun to be written. */
    void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        draining = true;
        wake();
    }

    /** Stops the pipeline in good order: nothing more is read. */
    void drain() {
        draining = true;
        wake();
    }

    /** Lets readers commit what there is and close. */
    void finish() {
        draining = true;
        finishing = true;
        wake();
    }

    /** Whether records are to be read. */
    boolean isRunning() {
        return !draining;
    }

    /** Whether readers are to commit what there is and close. */
    boolean isFinishing() {
        return finishing;
    }

    boolean hasFailed() {
        return failure.get() != null;
    }

    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    private void wake() {
        for (int i = 0; i < wakers.size(); i++) {
            wakers.get(i).run();
        }
    }
}
