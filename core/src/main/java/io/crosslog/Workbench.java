package io.crosslog;

import io.crosslog.spi.Limits;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the workers of a running pipeline get their tasks and bring them back. A write that failed waits here for its next
 * attempt and occupies no thread meanwhile. Safe for concurrent calls.
 */
final class Workbench {

    private final ReentrantLock lock;
    private final LaneTable table;
    private final Dispatch dispatch;
    private final Settlement settlement;
    private final HeldBytes held;
    private final NamedCounts named;
    private final List<Limits> limits;

    /** A workbench for the lanes, and for sinks with these limits, by index of the branch. */
    Workbench(Lanes lanes, List<Limits> limits) {
        this.table = lanes.table();
        this.lock = table.lock();
        this.dispatch = lanes.dispatch();
        this.settlement = lanes.settlement();
        this.held = lanes.held();
        this.named = lanes.named();
        this.limits = List.copyOf(limits);
    }

    List<Limits> limits() {
        return limits;
    }

    /** The next task for a worker of a branch; waits for one. Null when the pipeline stops. */
    @Nullable Task next(int branch) throws InterruptedException {
        lock.lock();
        try {
            while (!table.isStopped()) {
                Task task = pick(branch);
                if (task != null) {
                    dispatch.passOn(branch);
                    return task;
                }
                dispatch.work(branch).awaitNanos(dispatch.patience(branch));
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Task pick(int branch) {
        // First what is nobody's own: while there is much to do, everybody would leave it to the others.
        Task write = branch == Routing.UNROUTED ? null : pickWrite(Routing.UNROUTED, false);
        if (write == null) {
            write = pickWrite(branch, true);
        }
        if (write != null || held.isFull()) {
            return write;
        }
        Lane lane = dispatch.hungry(branch);
        return lane == null ? null : lane.decode(branch);
    }

    /** A write of a branch, or with {@code fills} the decoding that makes it as large as its sink takes. */
    private @Nullable Task pickWrite(int branch, boolean fills) {
        PendingWrite due = dispatch.due(branch);
        if (due != null) {
            table.get(due.partition()).outlet(branch).resume();
            release(due.footprint());
            return due;
        }
        Lane lane = dispatch.writable(branch);
        if (lane == null) {
            return null;
        }
        if (fills && lane.canDecode() && !held.isFull() && !lane.outlet(branch).isFull(limits.get(branch))) {
            return lane.decode(branch);
        }
        PendingWrite write = begin(lane, branch);
        release(write.footprint());
        return write;
    }

    private PendingWrite begin(Lane lane, int branch) {
        return lane.outlet(branch).begin(lane.partition(), lane.generation(), limits.get(branch));
    }

    private void release(long bytes) {
        if (held.remove(bytes)) {
            dispatch.wakeAll();
        }
    }

    /**
     * Takes in what was decoded, unless its generation has ended meanwhile.
     *
     * @return the write that the worker of a branch goes on with, if there is one now
     */
    @Nullable PendingWrite admit(Decoding done, int branch) {
        lock.lock();
        try {
            Lane lane = table.get(done.partition());
            lane.decoded();
            PendingWrite next = null;
            if (lane.isCurrent(done.generation())) {
                settle(lane, done);
                next = load(lane, done, branch);
            }
            moved(lane);
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void settle(Lane lane, Decoding done) {
        lane.consume(done);
        for (RecordFate fate : done.fates()) {
            if (fate.isOpen()) {
                fate.batch().opened();
            } else {
                settlement.settle(lane.tally(), fate);
            }
        }
        done.finished().forEach(settlement::decoded);
        named.add(done);
        settlement.commit();
    }

    /** Gives each outlet its load and starts a write, before what stays is counted as waiting. */
    private @Nullable PendingWrite load(Lane lane, Decoding done, int branch) {
        PendingWrite begun = null;
        for (int i = 0; i < done.loads().size(); i++) {
            Outlet outlet = lane.outlet(i);
            long before = outlet.footprint();
            outlet.add(done.loads().get(i));
            if (i == branch && outlet.isWritable()) {
                begun = begin(lane, branch);
            }
            long more = outlet.footprint() - before;
            if (more >= 0) {
                held.add(more);
            } else {
                release(-more);
            }
        }
        return begun;
    }

    /** Takes note that events of a write are durable. */
    void delivered(PendingWrite write, List<Part.Event> events) {
        lock.lock();
        try {
            Lane lane = table.get(write.partition());
            lane.outlet(write.branch()).tally().delivered(events.size());
            for (Part.Event event : events) {
                event.fate().delivered();
                settlement.done(lane.tally(), event.fate());
            }
            settlement.commit();
        } finally {
            lock.unlock();
        }
    }

    /** Takes note that rejections of a write were handed over. */
    void rejected(PendingWrite write, List<Part.Rejection> rejections) {
        lock.lock();
        try {
            Lane lane = table.get(write.partition());
            for (Part.Rejection rejection : rejections) {
                lane.outlet(write.branch()).tally().rejected(rejection.counts() ? 1 : 0);
                named.rejected(rejection.rejected());
                rejection.fate().rejected();
                settlement.done(lane.tally(), rejection.fate());
            }
            settlement.commit();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Keeps a write for another attempt, or drops it if its generation has ended.
     *
     * @return whether it was kept
     */
    boolean park(PendingWrite write, long delayNanos) {
        lock.lock();
        try {
            Lane lane = table.get(write.partition());
            Outlet outlet = lane.outlet(write.branch());
            boolean kept = lane.isCurrent(write.generation());
            if (kept) {
                write.failed(System.nanoTime() + delayNanos);
                outlet.park();
                held.add(write.footprint());
                dispatch.park(write);
            } else {
                outlet.finish();
                settlement.drop(lane.tally(), outlet.tally(), write.parts());
                settlement.commit();
            }
            moved(lane);
            return kept;
        } finally {
            lock.unlock();
        }
    }

    /** Takes note that all of a write is durable or handed over. */
    void complete(PendingWrite write) {
        lock.lock();
        try {
            Lane lane = table.get(write.partition());
            lane.outlet(write.branch()).finish();
            moved(lane);
        } finally {
            lock.unlock();
        }
    }

    /** Why the pipeline must stop, if rejections have reached their limit; from then on nothing more is committed. */
    Optional<String> verdict() {
        return settlement.verdict();
    }

    private void moved(Lane lane) {
        dispatch.list(lane);
        table.settled().signalAll();
    }
}
