package io.crosslog;

import io.crosslog.model.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One partition: the batches that wait, and the one write that is being made, sent or parked (rule R9). Guarded by the
 * lock of {@code Lanes}.
 */
final class Lane {

    /** How many waiting batches one write is offered; more of them would not fit into one anyway. */
    private static final int MAX_OFFERED = 4_096;

    private final String partition;
    private final Tally tally = new Tally();
    private final Deque<QueuedBatch> queue = new ArrayDeque<>();
    private int cursor;
    private @Nullable Decoded ahead;
    private int aheadLeft;
    private @Nullable PendingWrite write;
    private boolean running;
    private boolean listed;
    private Position before;
    private boolean held;
    private boolean barred;
    private boolean givenUp;
    private int reader;
    private long generation;

    Lane(String partition) {
        this.partition = partition;
        this.before = Position.start(partition);
    }

    /** Begins a generation: {@code resume} is where the source resumes. */
    void hold(int byReader, Position resume) {
        held = true;
        open();
        reader = byReader;
        before = resume;
    }

    void add(QueuedBatch batch) {
        queue.addLast(batch);
    }

    void movedTo(Position end) {
        before = end;
    }

    /** Starts a write of what waits; the lane is busy until it is done. */
    PendingWrite begin() {
        List<QueuedBatch> offered = new ArrayList<>(Math.min(queue.size(), MAX_OFFERED));
        for (QueuedBatch batch : queue) {
            if (offered.size() == MAX_OFFERED) {
                break;
            }
            offered.add(batch);
        }
        PendingWrite begun = new PendingWrite(partition, generation, offered, cursor, ahead);
        write = begun;
        running = true;
        return begun;
    }

    /** Takes out of the queue what a write was filled with. */
    void consume(PendingWrite filled) {
        for (int i = 0; i < filled.finished().size(); i++) {
            queue.removeFirst();
        }
        cursor = filled.cursor();
        ahead = filled.carriedOut();
        aheadLeft = ahead == null ? 0 : ahead.left();
        tally.made(filled.pendingMade(), filled.filteredMade());
    }

    /** Ends the generation and drops what waits; returns how many bytes that frees. */
    long dropWaiting() {
        held = false;
        generation++;
        long bytes = 0;
        long records = -cursor;
        for (QueuedBatch batch : queue) {
            records += batch.records();
            bytes += batch.footprint();
        }
        queue.clear();
        cursor = 0;
        if (ahead != null) {
            records += ahead.fate().settle() ? 1 : 0;
            tally.eventsReleased(aheadLeft);
            ahead = null;
            aheadLeft = 0;
        }
        tally.recordsReleased(records);
        return bytes;
    }

    /** Counts what is left of a write that will not be sent any more; returns how many bytes that frees. */
    long dropWrite(PendingWrite dropped) {
        tally.eventsReleased(dropped.partsLeft());
        for (RecordFate fate : dropped.closing()) {
            tally.recordsReleased(fate.settle() ? 1 : 0);
        }
        return finish(dropped);
    }

    /** Frees the lane for its next write; returns how many bytes that frees. */
    long finish(PendingWrite done) {
        write = null;
        running = false;
        long bytes = 0;
        for (QueuedBatch batch : done.finished()) {
            bytes += batch.footprint();
        }
        return bytes;
    }

    /** Frees the lane of a write whose generation ended before it was filled. */
    void abandon() {
        write = null;
        running = false;
    }

    /** Takes no batches until it is claimed anew: its claim was lost, and what follows would leave a gap. */
    void bar() {
        barred = true;
    }

    /** Takes no batches until it is claimed anew: its reader has given it back, or lost it. */
    void giveUp() {
        givenUp = true;
    }

    /** Takes batches again. */
    void open() {
        barred = false;
        givenUp = false;
    }

    /** Whether a reader's batches are not to be taken. */
    boolean isClosedTo(int byReader) {
        return held ? byReader != reader : barred || givenUp;
    }

    boolean isBarred() {
        return barred;
    }

    /** Marks the running write as parked. */
    void park() {
        running = false;
    }

    /** Marks the parked write as running. */
    void resume() {
        running = true;
    }

    /** Lets go of everything, when the pipeline has ended; the counts stay. */
    void clear() {
        queue.clear();
        ahead = null;
        write = null;
    }

    boolean isReady() {
        return write == null && (!queue.isEmpty() || ahead != null);
    }

    boolean isIdle() {
        return write == null && queue.isEmpty() && ahead == null;
    }

    /** Whether a write of a generation that has ended is under way. */
    boolean isWritingOld() {
        return running && write != null && !isCurrent(write);
    }

    /** The write that waits to be sent again, if one does. */
    @Nullable PendingWrite parked() {
        return running ? null : write;
    }

    boolean isCurrent(PendingWrite pending) {
        return pending.generation() == generation;
    }

    boolean isListed() {
        return listed;
    }

    void listed(boolean value) {
        listed = value;
    }

    boolean isHeld() {
        return held;
    }

    int reader() {
        return reader;
    }

    Position before() {
        return before;
    }

    String partition() {
        return partition;
    }

    Tally tally() {
        return tally;
    }
}
