package io.crosslog.s3;

import io.crosslog.model.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A lane that this process holds: the lister puts in what it finds, one worker at a time takes out what is to be done.
 *
 * <p>Safe for concurrent calls.
 */
final class Lane {

    /** A lane with less than this waiting takes another page; a page adds what it has of the lane, whole. */
    private static final long ROOM_BYTES = 32L << 10;

    /** A one-pass read lists again for what changed under its hands, so often at the most. */
    private static final int MOST_PASSES = 4;

    private static final int MOST_TOLD = 1_000;

    private enum Listing {
        /** Between two passes. */
        IDLE,
        /** In a pass, not yet listed to its end. */
        UNDER_WAY,
        /** Listed to the end of the pass, which its work has not reached yet. */
        LISTED
    }

    private final int number;
    private final LaneProgress progress;
    private final Consumer<Lane> ready;
    private final Deque<LaneStep> steps = new ArrayDeque<>();
    private Listing listing;
    private String listed = "";
    private long waitingBytes;
    private boolean scheduled;
    private boolean laidAside;
    private boolean dropped;
    private int passesBegun;
    private int passesEnded;
    private boolean foundInPass;
    private boolean missedInPass;
    private final Set<ObjectHash> told = new HashSet<>();

    /**
     * A lane.
     *
     * @param ready is told when the lane has something to do and nobody works on it
     */
    Lane(int number, LaneProgress progress, Consumer<Lane> ready) {
        this.number = number;
        this.progress = progress;
        this.ready = ready;
        Pass pass = progress.pass();
        listing = pass == null ? Listing.IDLE : Listing.UNDER_WAY;
        if (pass != null) {
            listed = pass.cursor();
        }
        PartRead reading = progress.reading();
        if (reading != null) {
            listed = KeyOrder.compare(reading.object().key(), listed) > 0
                    ? reading.object().key()
                    : listed;
        }
    }

    int number() {
        return number;
    }

    String name() {
        return LaneNames.name(number);
    }

    // What the lister calls.

    /** Whether the lane waits for a pass to begin. */
    synchronized boolean isIdle() {
        return listing == Listing.IDLE && steps.isEmpty() && !dropped;
    }

    /** The key after which the lane needs a page, if it is in a pass and not listed to its end. */
    synchronized Optional<String> needsAfter() {
        return listing == Listing.UNDER_WAY && !dropped ? Optional.of(listed) : Optional.empty();
    }

    synchronized boolean hasRoom() {
        return waitingBytes < ROOM_BYTES;
    }

    /** Whether the lane has nothing left to do but what a page might bring. */
    synchronized boolean isHungry() {
        return steps.isEmpty() && progress.reading() == null;
    }

    /** Begins a pass; the next page offered must be the first. */
    synchronized void beginPass(long fresh, long passOver) {
        if (listing != Listing.IDLE || dropped) {
            return;
        }
        boolean first = progress.isNew() && passesBegun == 0;
        progress.beginPass(fresh, first ? passOver : Long.MIN_VALUE);
        passesBegun++;
        listing = Listing.UNDER_WAY;
        listed = "";
        foundInPass = first;
        missedInPass = false;
        if (first) {
            // The start rule is to be remembered before anything is read (rule R12).
            add(LaneStep.MOVE);
        }
    }

    /**
     * Takes what a page has of this lane, if no page is missing in between.
     *
     * @param after the key after which the page begins
     * @param last its last key; null if it is the last page
     * @param mine its objects of this lane
     */
    synchronized void offer(String after, @Nullable String last, List<ListedObject> mine) {
        if (listing != Listing.UNDER_WAY || dropped || KeyOrder.compare(listed, after) < 0) {
            return;
        }
        for (ListedObject object : mine) {
            if (KeyOrder.compare(object.key(), listed) > 0
                    && !progress.isDone(object)
                    && !progress.passesOver(object)) {
                foundInPass = true;
                add(LaneStep.read(object));
            }
        }
        if (last == null) {
            listing = Listing.LISTED;
            add(LaneStep.END_PASS);
        } else if (KeyOrder.compare(last, listed) > 0) {
            listed = last;
        }
    }

