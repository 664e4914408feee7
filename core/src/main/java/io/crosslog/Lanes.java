package io.crosslog;

import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;
import io.crosslog.model.RejectedRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final Tally forgotten = new Tally();
    private final NameCounts filtered = new NameCounts();
    private final NameCounts rejected = new NameCounts();
    private final NameCounts noted = new NameCounts();
    private final CommitLedger ledger;
    private final MemoryBudget.Member budget;
    private final ParkedWrites parked;
    private final Probation probation;
    private boolean stopped;

    Lanes(CommitLedger ledger, MemoryBudget.Member budget, RejectionLimit limit, long bufferedBytes) {
        this.ledger = ledger;
        this.budget = budget;
        this.parked = new ParkedWrites(budget, bufferedBytes);
        this.probation = new Probation(limit, ledger);
    }

    /** A reader takes a partition; returns whether another one held it. */
    boolean claim(String partition, int reader, Position resume) {
        lock.lock();
        try {
            Lane lane = lane(partition);
            boolean others = lane.isHeld() && lane.reader() != reader;
            if (others) {
                endNow(lane);
            }
            if (!lane.isHeld()) {
                hold(lane, reader, resume);
            }
            return others;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a batch that a reader has read. A partition that nobody has held is the reader's from its first batch on; a
     * batch of one that is another reader's, or was given up and not claimed since, is counted as released.
     *
     * @return whether the batch's position is to be saved at once
     */
    boolean offer(int reader, RecordBatch batch) {
        lock.lock();
        try {
            Lane lane = lane(batch.partition());
            if (lane.isClosedTo(reader)) {
                lane.tally().received(batch.records().size(), batch.sizeInBytes());
                lane.tally().recordsReleased(batch.records().size());
                return false;
            }
            if (!lane.isHeld()) {
                hold(lane, reader, Position.start(batch.partition()));
            }
            Position start = lane.before();
            lane.movedTo(batch.end());
            if (batch.records().isEmpty()) {
                return ledger.move(batch.end(), System.nanoTime());
            }
            CommitLedger.Ticket ticket = ledger.add(batch.end(), System.nanoTime());
            lane.tally().received(batch.records().size(), batch.sizeInBytes());
            budget.add(batch.footprint());
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
                PendingWrite due = parked.first();
                long wait = due == null ? Long.MAX_VALUE : due.dueAt() - System.nanoTime();
                if (due != null && wait <= 0) {
                    unpark(due);
                    lane(due).resume();
                    return due;
                }
                if (!ready.isEmpty() && !parked.isFull()) {
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
                    probation.add(fate);
                }
            }
            Optional<String> verdict = probation.finish(write.finished());
            freed(lane, lane.finish(write));
            return verdict;
        } finally {
            lock.unlock();
        }
    }

    /** Lets commits pass what was rejected before anything else was seen, since the pipeline ends well. */
    void settleProbation() {
        lock.lock();
        try {
            probation.settle();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drops what is not being written of those of some partitions that a reader holds: it takes nothing more of them until
     * they are claimed anew. What is being written still counts until {@link #end} is called.
     */
    List<CommitLedger.Generation> giveUp(int reader, Collection<String> partitions) {
        lock.lock();
        try {
            List<CommitLedger.Generation> given = new ArrayList<>();
            for (String partition : partitions) {
                Lane lane = lanes.get(partition);
                if (lane != null && lane.isHeld() && lane.reader() == reader) {
                    drop(lane);
                    lane.giveUp();
                    ledger.detach(partition).ifPresent(given::add);
                }
            }
            return given;
        } finally {
            lock.unlock();
        }
    }

    /** Ends generations that were given up in good order; returns how far those are done that have come further. */
    List<Mark> end(Collection<CommitLedger.Generation> generations) {
        lock.lock();
        try {
            probation.settle(generations);
            return generations.stream().flatMap(g -> ledger.end(g).stream()).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Ends generations that are lost: nothing more of them counts. */
    void abandon(Collection<CommitLedger.Generation> generations) {
        lock.lock();
        try {
            probation.forget(generations);
            generations.forEach(ledger::end);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drops partitions whose claims were lost, and takes nothing more of them until they are claimed anew.
     *
     * @return the readers that held them
     */
    Set<Integer> bar(Collection<String> partitions) {
        lock.lock();
        try {
            Set<Integer> readers = new HashSet<>();
            for (String partition : partitions) {
                Lane lane = lanes.get(partition);
                if (lane != null && lane.isHeld()) {
                    readers.add(lane.reader());
                    endNow(lane);
                    lane.bar();
                }
            }
            return readers;
        } finally {
            lock.unlock();
        }
    }

    /** Takes batches of a reader's partitions again, since it is opened anew. */
    void openAnew(int reader) {
        lock.lock();
        try {
            lanes.values().stream().filter(lane -> lane.reader() == reader).forEach(Lane::open);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is being written any more of what was given up of some partitions; returns whether that came about in time. */
    boolean awaitWritten(Collection<String> partitions, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!stopped && partitions.stream().anyMatch(this::isStillWritten)) {
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
            probation.clear();
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

    private boolean isStillWritten(String partition) {
        Lane lane = lanes.get(partition);
        return lane != null && lane.isWritingOld();
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
            boolean idle = !lane.isHeld() && !lane.isBarred() && lane.isIdle();
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

    private void endNow(Lane lane) {
        drop(lane);
        ledger.detach(lane.partition()).ifPresent(generation -> abandon(List.of(generation)));
    }

    private void unpark(PendingWrite write) {
        parked.remove(write);
        work.signal();
    }

    private void freed(Lane lane, long bytes) {
        budget.remove(bytes);
        list(lane);
        work.signal();
        settled.signalAll();
    }
}
