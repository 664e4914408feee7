package io.crosslog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settles records and batches: a record once the last of its parts is done, in whichever branch, a batch once all of its
 * records are. What that finishes is committed by {@link #commit}. Guarded by the lock of {@code LaneTable}.
 */
final class Settlement {

    private final Probation probation;
    private final MemoryBudget.Member budget;
    private final List<CommitLedger.Ticket> finished = new ArrayList<>();
    private long freed;
    private volatile @Nullable String verdict;

    Settlement(Probation probation, MemoryBudget.Member budget) {
        this.probation = probation;
        this.budget = budget;
    }

    /** A record that nothing is to be delivered of. */
    void settle(RecordTally tally, RecordFate fate) {
        if (fate.settle()) {
            tally.settled(fate.outcome());
            probation.add(fate);
        }
    }

    /** A part is durable, or handed over. */
    void done(RecordTally tally, RecordFate fate) {
        if (fate.closed()) {
            settle(tally, fate);
            closed(fate.batch());
        }
    }

    /** Parts are given back undone, and their records and batches with them. */
    void drop(RecordTally records, EventTally events, List<? extends Part> parts) {
        for (Part part : parts) {
            events.released(part.counts() ? 1 : 0);
            drop(records, part.fate());
        }
    }

    private void drop(RecordTally tally, RecordFate fate) {
        if (fate.settle()) {
            tally.released(1);
        }
        fate.batch().drop();
        if (fate.closed()) {
            closed(fate.batch());
        }
    }

    /** A batch will not be decoded any further. */
    void drop(HeldBatch batch) {
        batch.drop();
        closed(batch);
    }

    /** All of a batch is decoded. */
    void decoded(HeldBatch batch) {
        batch.decoded();
        closed(batch);
    }

    private void closed(HeldBatch batch) {
        if (batch.closed()) {
            freed += batch.footprint();
            if (!batch.isDropped()) {
                finished.add(batch.ticket());
            }
        }
    }

    /** Lets commits go on to what was finished, unless rejections have reached their limit, and gives its memory back. */
    void commit() {
        probation.finish(finished).ifPresent(reason -> verdict = reason);
        finished.clear();
        long bytes = freed;
        freed = 0;
        budget.remove(bytes);
    }

    /** Why the pipeline must stop, if rejections have reached their limit. From any thread. */
    Optional<String> verdict() {
        return Optional.ofNullable(verdict);
    }
}
