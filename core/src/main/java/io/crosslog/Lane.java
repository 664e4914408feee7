package io.crosslog;

import io.crosslog.model.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One partition: who holds it, the batches that wait to be decoded, and an outlet for each branch. Guarded by the lock of
 * {@code LaneTable}.
 */
final class Lane {

    /** How many waiting batches one decoding is offered; more of them would not fit into one write anyway. */
    private static final int MAX_OFFERED = 4_096;

    private final String partition;
    private final RecordTally tally = new RecordTally();
    private final List<Outlet> outlets = new ArrayList<>();
    private final Deque<HeldBatch> queue = new ArrayDeque<>();
    private int cursor;
    private boolean decoding;
    private Position before;
    private boolean held;
    private boolean barred;
    private boolean givenUp;
    private int reader;
    private long generation;

    Lane(String partition, int branches) {
        this.partition = partition;
        this.before = Position.start(partition);
        for (int i = 0; i < branches; i++) {
            outlets.add(new Outlet(i));
        }
    }

    /** Begins a generation: {@code resume} is where the source resumes. */
    void hold(int byReader, Position resume) {
        held = true;
        open();
        reader = byReader;
        before = resume;
    }

    void add(HeldBatch batch) {
        queue.addLast(batch);
    }

    void movedTo(Position end) {
        before = end;
    }

    /** Starts a decoding of what waits, to fill a write of a branch; there is no other until it is done. */
    Decoding decode(int branch) {
        List<HeldBatch> offered = new ArrayList<>(Math.min(queue.size(), MAX_OFFERED));
        for (HeldBatch batch : queue) {
            if (offered.size() == MAX_OFFERED) {
                break;
            }
            offered.add(batch);
        }
        decoding = true;
        List<Load> loads = new ArrayList<>();
        for (Outlet outlet : outlets) {
            loads.add(loads.size() == branch ? outlet.room() : new Load(0, 0));
        }
        return new Decoding(partition, generation, offered, cursor, loads);
    }

    /** Takes a decoding back. */
    void decoded() {
        decoding = false;
    }

    /** Takes out of the queue what was decoded. */
    void consume(Decoding done) {
        for (int i = 0; i < done.finished().size(); i++) {
            queue.removeFirst();
        }
        cursor = done.cursor();
    }

    /** Ends the generation and takes out what waits to be decoded; those of its records that were not are released. */
    List<HeldBatch> endGeneration() {
        held = false;
        generation++;
        List<HeldBatch> waiting = List.copyOf(queue);
        long records = -cursor;
        for (HeldBatch batch : waiting) {
            records += batch.records();
        }
        tally.released(records);
        queue.clear();
        cursor = 0;
        return waiting;
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

    /** Lets go of everything, when the pipeline has ended; the counts stay. */
    void clear() {
        queue.clear();
        decoding = false;
        outlets.forEach(outlet -> {
            outlet.clear();
            outlet.finish();
        });
    }

    /** Whether a branch has nothing of it to write and something is there to be decoded for it. */
    boolean isHungry(int branch) {
        return canDecode() && outlets.get(branch).isIdle();
    }

    boolean canDecode() {
        return !decoding && !queue.isEmpty();
    }

    boolean isIdle() {
        return !decoding && queue.isEmpty() && outlets.stream().allMatch(Outlet::isIdle);
    }

    /** Whether a write of a generation that has ended is under way. */
    boolean isWritingOld() {
        return outlets.stream()
                .map(Outlet::running)
                .anyMatch(write -> write != null && write.generation() != generation);
    }

    boolean isCurrent(long ofGeneration) {
        return ofGeneration == generation;
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

    long generation() {
        return generation;
    }

    RecordTally tally() {
        return tally;
    }

    List<Outlet> outlets() {
        return outlets;
    }

    Outlet outlet(int branch) {
        return outlets.get(branch);
    }
}