    // What workers call.

    /** Asks for work to be resumed that was begun before, by another process or before a failure. */
    synchronized void resume() {
        laidAside = false;
        if (progress.reading() != null || !steps.isEmpty()) {
            schedule();
        }
    }

    /** The object that the lane is in the middle of, and else the next step; null if there is none, and nobody works on. */
    synchronized @Nullable LaneStep next() {
        PartRead reading = progress.reading();
        if (dropped) {
            return null;
        }
        if (reading != null) {
            return LaneStep.read(reading.object());
        }
        LaneStep step = steps.poll();
        if (step == null) {
            scheduled = false;
        } else if (step.kind() == LaneStep.Kind.READ) {
            waitingBytes -= step.toRead().footprint();
            progress.begin(step.toRead());
        }
        return step;
    }

    /** How many records of the object being read are done, if they were numbered in this way; else it starts over. */
    synchronized long recordsDone(long numbering) {
        return progress.resume(numbering);
    }

    /** Counts records of the object being read as handed out; returns where to resume behind them. */
    synchronized Position advance(long records) {
        progress.advance(records);
        return progress.position();
    }

    /** Ends the object being read; returns where to resume behind it. */
    synchronized Position finish(boolean forGood) {
        progress.finish(forGood);
        return progress.position();
    }

    synchronized Position position() {
        return progress.position();
    }

    /** Whether the store did not have an object that it listed in an earlier pass. */
    synchronized boolean isMissed(ListedObject object) {
        return progress.isMissed(object);
    }

    /** Says that the store does not have the object as it was listed; returns whether that was so before. */
    synchronized boolean missed(ListedObject object) {
        boolean before = progress.isMissed(object);
        missedInPass |= !before;
        return before;
    }

    /** Whether an object that the store does not have as listed is done with, as too many others wait to be tried again. */
    synchronized boolean isOneTooMany(ListedObject object) {
        return progress.isOneTooMany(object);
    }

    /** Whether nobody was told yet that an object may be lost. */
    synchronized boolean isNews(ListedObject object) {
        if (told.size() >= MOST_TOLD) {
            told.clear();
        }
        return told.add(ObjectHash.of(object));
    }

    /** Ends the pass; returns where to resume, or empty if that is not worth saving. */
    synchronized Optional<Position> endPass() {
        progress.endPass();
        passesEnded++;
        return foundInPass || passesEnded % 10 == 1 ? Optional.of(progress.position()) : Optional.empty();
    }

    /** Says that the end of the pass is handed out, so that the next may begin. */
    synchronized void rest() {
        listing = Listing.IDLE;
    }

    /** Lays the lane aside after a failure, until {@link #resume}, whatever pages bring meanwhile. */
    synchronized void layAside() {
        laidAside = true;
        scheduled = false;
    }

    /** Whether a pass that began since the lane was taken has come to its end, and none of its objects changed meanwhile. */
    synchronized boolean hasPassed() {
        boolean again = missedInPass && passesBegun < MOST_PASSES;
        return passesBegun > 0 && listing == Listing.IDLE && !again;
    }

    /** Gives the lane up: nothing of it counts any more. */
    synchronized void drop() {
        dropped = true;
        steps.clear();
    }

    synchronized boolean isDropped() {
        return dropped;
    }

    private void add(LaneStep step) {
        steps.add(step);
        if (step.kind() == LaneStep.Kind.READ) {
            waitingBytes += step.toRead().footprint();
        }
        schedule();
    }

    private void schedule() {
        if (!scheduled && !laidAside && !dropped) {
            scheduled = true;
            ready.accept(this);
        }
    }
}
