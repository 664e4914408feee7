package io.crosslog.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lists the bucket page by page and deals what is new out to the lanes. One listing feeds all lanes that are as far as each
 * other; a page is fetched when each of them has room for it, or when one has run dry: then those without room are left
 * behind, and get pages of their own later.
 *
 * <p>Tries nothing again by itself: after a failure it waits for {@link #retry}. Safe for concurrent calls; its work is done
 * by one thread.
 */
final class Lister implements Runnable {

    /** A page may have been made a little before the time that it carries, which is in whole seconds. */
    private static final long CLOCK_SLACK_MILLIS = 2_000;

    /** Lanes are taken one after another; the first listing waits for the others of all readers. */
    private static final long GATHER_NANOS = 50_000_000L;

    /** Longer it does not wait for a slow checkpoint store. */
    private static final long LONGEST_GATHER_NANOS = 5_000_000_000L;

    private final ObjectStore store;
    private final ObjectFilter filter;
    private final boolean startAtLatest;
    private final long latenessMillis;
    private final long intervalNanos;
    private final boolean onePass;
    private final String startAfter;
    private final Map<Integer, Lane> lanes = new ConcurrentHashMap<>();
    private final Counts counts;
    private boolean closed;
    private boolean woken;
    private boolean resting = true;
    private boolean beatSeen;
    private long beatAt = System.nanoTime();
    private int gathering;
    private long gatherUntil = System.nanoTime();
    private long listingNanos;
    private long firstStart = Long.MIN_VALUE;
    private @Nullable IOException failure;
    private boolean triedAgain;
    private volatile @Nullable Throwable fatal;

    Lister(ObjectStore store, S3Settings settings, Counts counts) {
        this.store = store;
        this.filter = settings.filter();
        this.startAtLatest = settings.start().isLatest();
        this.latenessMillis = settings.lateness().toMillis();
        this.intervalNanos = settings.pollInterval().toNanos();
        this.onePass = settings.onePass();
        this.startAfter = settings.startAfter();
        this.counts = counts;
    }

    /** Says that a reader takes lanes now, as many as it gets: what comes too late for a pass waits for the next. */
    synchronized void gather() {
        if (gathering++ == 0 && resting) {
            gatherUntil = System.nanoTime() + LONGEST_GATHER_NANOS;
        }
        // A beat that was seen just before may come to nothing now, and is to be seen again.
        beatSeen = false;
    }

    /** Says that a reader has taken what lanes there were. */
    synchronized void gathered() {
        gathering--;
        notifyAll();
    }

    /** Feeds a lane from now on. */
    void add(Lane lane) {
        lanes.put(lane.number(), lane);
        synchronized (this) {
            if (resting) {
                resting = false;
                beatAgainAt(System.nanoTime() + GATHER_NANOS);
            }
        }
        wake();
    }

    void remove(Lane lane) {
        lanes.remove(lane.number(), lane);
        wake();
    }

    /** Says that a lane may take more. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** {@return what keeps the bucket from being listed, if anything does} */
    synchronized Optional<IOException> failure() {
        return triedAgain ? Optional.empty() : Optional.ofNullable(failure);
    }

    /** Whether the last listing failed. */
    synchronized boolean isFailing() {
        return failure != null;
    }

    /** {@return what has ended the listing for good, or null} */
    @Nullable Throwable fatal() {
        return fatal;
    }

    /** Tries again after a failure. */
    synchronized void retry() {
        if (failure != null && !triedAgain) {
            triedAgain = true;
            wake();
        }
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    @Override
    public void run() {
        try {
            while (awaitWork()) {
                String after = choose();
                if (after != null) {
                    list(after);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            fatal = e;
        }
    }

    /** Waits until there may be something to list; false when it is the end. */
    private synchronized boolean awaitWork() throws InterruptedException {
        while (!closed) {
            long wait = untilBeat();
            boolean beat = !resting && !beatSeen && wait <= 0;
            boolean mayList = failure == null || triedAgain;
            if (mayList && (woken || beat)) {
                beatSeen |= beat;
                woken = false;
                return true;
            }
            wait(mayList && !resting && !beatSeen ? wait / 1_000_000 + 1 : 1_000);
        }
        return false;
    }

    /** The key after which to list next; null if no lane needs that now. */
    private @Nullable String choose() {
        Map<String, List<Lane>> byPlace = new TreeMap<>(KeyOrder::compare);
        for (Lane lane : lanes.values()) {
            lane.needsAfter().ifPresent(after -> byPlace.computeIfAbsent(after, a -> new ArrayList<>())
                    .add(lane));
        }
        String withRoom = null;
        for (Map.Entry<String, List<Lane>> place : byPlace.entrySet()) {
            if (place.getValue().stream().anyMatch(Lane::isHungry)) {
                return place.getKey();
            }
            if (withRoom == null && place.getValue().stream().allMatch(Lane::hasRoom)) {
                withRoom = place.getKey();
            }
        }
        if (withRoom != null) {
            return withRoom;
        }
        return isBeat() && lanes.values().stream().anyMatch(this::isDue) ? "" : null;
    }

    private synchronized boolean isBeat() {
        return untilBeat() <= 0;
    }

    private synchronized long untilBeat() {
        long now = System.nanoTime();
        return Math.max(beatAt - now, gathering > 0 ? gatherUntil - now : Long.MIN_VALUE);
    }

    private boolean isDue(Lane lane) {
        return lane.isIdle() && !(onePass && lane.hasPassed());
    }

    private void list(String after) {
        boolean beat = after.isEmpty() && isBeat();
        List<Lane> beginning =
                beat ? lanes.values().stream().filter(this::isDue).toList() : List.of();
        long begun = System.nanoTime();
        String from = KeyOrder.compare(after, startAfter) < 0 ? startAfter : after;
        ObjectPage page;
        try {
            counts.add(Counts.Kind.LISTS);
            page = store.list(from);
            counts.add(Counts.Kind.LISTS, page.requests() - 1);
        } catch (IOException e) {
            failed(e);
            return;
        }
        failed(null);
        long took = System.nanoTime() - begun;
        checkOrder(from, page.objects());
        if (beat) {
            beatAgainAt(begun + intervalNanos);
            listingNanos = 0;
            long start = page.serverTime() - took / 1_000_000 - CLOCK_SLACK_MILLIS;
            // A lane that is taken later does not start later, or what came meanwhile would be passed over (rule R12).
            firstStart = firstStart == Long.MIN_VALUE ? start : firstStart;
            long passOver = startAtLatest ? firstStart : Long.MIN_VALUE;
            beginning.forEach(lane -> lane.beginPass(start - latenessMillis, passOver));
        }
        deal(after, page);
        listingNanos += took;
        if (page.last()) {
            restAsLong();
        }
        wake();
    }

    private synchronized void failed(@Nullable IOException e) {
        failure = e;
        triedAgain = false;
    }

    private synchronized void beatAgainAt(long nanoTime) {
        beatAt = nanoTime;
        beatSeen = false;
    }

    /** Listing takes no more than half of the time, however large the bucket. */
    private synchronized void restAsLong() {
        long earliest = System.nanoTime() + listingNanos;
        if (beatAt - earliest < 0) {
            beatAgainAt(earliest);
        }
    }

    private void deal(String after, ObjectPage page) {
        Map<Integer, List<ListedObject>> byLane = new HashMap<>();
        for (ListedObject object : page.objects()) {
            if (filter.accepts(object)) {
                byLane.computeIfAbsent(LaneNames.laneOf(object.key()), n -> new ArrayList<>())
                        .add(object);
            }
        }
        String last = page.last() ? null : lastKey(page.objects());
        for (Lane lane : lanes.values()) {
            if (lane.hasRoom() || lane.isHungry()) {
                lane.offer(after, last, byLane.getOrDefault(lane.number(), List.of()));
            }
        }
    }

    private static String lastKey(List<ListedObject> objects) {
        if (objects.isEmpty()) {
            throw new IllegalStateException("the store says that more objects follow a page on which there are none");
        }
        return objects.get(objects.size() - 1).key();
    }

    /** All that is remembered of a listing rests on the order of its keys. */
    private static void checkOrder(String after, Collection<ListedObject> objects) {
        String previous = after;
        for (ListedObject object : objects) {
            if (KeyOrder.compare(previous, object.key()) >= 0) {
                throw new IllegalStateException("the store does not list objects in the order of their keys: '"
                        + object.key() + "' came after '" + previous + "'; such a store cannot be read completely");
            }
            previous = object.key();
        }
    }
}
