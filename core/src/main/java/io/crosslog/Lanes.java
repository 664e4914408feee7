package io.crosslog;

import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;
import io.crosslog.model.RejectedRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All partitions of a running pipeline: takes batches from readers, gives writes to workers, and keeps the ledgers. A
 * write that failed waits here for its next attempt and occupies no thread meanwhile.
 *
 * <p>Safe for concurrent calls: one lock guards it all, and nothing foreign is called under it.
 */
final class Lanes {

    private static final int MAX_IDLE_LANES = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition settled = lock.newCondition();
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Deque<Lane> ready = new ArrayDeque<>();
    private final PriorityQueue<PendingWrite> parked =
            new PriorityQueue<>(Comparator.comparingLong(write -> write.dueAt() - this.epoch));
    private final List<CommitLedger.Ticket> onProbation = new ArrayList<>();
    private final Tally forgotten = new Tally();
    private final NameCounts filtered = new NameCounts();
    private final NameCounts rejected = new NameCounts();
    private final NameCounts noted = new NameCounts();
    private final long epoch = System.nanoTime();
    private final CommitLedger ledger;
    private final MemoryBudget.Member budget;
    private final RejectionRate rate;
    private final long maxParkedBytes;
    private long parkedBytes;
    private boolean stopped;

    Lanes(CommitLedger ledger, MemoryBudget.Member budget, RejectionLimit limit, long bufferedBytes) {
        this.ledger = ledger;
        this.budget = budget;
        this.rate = new RejectionRate(limit);
        this.maxParkedBytes = Math.max(1, bufferedBytes / 2);
    }

