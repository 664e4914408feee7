package io.crosslog.s3;

import java.util.Arrays;

/**
 * Which of a lane's younger objects are done: those that were modified so recently that others beside them may still
 * appear. Grows with the objects of that time only; older ones are settled by a time or a key.
 *
 * <p>Entries are only ever added behind the others, so that a {@link Snapshot} is made without copying; one that is
 * remembered for longer gets another entry. Confined to one thread, its snapshots excepted.
 */
final class SeenWindow {

    /** Objects are forgotten in steps of ten minutes of their time. */
    static final long STEP_MILLIS = 600_000;

    private long[] hashes;
    private int[] steps;
    private int count;
    private int[] index;

    SeenWindow() {
        this(new Snapshot(new long[16], new int[8], 0));
    }

    SeenWindow(Snapshot from) {
        // Copies, as two windows may go on from one snapshot.
        hashes = from.hashes.clone();
        steps = from.steps.clone();
        count = from.count;
        index = new int[tableSize(count)];
        for (int i = 0; i < count; i++) {
            enter(i);
        }
    }

    /**
     * What the window held at a moment. Immutable and thread-safe.
     *
     * @param hashes two numbers for each entry; only the first {@code count} entries are the snapshot's
     * @param steps the time of each entry, in steps
     * @param count number of entries
     */
    // The arrays are shared with the window, which never changes what a snapshot has of them.
    @SuppressWarnings("ArrayRecordComponent")
    record Snapshot(long[] hashes, int[] steps, int count) {}

    Snapshot snapshot() {
        return new Snapshot(hashes, steps, count);
    }

    int count() {
        return count;
    }

    boolean contains(ObjectHash hash) {
        for (int slot = slot(hash.high()); index[slot] != 0; slot = (slot + 1) & (index.length - 1)) {
            if (isOf(index[slot] - 1, hash)) {
                return true;
            }
        }
        return false;
    }

    /** Remembers an object, unless it does already. */
    void add(ObjectHash hash, long modified) {
        if (!contains(hash)) {
            append(hash, (int) Math.floorDiv(modified, STEP_MILLIS));
        }
    }

    /** Remembers an object for as long as one that was modified at this time, if that is longer. */
    void prolong(ObjectHash hash, long modified) {
        int step = (int) Math.floorDiv(modified, STEP_MILLIS);
        for (int slot = slot(hash.high()); index[slot] != 0; slot = (slot + 1) & (index.length - 1)) {
            if (isOf(index[slot] - 1, hash) && steps[index[slot] - 1] >= step) {
                return;
            }
        }
        append(hash, step);
    }

    private void append(ObjectHash hash, int step) {
        if (count == steps.length) {
            hashes = Arrays.copyOf(hashes, 4 * count);
            steps = Arrays.copyOf(steps, 2 * count);
        }
        hashes[2 * count] = hash.high();
        hashes[2 * count + 1] = hash.low();
        steps[count] = step;
        count++;
        if (2 * count > index.length) {
            index = new int[tableSize(count)];
            for (int i = 0; i < count; i++) {
                enter(i);
            }
        } else {
            enter(count - 1);
        }
    }

    /** The window without one object. */
    SeenWindow without(ObjectHash hash) {
        SeenWindow rest = new SeenWindow();
        for (int i = 0; i < count; i++) {
            if (!isOf(i, hash)) {
                rest.append(new ObjectHash(hashes[2 * i], hashes[2 * i + 1]), steps[i]);
            }
        }
        return rest;
    }

    /** Whether {@link #without(long)} would forget anything. */
    boolean holdsBefore(long horizon) {
        for (int i = 0; i < count; i++) {
            if (isBefore(i, horizon)) {
                return true;
            }
        }
        return false;
    }

    /** The window without what was modified before a time. */
    SeenWindow without(long horizon) {
        SeenWindow rest = new SeenWindow();
        for (int i = 0; i < count; i++) {
            if (!isBefore(i, horizon)) {
                rest.append(new ObjectHash(hashes[2 * i], hashes[2 * i + 1]), steps[i]);
            }
        }
        return rest;
    }

    private boolean isOf(int entry, ObjectHash hash) {
        return hashes[2 * entry] == hash.high() && hashes[2 * entry + 1] == hash.low();
    }

    private boolean isBefore(int entry, long horizon) {
        return (steps[entry] + 1L) * STEP_MILLIS <= horizon;
    }

    private void enter(int entry) {
        int slot = slot(hashes[2 * entry]);
        while (index[slot] != 0) {
            slot = (slot + 1) & (index.length - 1);
        }
        index[slot] = entry + 1;
    }

    private int slot(long high) {
        return (int) high & (index.length - 1);
    }

    private static int tableSize(int entries) {
        return Math.max(16, Integer.highestOneBit(2 * entries + 1) << 1);
    }
}
