package io.crosslog.s3;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a one-pass read has before it, by a listing of its own beside the one that reads, so that nothing waits for it:
 * objects that the lanes were not done with when they were taken. Lanes that are taken much later are not counted.
 *
 * <p>Safe for concurrent calls; its work is done by one thread.
 */
final class Census implements Runnable {

    /** Lanes are taken one after another. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int FAILURES = 20;
    private static final int ROUNDS = 3;

    private final ObjectStore store;
    private final S3Settings settings;
    private final Counts counts;
    private final Map<Integer, LaneState> taken = new HashMap<>();
    private Map<Integer, Total> totals = Map.of();
    private boolean changed;
    private boolean closed;

    Census(ObjectStore store, S3Settings settings, Counts counts) {
        this.store = store;
        this.settings = settings;
        this.counts = counts;
    }

    /**
     * How much there is to read.
     *
     * @param objects how many objects
     * @param bytes how many stored bytes
     */
    record Total(long objects, long bytes) {

        static final Total NONE = new Total(0, 0);

        Total plus(Total other) {
            return new Total(objects + other.objects, bytes + other.bytes);
        }
    }

    /** Takes a lane in, as it is when it is taken for the first time. */
    synchronized void add(int lane, LaneState state) {
        changed |= taken.putIfAbsent(lane, state) == null;
        notifyAll();
    }

    /** {@return how much there was to read in these lanes; empty if that is not known of all of them} */
    synchronized Optional<Total> of(Set<Integer> lanes) {
        return totals.keySet().containsAll(lanes)
                ? Optional.of(lanes.stream().map(totals::get).reduce(Total.NONE, Total::plus))
                : Optional.empty();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    @Override
    public void run() {
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Map<Integer, LaneState> lanes = awaitLanes();
                if (lanes.isEmpty()) {
                    return;
                }
                Map<Integer, Total> counted = count(lanes);
                synchronized (this) {
                    totals = counted;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            // The listing that reads meets the same, and tells of it; progress goes without a total.
            close();
        }
    }

    /** Waits for lanes that are new, and then until no more come; none at the end. */
    private synchronized Map<Integer, LaneState> awaitLanes() throws InterruptedException {
        while (!changed && !closed) {
            wait();
        }
        while (changed && !closed) {
            changed = false;
            rest(QUIET_NANOS, () -> changed);
        }
        return closed ? Map.of() : Map.copyOf(taken);
    }

    private Map<Integer, Total> count(Map<Integer, LaneState> lanes) throws IOException, InterruptedException {
        Map<Integer, LaneProgress> before = new HashMap<>();
        Map<Integer, Total> sums = new HashMap<>();
        lanes.forEach((lane, state) -> {
            before.put(lane, new LaneProgress(lane, 0, state, false, settings.mostRemembered(), 0));
            sums.put(lane, Total.NONE);
        });
        String after = settings.startAfter();
        for (ObjectPage page = page(after); ; page = page(after)) {
            for (ListedObject object : page.objects()) {
                int lane = LaneNames.laneOf(object.key());
                LaneProgress progress = before.get(lane);
                if (progress != null && settings.filter().accepts(object) && !progress.isDone(object)) {
                    sums.merge(lane, new Total(1, object.size()), Total::plus);
                }
            }
            if (page.last() || page.objects().isEmpty()) {
                return sums;
            }
            after = page.objects().get(page.objects().size() - 1).key();
        }
    }

    private ObjectPage page(String after) throws IOException, InterruptedException {
        @Nullable IOException last = null;
        for (int attempt = 0; attempt < FAILURES && !isClosed(); attempt++) {
            try {
                counts.add(Counts.Kind.LISTS);
                ObjectPage page = store.list(after);
                counts.add(Counts.Kind.LISTS, page.requests() - 1);
                return page;
            } catch (IOException e) {
                last = e;
                rest(PAUSE_NANOS, () -> false);
            }
        }
        throw last == null ? new IOException("closed") : last;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void rest(long nanos, BooleanSupplier until) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !closed && !until.getAsBoolean(); left = end - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
    }
}
