package io.crosslog;

import io.crosslog.spi.Limits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one partition goes into one branch: what is decoded and waits, and the one write that is under way or parked (rule
 * R9). Guarded by the lock of {@code LaneTable}.
 */
final class Outlet {

    private final int branch;
    private final EventTally tally = new EventTally();
    private final Deque<Part.Event> events = new ArrayDeque<>();
    private final Deque<Part.Rejection> rejections = new ArrayDeque<>();
    private long waitingBytes;
    private long footprint;
    private @Nullable PendingWrite write;
    private boolean running;

    Outlet(int branch) {
        this.branch = branch;
    }

    /** Takes in what was decoded for it. */
    void add(Load load) {
        tally.made(load.pending(), load.filteredParts());
        events.addAll(load.events());
        rejections.addAll(load.rejections());
        waitingBytes += load.bytes();
        footprint += load.footprint();
    }

    /** A load to be put on top of what waits. */
    Load room() {
        return new Load(events.size(), waitingBytes);
    }

    /** Whether as much waits as the sink takes in one write. */
    boolean isFull(Limits limits) {
        return room().isFull(limits);
    }

    /** Starts a write of what waits, as much as the sink takes; the outlet is busy until it is done. */
    PendingWrite begin(String partition, long generation, Limits limits) {
        List<Part.Event> taken = take(events, limits);
        List<Part.Rejection> given = take(rejections, limits);
        PendingWrite begun = new PendingWrite(partition, generation, branch, span(taken), taken, given);
        waitingBytes -= begun.bytes();
        footprint -= begun.footprint();
        write = begun;
        running = true;
        return begun;
    }

    /** Takes out what is next, up to a sink's limits, but at least one if there is any. */
    private static <P extends Part> List<P> take(Deque<P> waiting, Limits limits) {
        List<P> taken = new ArrayList<>(Math.min(waiting.size(), limits.maxEvents()));
        long bytes = 0;
        for (P next = waiting.peekFirst(); next != null; next = waiting.peekFirst()) {
            if (!taken.isEmpty() && (taken.size() >= limits.maxEvents() || bytes + next.bytes() > limits.maxBytes())) {
                break;
            }
            taken.add(waiting.removeFirst());
            bytes += next.bytes();
        }
        return taken;
    }

    private PendingWrite.@Nullable Span span(List<Part.Event> taken) {
        if (taken.isEmpty()) {
            return null;
        }
        HeldBatch first = taken.get(0).fate().batch();
        HeldBatch last = taken.get(taken.size() - 1).fate().batch();
        Part.Event next = events.peekFirst();
        boolean complete = last.isDecoded() && (next == null || next.fate().batch() != last);
        return new PendingWrite.Span(first.start(), last.end(), complete);
    }

    /** Takes out all that waits. */
    List<Part> drain() {
        List<Part> all = new ArrayList<>(events.size() + rejections.size());
        all.addAll(events);
        all.addAll(rejections);
        clear();
        return all;
    }

    /** Frees it for its next write. */
    void finish() {
        write = null;
        running = false;
    }

    /** Marks the running write as parked. */
    void park() {
        running = false;
    }

    /** Marks the parked write as running. */
    void resume() {
        running = true;
    }

    /** Lets go of everything that waits. */
    void clear() {
        events.clear();
        rejections.clear();
        waitingBytes = 0;
        footprint = 0;
    }

    /** Whether something waits and no write is in its way. */
    boolean isWritable() {
        return write == null && !(events.isEmpty() && rejections.isEmpty());
    }

    /** Whether nothing waits and nothing is being written. */
    boolean isIdle() {
        return write == null && events.isEmpty() && rejections.isEmpty();
    }

    /** The write that waits to be sent again, if one does. */
    @Nullable PendingWrite parked() {
        return running ? null : write;
    }

    /** The write that a worker holds, if one does. */
    @Nullable PendingWrite running() {
        return running ? write : null;
    }

    /** About how many bytes of memory takes what waits. */
    long footprint() {
        return footprint;
    }

    EventTally tally() {
        return tally;
    }
}
