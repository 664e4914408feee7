package io.crosslog;

import io.crosslog.model.Position;
import io.crosslog.spi.CheckpointStore;
import io.crosslog.spi.Checkpoints;
import io.crosslog.spi.StaleClaimException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Saves positions in the checkpoint store, one save at a time, so that an older position never overtakes a newer one;
 * without a store, saving means nothing. Safe for concurrent calls.
 */
final class PositionKeeper {

    private final ReentrantLock saving = new ReentrantLock();
    private final PipelinePlan plan;
    private final CommitLedger ledger;

    /** Held while the store is asked for a partition or told that some are free, or a release would undo a later claim. */
    private final ReentrantLock claiming = new ReentrantLock();

    /** Partitions that were given up and that the store does not know yet to be free. */
    private final Set<String> owed = ConcurrentHashMap.newKeySet();

    /** How long the text of each partition's position was when it was saved last; guarded by {@code saving}. */
    private final Map<String, Integer> lengths = new HashMap<>();

    private volatile long totalLength;
    private volatile @Nullable Checkpoints checkpoints;

    PositionKeeper(PipelinePlan plan, CommitLedger ledger) {
        this.plan = plan;
        this.ledger = ledger;
    }

    void open() throws IOException {
        CheckpointStore store = plan.checkpoints();
        if (store != null) {
            checkpoints = store.open(plan.name(), plan.source().name());
        }
    }

    Optional<Position> claim(String partition) throws IOException {
        Checkpoints open = checkpoints;
        if (open == null) {
            return Optional.of(Position.start(partition));
        }
        claiming.lock();
        try {
            Optional<Position> claimed = open.claim(partition);
            owed.remove(partition);
            return claimed;
        } finally {
            claiming.unlock();
        }
    }

    /** What a save came to: what was saved, and which partitions turned out to be lost. */
    record Saved(List<Mark> marks, Set<String> lost) {}

    /** Saves how far all partitions are done. */
    Saved save() throws IOException {
        saving.lock();
        try {
            return save(ledger.unsaved());
        } finally {
            saving.unlock();
        }
    }

    /**
     * Saves the last marks of partitions that are given back, whose generations have ended, and gives them back; while the
     * store is busy with others it waits no longer than {@code nanos}, and what it could not tell the store, {@link #renew()}
     * does.
     */
    Saved giveBack(Set<String> partitions, List<Mark> last, long nanos) throws IOException, InterruptedException {
        Checkpoints open = checkpoints;
        if (open == null) {
            return new Saved(last, Set.of());
        }
        long deadline = System.nanoTime() + nanos;
        boolean locked = false;
        try {
            locked = saving.tryLock(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } finally {
            if (!locked) {
                owed.addAll(partitions);
            }
        }
        if (!locked) {
            throw new IOException("the checkpoint store has not answered an earlier save");
        }
        try {
            return save(last);
        } finally {
            // Not before, as a renewal meanwhile would give them to others, who would begin at an older position.
            owed.addAll(partitions);
            saving.unlock();
            release(open, deadline - System.nanoTime());
        }
    }

    /** Keeps what is held, and lets go of what could not be released before; returns what was lost. */
    Set<String> renew() throws IOException {
        Checkpoints open = checkpoints;
        if (open == null) {
            return Set.of();
        }
        // What is held must be kept, however long others make the store wait.
        Set<String> lost = open.renew();
        try {
            release(open, 0);
        } catch (IOException e) {
            if (lost.isEmpty()) {
                throw e;
            }
            // Still owed: the next renewal tries again, and tells.
        }
        return lost;
    }

    /** Which partitions other processes wait for. */
    Set<String> wanted() throws IOException {
        Checkpoints open = checkpoints;
        return open == null ? Set.of() : open.wanted();
    }

    void close() throws IOException {
        Checkpoints open = checkpoints;
        checkpoints = null;
        if (open != null) {
            open.close();
        }
    }

    private void release(Checkpoints open, long nanos) throws IOException {
        if (!tryClaiming(nanos)) {
            return;
        }
        try {
            Set<String> free = Set.copyOf(owed);
            if (!free.isEmpty()) {
                open.release(free);
                owed.removeAll(free);
            }
        } finally {
            claiming.unlock();
        }
    }

    private boolean tryClaiming(long nanos) {
        try {
            return claiming.tryLock() || nanos > 0 && claiming.tryLock(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** {@return how long the texts of all positions are together, as a store that writes them all has to write} */
    long totalLength() {
        return totalLength;
    }

    private void measure(List<Position> positions) {
        positions.forEach(p -> lengths.put(p.partition(), p.token().length()));
        totalLength = lengths.values().stream().mapToLong(Integer::longValue).sum();
    }

    private Saved save(Collection<Mark> marks) throws IOException {
        Checkpoints open = checkpoints;
        List<Mark> saved = new ArrayList<>(marks);
        Set<String> lost = new HashSet<>();
        if (open != null && !saved.isEmpty()) {
            List<Position> positions = saved.stream().map(Mark::position).toList();
            measure(positions);
            try {
                open.save(positions);
            } catch (StaleClaimException e) {
                lost.addAll(e.partitions());
                saved.removeIf(mark -> lost.contains(mark.partition()));
            }
        }
        ledger.saved(saved);
        return new Saved(saved, lost);
    }
}
