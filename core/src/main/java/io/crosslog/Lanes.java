package io.crosslog;

import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a running pipeline, as readers see them: takes partitions and batches, and gives them back. What is
 * done with them meanwhile is the business of {@code Workbench}. Safe for concurrent calls.
 */
final class Lanes {

    private final LaneTable table;
    private final ReentrantLock lock;
    private final Dispatch dispatch;
    private final Settlement settlement;
    private final HeldBytes held;
    private final NamedCounts named = new NamedCounts();
    private final CommitLedger ledger;
    private final MemoryBudget.Member budget;
    private final Probation probation;

    Lanes(Routing routing, CommitLedger ledger, MemoryBudget.Member budget, PipelineSettings settings) {
        this.table = new LaneTable(routing.branches().size());
        this.lock = table.lock();
        this.dispatch = new Dispatch(routing, lock);
        this.probation = new Probation(settings.rejectionLimit(), ledger);
        this.settlement = new Settlement(probation, budget);
        this.held = new HeldBytes(budget, settings.bufferedBytes());
        this.ledger = ledger;
        this.budget = budget;
    }

    /** A reader takes a partition; returns whether another one held it. */
    boolean claim(String partition, int reader, Position resume) {
        lock.lock();
        try {
            Lane lane = table.get(partition);
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
            Lane lane = table.get(batch.partition());
            if (lane.isClosedTo(reader)) {
                lane.tally().received(batch.records().size(), batch.sizeInBytes());
                lane.tally().released(batch.records().size());
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
            lane.add(new HeldBatch(batch, start, ticket));
            dispatch.list(lane);
            return false;
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
                Lane lane = table.find(partition);
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
                Lane lane = table.find(partition);
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
            table.all().stream().filter(lane -> lane.reader() == reader).forEach(Lane::open);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is being written any more of what was given up of some partitions; returns whether that came about in time. */
    boolean awaitWritten(Collection<String> partitions, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!table.isStopped() && partitions.stream().anyMatch(this::isStillWritten)) {
                if (left <= 0) {
                    return false;
                }
                left = table.settled().awaitNanos(left);
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
            return table.all().stream()
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
            @Nullable Lane lane = table.find(partition);
            return lane == null || !lane.isHeld() ? Optional.empty() : Optional.of(lane.reader());
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing waits and nothing is being written. */
    boolean isIdle() {
        lock.lock();
        try {
            return table.isIdle();
        } finally {
            lock.unlock();
        }
    }

    /** Waits a while for all to be settled. */
    void awaitIdle(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && !table.isStopped() && !table.isIdle()) {
                left = table.settled().awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Hands out no more work. */
    void stop() {
        lock.lock();
        try {
            table.stop();
            dispatch.wakeAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of all buffers; the counts stay. */
    void clear() {
        lock.lock();
        try {
            table.all().forEach(Lane::clear);
            dispatch.clear();
            probation.clear();
        } finally {
            lock.unlock();
        }
    }

    /** The counts, to be looked at under the lock. */
    record View(Collection<Lane> lanes, Counts forgotten, NamedCounts named) {}

    /** Reads the counts under the lock, so that they belong together. */
    <T> T read(Function<View, T> reading) {
        lock.lock();
        try {
            return reading.apply(new View(table.all(), table.forgotten(), named));
        } finally {
            lock.unlock();
        }
    }

    LaneTable table() {
        return table;
    }

    Dispatch dispatch() {
        return dispatch;
    }

    Settlement settlement() {
        return settlement;
    }

    HeldBytes held() {
        return held;
    }

    NamedCounts named() {
        return named;
    }

    private boolean isStillWritten(String partition) {
        Lane lane = table.find(partition);
        return lane != null && lane.isWritingOld();
    }

    private void hold(Lane lane, int reader, Position resume) {
        lane.hold(reader, resume);
        ledger.begin(lane.partition());
    }

    /** Ends a lane's generation and drops what is not being written. */
    private void drop(Lane lane) {
        for (Outlet outlet : lane.outlets()) {
            long bytes = outlet.footprint();
            settlement.drop(lane.tally(), outlet.tally(), outlet.drain());
            PendingWrite parked = outlet.parked();
            if (parked != null) {
                dispatch.unpark(parked);
                outlet.finish();
                bytes += parked.footprint();
                settlement.drop(lane.tally(), outlet.tally(), parked.parts());
            }
            if (held.remove(bytes)) {
                dispatch.wakeAll();
            }
        }
        lane.endGeneration().forEach(settlement::drop);
        settlement.commit();
        dispatch.list(lane);
        table.settled().signalAll();
    }

    private void endNow(Lane lane) {
        drop(lane);
        ledger.detach(lane.partition()).ifPresent(generation -> abandon(List.of(generation)));
    }
}
