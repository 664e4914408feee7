package io.crosslog.testkit;

import io.crosslog.model.LogEvent;
import io.crosslog.spi.Limits;
import io.crosslog.spi.Sink;
import io.crosslog.spi.SinkContext;
import io.crosslog.spi.SinkWriter;
import io.crosslog.spi.WriteBatch;
import io.crosslog.spi.WriteResult;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A sink for tests that keeps what it is given, and fails, refuses and stalls on demand.
 *
 * <p>Takes up to 1,000 events or 1 MiB a write unless told otherwise. Safe for concurrent calls.
 */
public final class RecordingSink implements Sink {

    private final List<LogEvent> events = new ArrayList<>();
    private final Deque<Exception> failures = new ArrayDeque<>();
    private Limits limits = new Limits(1_000, 1 << 20);
    private Predicate<LogEvent> refused = event -> false;
    private Predicate<LogEvent> unsent = event -> false;
    private boolean stalled;
    private int writes;
    private int open;

    private RecordingSink() {}

    /** {@return a sink that holds nothing and takes everything} */
    public static RecordingSink create() {
        return new RecordingSink();
    }

    @Override
    public String name() {
        return "recording";
    }

    /**
     * Sets how much a write takes; for writers opened from now on.
     *
     * @param value the limits
     * @return this
     */
    public synchronized RecordingSink limits(Limits value) {
        limits = value;
        return this;
    }

    /**
     * Has further writes fail, one after another, before anything is kept.
     *
     * @param failure what a write throws: an {@link IOException} or a {@link RuntimeException}
     * @return this
     */
    public synchronized RecordingSink failNext(Exception failure) {
        failures.add(failure);
        return this;
    }

    /**
     * Refuses events for what they hold.
     *
     * @param which which events, from now on
     * @return this
     */
    public synchronized RecordingSink refuse(Predicate<LogEvent> which) {
        refused = which;
        return this;
    }

    /**
     * Leaves events unsent, until told otherwise.
     *
     * @param which which events, from now on
     * @return this
     */
    public synchronized RecordingSink leaveUnsent(Predicate<LogEvent> which) {
        unsent = which;
        return this;
    }

    /**
     * Has writes wait until {@link #goOn()}.
     *
     * @return this
     */
    public synchronized RecordingSink stall() {
        stalled = true;
        return this;
    }

    /** Ends {@link #stall()}. */
    public synchronized void goOn() {
        stalled = false;
        notifyAll();
    }

    /** {@return the events kept, in the order in which they became durable} */
    public synchronized List<LogEvent> events() {
        return List.copyOf(events);
    }

    /** {@return how often {@code write} was called} */
    public synchronized int writes() {
        return writes;
    }

    /** {@return how many writers are open} */
    public synchronized int open() {
        return open;
    }

    /**
     * Waits for events.
     *
     * @param count how many
     * @param seconds how long at the most
     * @return the events kept
     * @throws InterruptedException if interrupted
     * @throws AssertionError if they did not come
     */
    public synchronized List<LogEvent> await(int count, int seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (events.size() < count) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError(
                        "only " + events.size() + " of " + count + " events came in " + seconds + " s");
            }
            wait(left);
        }
        return List.copyOf(events);
    }

    @Override
    public synchronized SinkWriter open(SinkContext context) {
        open++;
        return new Writer(limits);
    }

    private synchronized WriteResult take(WriteBatch batch) throws IOException, InterruptedException {
        writes++;
        notifyAll();
        while (stalled) {
            wait();
        }
        Exception failure = failures.poll();
        if (failure instanceof IOException io) {
            throw io;
        } else if (failure instanceof RuntimeException runtime) {
            throw runtime;
        } else if (failure != null) {
            throw new IllegalArgumentException("a writer may not throw a " + failure.getClass(), failure);
        }
        List<WriteResult.Refusal> refusals = new ArrayList<>();
        List<LogEvent> left = new ArrayList<>();
        for (LogEvent event : batch.events()) {
            if (unsent.test(event)) {
                left.add(event);
            } else if (refused.test(event)) {
                refusals.add(new WriteResult.Refusal(event, "refused by the test"));
            } else {
                events.add(event);
            }
        }
        notifyAll();
        return left.isEmpty()
                ? WriteResult.refused(refusals)
                : WriteResult.partial(refusals, left, new IOException("left unsent by the test"));
    }

    private synchronized void closed() {
        open--;
    }

    private final class Writer implements SinkWriter {

        private final Limits limits;

        private Writer(Limits limits) {
            this.limits = limits;
        }

        @Override
        public Limits limits() {
            return limits;
        }

        @Override
        public WriteResult write(WriteBatch batch) throws IOException, InterruptedException {
            return take(batch);
        }

        @Override
        public void close() {
            closed();
        }
    }
}
