package io.crosslog.s3;

import io.crosslog.model.RecordBatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Batches that workers have read and the reader has not handed out yet, bounded in bytes (rule R8): who would pass the bound
 * waits, unless the buffer is empty. Safe for concurrent calls.
 */
final class BatchBuffer {

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final long mostBytes;
    private long bytes;
    private boolean woken;
    private boolean closed;

    BatchBuffer(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    private static final class Entry {

        private final Lane lane;
        private RecordBatch batch;

        private Entry(Lane lane, RecordBatch batch) {
            this.lane = lane;
            this.batch = batch;
        }
    }

    /** Puts a batch in; false if its lane was given up, or all is closed. */
    synchronized boolean put(Lane lane, RecordBatch batch) throws InterruptedException {
        long size = batch.footprint();
        while (!closed && !lane.isDropped() && bytes > 0 && bytes + size > mostBytes) {
            wait();
        }
        if (closed || lane.isDropped()) {
            return false;
        }
        if (!batch.records().isEmpty() || !moves(lane, batch)) {
            entries.add(new Entry(lane, batch));
            bytes += size;
            notifyAll();
        }
        return true;
    }

    /**
     * Puts a batch without records in the place of another, if nothing of the lane has followed that: lanes go on passing
     * over the bucket while the engine takes nothing for days, and such batches count no bytes.
     */
    private boolean moves(Lane lane, RecordBatch batch) {
        for (Iterator<Entry> latest = entries.descendingIterator(); latest.hasNext(); ) {
            Entry entry = latest.next();
            if (entry.lane == lane) {
                boolean only = entry.batch.records().isEmpty();
                entry.batch = only ? batch : entry.batch;
                return only;
            }
        }
        return false;
    }

    /** Takes the next batch out; null if there is none for so long, or somebody wakes the reader. */
    synchronized @Nullable RecordBatch take(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; entries.isEmpty() && !woken && left > 0; left = end - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        woken = false;
        Entry entry = entries.poll();
        if (entry == null) {
            return null;
        }
        bytes -= entry.batch.footprint();
        notifyAll();
        return entry.batch;
    }

    /** Ends the current or the next wait for a batch. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    synchronized boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Throws out what is of lanes that were given up, and lets those go who would put more of them in. */
    synchronized void forgetDropped() {
        entries.removeIf(entry -> {
            boolean gone = entry.lane.isDropped();
            if (gone) {
                bytes -= entry.batch.footprint();
            }
            return gone;
        });
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