    /** A reader takes a partition. */
    void claim(String partition, int reader, Position resume) {
        lock.lock();
        try {
            Lane lane = lane(partition);
            if (lane.isHeld() && lane.reader() != reader) {
                drop(lane);
                ledger.end(partition);
            }
            if (!lane.isHeld()) {
                hold(lane, reader, resume);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes a batch that a reader has read; returns whether its position is to be saved at once. */
    boolean offer(int reader, RecordBatch batch) {
        lock.lock();
        try {
            Lane lane = lane(batch.partition());
            if (lane.isBarred()) {
                lane.tally().received(batch.records().size(), batch.sizeInBytes());
                lane.tally().recordsReleased(batch.records().size());
                return false;
            }
            if (!lane.isHeld()) {
                hold(lane, reader, Position.start(batch.partition()));
            }
            CommitLedger.Ticket ticket = ledger.add(batch.end(), System.nanoTime());
            Position start = lane.before();
            lane.movedTo(batch.end());
            if (batch.records().isEmpty()) {
                ledger.complete(ticket);
                return ticket.isFirst();
            }
            lane.tally().received(batch.records().size(), batch.sizeInBytes());
            budget.add(batch.sizeInBytes());
            lane.add(new QueuedBatch(batch, start, ticket));
            list(lane);
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** The next write to make or to send again; waits for one. Null when the pipeline stops. */
    @Nullable PendingWrite next() throws InterruptedException {
        lock.lock();
        try {
            while (!stopped) {
                PendingWrite due = parked.peek();
                long wait = due == null ? Long.MAX_VALUE : due.dueAt() - System.nanoTime();
                if (due != null && wait <= 0) {
                    unpark(due);
                    lane(due).resume();
                    return due;
                }
                if (!ready.isEmpty() && parkedBytes < maxParkedBytes) {
                    Lane lane = ready.removeFirst();
                    lane.listed(false);
                    if (lane.isReady()) {
                        return lane.begin();
                    }
                } else {
                    work.awaitNanos(Math.min(wait, TimeUnit.SECONDS.toNanos(10)));
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Takes note that a write was filled; returns whether it is still to be sent. */
    boolean filled(PendingWrite write) {
        lock.lock();
        try {
            Lane lane = lane(write);
            if (!lane.isCurrent(write)) {
                lane.abandon();
                freed(lane, 0);
                return false;
            }
            lane.consume(write);
            filtered.addAll(write.filtered());
            noted.addAll(write.noted());
            return true;
        } finally {
            lock.unlock();
        }
    }

    void delivered(PendingWrite write, int events) {
        lock.lock();
        try {
            lane(write).tally().eventsDelivered(events);
        } finally {
            lock.unlock();
        }
    }

    void rejected(PendingWrite write, List<RejectedRecord> handedOver) {
        lock.lock();
        try {
            lane(write).tally().eventsRejected(write.takeRejectedParts());
            handedOver.forEach(rejection -> rejected.add(rejection.stage() + ": " + rejection.reason(), 1));
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
            Lane lane = lane(write);
            if (!lane.isCurrent(write)) {
                freed(lane, lane.dropWrite(write));
                return false;
            }
            write.failed(System.nanoTime() + delayNanos);
            lane.park();
            parked.add(write);
            parkedBytes += write.eventBytes();
            budget.add(write.eventBytes());
            work.signal();
            settled.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes note that all of a write is durable or handed over.
     *
     * @return why the pipeline must stop, if rejections have reached their limit; what the write finishes is then not
     *     committed
     */
    Optional<String> complete(PendingWrite write) {
        lock.lock();
        try {
            Lane lane = lane(write);
            for (RecordFate fate : write.closing()) {
                if (fate.settle()) {
                    lane.tally().settled(fate);
                    rate.add(fate.outcome() == RecordFate.Outcome.REJECTED);
                }
            }
            Optional<String> verdict = rate.verdict();
            if (verdict.isEmpty()) {
                write.finished().forEach(batch -> onProbation.add(batch.ticket()));
                if (!rate.onProbation()) {
                    settleProbation();
                }
            }
            freed(lane, lane.finish(write));
            return verdict;
        } finally {
            lock.unlock();
        }
    }

    /** Lets commits pass what was rejected before anything else was seen: the pipeline ends well, or gives it back. */
    void settleProbation() {
        lock.lock();
        try {
            if (rate.verdict().isEmpty()) {
                onProbation.forEach(ledger::complete);
            }
            onProbation.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Drops what is not being written of some partitions, ending their generations but for the ledger's. */
    void drop(Collection<String> partitions) {
        lock.lock();
        try {
            for (String partition : partitions) {
                Lane lane = lanes.get(partition);
                if (lane != null) {
                    drop(lane);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Drops partitions whose claims were lost, and takes nothing more of them until they are claimed anew. */
    void bar(Collection<String> partitions) {
        lock.lock();
        try {
            for (String partition : partitions) {
                Lane lane = lane(partition);
                drop(lane);
                lane.bar();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes batches of a reader's partitions again, since it is opened anew. */
    void unbar(int reader) {
        lock.lock();
        try {
            lanes.values().stream().filter(lane -> lane.reader() == reader).forEach(Lane::unbar);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing of some partitions is being written any more; returns whether that came about in time. */
    boolean awaitWritten(Collection<String> partitions, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!stopped && partitions.stream().anyMatch(this::isBeingWritten)) {
                if (left <= 0) {
                    return false;
                }
                left = settled.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The partitions that a reader holds. */
    List<String> heldBy(int reader) {
        lock.lock();
        try {
            return lanes.values().stream()
                    .filter(lane -> lane.isHeld() && lane.reader() == reader)
                    .map(Lane::partition)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** The reader that holds a partition, if one does. */
    Optional<Integer> holder(String partition) {
        lock.lock();
        try {
            @Nullable Lane lane = lanes.get(partition);
            return lane == null || !lane.isHeld() ? Optional.empty() : Optional.of(lane.reader());
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing waits and nothing is being written. */
    boolean isIdle() {
        lock.lock();
        try {
            return lanes.values().stream().allMatch(Lane::isIdle);
        } finally {
            lock.unlock();
        }
    }

    /** Waits a while for all to be settled. */
    void awaitIdle(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && !stopped && !lanes.values().stream().allMatch(Lane::isIdle)) {
                left = settled.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Hands out no more work. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            work.signalAll();
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of all buffers; the counts stay. */
    void clear() {
        lock.lock();
        try {
            lanes.values().forEach(Lane::clear);
            ready.clear();
            parked.clear();
            onProbation.clear();
        } finally {
            lock.unlock();
        }
    }

    /** The counts, to be looked at under the lock. */
    record View(Collection<Lane> lanes, Tally forgotten, NameCounts filtered, NameCounts rejected, NameCounts noted) {}

    /** Reads the counts under the lock, so that they belong together. */
    <T> T read(Function<View, T> reading) {
        lock.lock();
        try {
            return reading.apply(new View(lanes.values(), forgotten, filtered, rejected, noted));
        } finally {
            lock.unlock();
        }
    }

    private Lane lane(PendingWrite write) {
        return lane(write.partition());
    }

    private boolean isBeingWritten(String partition) {
        Lane lane = lanes.get(partition);
        return lane != null && lane.isRunning();
    }

    private Lane lane(String partition) {
        Lane lane = lanes.get(partition);
        if (lane == null) {
            forgetIdle();
            lane = new Lane(partition);
            lanes.put(partition, lane);
        }
        return lane;
    }

    /** Keeps the number of lanes bounded where a source never stops inventing partitions. */
    private void forgetIdle() {
        if (lanes.size() < MAX_IDLE_LANES) {
            return;
        }
        lanes.values().removeIf(lane -> {
            boolean idle = !lane.isHeld() && lane.isIdle();
            if (idle) {
                lane.tally().addTo(forgotten);
            }
            return idle;
        });
    }

    private void hold(Lane lane, int reader, Position resume) {
        lane.hold(reader, resume);
        ledger.begin(lane.partition());
    }

    private void list(Lane lane) {
        if (lane.isReady() && !lane.isListed()) {
            lane.listed(true);
            ready.addLast(lane);
            work.signal();
        }
    }

    private void drop(Lane lane) {
        long bytes = lane.dropWaiting();
        PendingWrite waiting = lane.parked();
        if (waiting != null) {
            unpark(waiting);
            bytes += lane.dropWrite(waiting);
        }
        freed(lane, bytes);
    }

    private void unpark(PendingWrite write) {
        parked.remove(write);
        parkedBytes -= write.eventBytes();
        budget.remove(write.eventBytes());
        work.signal();
    }

    private void freed(Lane lane, long bytes) {
        budget.remove(bytes);
        list(lane);
        work.signal();
        settled.signalAll();
    }
}
