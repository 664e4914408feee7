package io.crosslog;

import java.time.Duration;
import java.util.Optional;

/**
 * A started pipeline: watch it, wait for its end, close it.
 *
 * <p>Safe for concurrent calls, from the pipeline's own threads too.
 */
public final class RunningPipeline implements AutoCloseable {

    private final PipelineEngine engine;

    RunningPipeline(PipelineEngine engine) {
        this.engine = engine;
    }

    /** {@return what the pipeline is doing, at this moment; after the end, what it has done} */
    public PipelineStatus status() {
        return engine.status();
    }

    /** {@return why the pipeline stops or has stopped by itself; empty if nothing went wrong} */
    public Optional<Throwable> failure() {
        return engine.failure();
    }

    /**
     * Waits until the pipeline has ended: because its source is exhausted, because it failed, or because it was closed.
     * All is then written, committed and closed, and its threads are gone, but for those that have not come back from
     * source, sink or handler some seconds after they were asked to: {@link PipelineStatus#stuckThreads()} names them for
     * as long as they live.
     *
     * @throws InterruptedException if the caller is interrupted; the pipeline goes on
     * @throws IllegalStateException if called on one of the pipeline's own threads, which would wait for itself
     */
    public void awaitEnd() throws InterruptedException {
        while (!awaitEnd(Duration.ofDays(1))) {
            // on, until it ends
        }
    }

    /**
     * Waits until the pipeline has ended, but not for ever.
     *
     * @param max how long to wait at the most
     * @return whether it has ended
     * @throws InterruptedException if the caller is interrupted; the pipeline goes on
     * @throws IllegalStateException if called on one of the pipeline's own threads, which would wait for itself
     */
    public boolean awaitEnd(Duration max) throws InterruptedException {
        return engine.awaitEnd(max);
    }

    /**
     * Stops reading, lets what was read be written for up to the drain time, saves and commits positions, closes
     * everything and ends all threads. What is left unacknowledged then, {@link PipelineStatus#unacknowledged()} tells; it
     * is read again at the next start.
     *
     * <p>May be called in any state, more than once, from any thread. It returns after the drain time and at most ten
     * seconds more, even if a sink hangs; the threads that do not come back are then named in the status. On one of the
     * pipeline's own threads it asks for the end and returns at once. A caller that is interrupted returns early with its
     * interrupt flag set, and the pipeline ends by itself.
     */
    @Override
    public void close() {
        engine.close();
    }

    @Override
    public String toString() {
        return status().toString();
    }
}
