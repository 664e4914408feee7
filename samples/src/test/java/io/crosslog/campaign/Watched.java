package io.crosslog.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.Pipeline;
import io.crosslog.PipelineState;
import io.crosslog.PipelineStatus;
import io.crosslog.RunningPipeline;
import io.crosslog.Trouble;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/**
 * A running pipeline whose status is read all the time: both ledgers must balance at every moment and its buffer must stay
 * within the bound. {@link #close()} fails if they did not.
 */
final class Watched implements AutoCloseable {

    /**
     * What waits, as the settings allow; what is in writes of up to three branches, each event with what its objects take; and
     * one batch of 500 records for each of two readers.
     */
    private static final long MOST_BUFFERED = 2 * Route.BUFFER + 3 * 500 * 700 + 2 * 500 * 350;

    private final RunningPipeline running;
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Set<PipelineState> seen = ConcurrentHashMap.newKeySet();
    private final Thread watcher;
    private volatile long mostBuffered;
    private volatile boolean closed;

    private Watched(Pipeline pipeline) {
        running = pipeline.start();
        watcher = new Thread(this::watch, "watcher");
        watcher.setDaemon(true);
        watcher.start();
    }

    static Watched start(Pipeline pipeline) {
        return new Watched(pipeline);
    }

    PipelineStatus status() {
        return running.status();
    }

    /** The most bytes that were ever seen buffered. */
    long mostBuffered() {
        return mostBuffered;
    }

    /** Waits until it is in this state and says so in these words. */
    PipelineStatus await(PipelineState state, String words, Duration within) throws InterruptedException {
        return await(
                state + " with '" + words + "'",
                status -> status.state() == state && status.toString().contains(words),
                within);
    }

    PipelineStatus await(String what, Predicate<PipelineStatus> condition, Duration within)
            throws InterruptedException {
        PipelineStatus[] last = new PipelineStatus[1];
        Waiting.until(
                what,
                within,
                () -> {
                    last[0] = running.status();
                    return condition.test(last[0]);
                },
                this::told);
        return last[0];
    }

    /** Waits until nothing is unacknowledged and something was committed. */
    void awaitSettled(Duration within) throws InterruptedException {
        await("everything acknowledged", status -> status.unacknowledged() == 0, within);
    }

    @Override
    public void close() {
        running.close();
        closed = true;
        joinWatcher();
        check(running.status());
        assertThat(running.failure()).as("failure").isEmpty();
        assertThat(wrong).as("what was wrong at some moment, of %s", running).isEmpty();
        assertThat(running.status().state()).isEqualTo(PipelineState.STOPPED);
        assertThat(running.status().stuckThreads()).isEmpty();
    }

    private void joinWatcher() {
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while the status was still being watched", e);
        }
    }

    private void watch() {
        try {
            while (!closed) {
                check(running.status());
                Waiting.pause(Duration.ofMillis(10));
            }
        } catch (InterruptedException e) {
            wrong.add("interrupted");
        }
    }

    private void check(PipelineStatus status) {
        seen.add(status.state());
        mostBuffered = Math.max(mostBuffered, status.bufferedBytes());
        boolean balanced = status.records().balances()
                && status.events().balances()
                && status.unrouted().balances()
                && status.branches().values().stream()
                        .allMatch(each -> each.events().balances())
                && status.partitions().values().stream()
                        .allMatch(each ->
                                each.records().balances() && each.events().balances());
        boolean bounded = status.bufferedBytes() <= MOST_BUFFERED;
        if ((!balanced || !bounded) && wrong.size() < 10) {
            wrong.add((balanced ? status.bufferedBytes() + " bytes buffered: " : "unbalanced: ") + status);
        }
    }

    private String told() {
        PipelineStatus status = running.status();
        return status + " troubles "
                + status.troubles().stream().map(Trouble::toString).toList() + ", seen so far " + seen;
    }
}
