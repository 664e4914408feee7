package io.crosslog.s3;

import io.crosslog.model.Position;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a lane is done with, and how that changes. Confined to one thread at a time.
 *
 * <p>Why nothing is missed: a pass lists all keys, and began after its {@link Pass#fresh} time plus the lateness. So what
 * was modified before that time had appeared when the pass began, is listed by it whatever its key, and is settled for
 * good when the pass has ended. What was modified later may still appear behind the pass, so that each such object that is
 * done is remembered one by one until a later pass settles its time.
 *
 * <p>What a listing shows and the store does not have, or has in another state, is not settled by its time: either may be a
 * moment behind the other. It is tried again by each pass that lists it, for as long as the lateness.
 */
final class LaneProgress {

    /**
     * More of them are done with, and told of: somebody is emptying the bucket or writing it anew. To wait for them would be
     * to wait for ever.
     */
    static final int MOST_MISSED = 128;

    private final int lane;
    private final long scope;
    private final int mostRemembered;
    private final long latenessMillis;
    private final boolean isNew;
    private long horizon;
    private @Nullable Pass pass;
    private @Nullable PartRead reading;
    private SeenWindow seen;
    private SeenWindow missed;

    /**
     * Resumes a lane.
     *
     * @param isNew whether nothing was saved, so that {@code from} is what the start rule says
     * @param mostRemembered how many objects are remembered one by one at the most
     * @param latenessMillis for how long an object is tried again that the store does not have
     */
    LaneProgress(int lane, long scope, LaneState from, boolean isNew, int mostRemembered, long latenessMillis) {
        this.lane = lane;
        this.scope = scope;
        this.mostRemembered = mostRemembered;
        this.latenessMillis = latenessMillis;
        this.isNew = isNew;
        this.horizon = from.horizon();
        this.pass = from.pass();
        this.reading = from.reading();
        this.seen = new SeenWindow(from.seen());
        this.missed = new SeenWindow(from.missed());
    }

    /** Whether nothing was saved of the lane when it was taken. */
    boolean isNew() {
        return isNew;
    }

    @Nullable Pass pass() {
        return pass;
    }

    @Nullable PartRead reading() {
        return reading;
    }

    /**
     * Whether an object that was listed is done. One that was written anew with the same content is remembered for as long
     * as its new time asks for.
     */
    boolean isDone(ListedObject object) {
        if (isMissed(object)) {
            return false;
        }
        if (object.modified() < horizon) {
            return true;
        }
        Pass now = pass;
        if (now != null && object.modified() < now.fresh() && KeyOrder.compare(object.key(), now.cursor()) <= 0) {
            return true;
        }
        if (seen.count() == 0) {
            return false;
        }
        ObjectHash hash = ObjectHash.of(object);
        boolean done = seen.contains(hash);
        if (done && seen.count() < mostRemembered) {
            seen.prolong(hash, object.modified());
        }
        return done;
    }

    /** Whether the store did not have an object that it listed, some time ago. */
    boolean isMissed(ListedObject object) {
        return missed.count() > 0 && missed.contains(ObjectHash.of(object));
    }

    /** Whether an object that the store does not have would be the one too many that later passes try again. */
    boolean isOneTooMany(ListedObject object) {
        return missed.count() >= MOST_MISSED && !isMissed(object);
    }

    /** Begins a pass whose first page is listed no earlier than {@code fresh} plus the lateness. */
    void beginPass(long fresh, long passOver) {
        pass = new Pass(fresh, passOver, "");
    }

    /** Takes an object as done that is not to be read, if the pass says so of its time. */
    boolean passesOver(ListedObject object) {
        Pass now = Objects.requireNonNull(pass);
        if (object.modified() >= now.passOver()) {
            return false;
        }
        remember(object, now);
        return true;
    }

    void begin(ListedObject object) {
        reading = new PartRead(object, 0);
    }

    /** Resumes the object that is being read, from its first record if they were numbered in another way. */
    long resume(long numbering) {
        PartRead part = Objects.requireNonNull(reading).numberedBy(numbering);
        reading = part;
        return part.records();
    }

    void advance(long records) {
        reading = Objects.requireNonNull(reading).plus(records);
    }

    /**
     * Ends the object that is being read.
     *
     * @param forGood false if later passes should try it again for a while, should they still list it
     */
    void finish(boolean forGood) {
        ListedObject object = Objects.requireNonNull(reading).object();
        Pass now = Objects.requireNonNull(pass);
        reading = null;
        if (forGood || isOneTooMany(object)) {
            remember(object, now);
            missed = isMissed(object) ? missed.without(ObjectHash.of(object)) : missed;
        } else {
            missed.add(ObjectHash.of(object), now.fresh() + latenessMillis);
        }
        if (KeyOrder.compare(object.key(), now.cursor()) > 0) {
            pass = now.upTo(object.key());
        }
    }

    /** Ends the pass. */
    void endPass() {
        horizon = Math.max(horizon, Objects.requireNonNull(pass).fresh());
        pass = null;
        if (seen.holdsBefore(horizon)) {
            seen = seen.without(horizon);
        }
        if (missed.holdsBefore(horizon)) {
            missed = missed.without(horizon);
        }
    }

    /** {@return where to resume, as of now} */
    Position position() {
        LaneState state = new LaneState(horizon, pass, reading, seen.snapshot(), missed.snapshot());
        return Position.of(LaneNames.name(lane), () -> LaneToken.write(lane, scope, state));
    }

    private void remember(ListedObject object, Pass now) {
        if (object.modified() < now.fresh()) {
            return;
        }
        if (seen.count() >= mostRemembered) {
            throw new IllegalStateException(LaneNames.name(lane) + " would have to remember more than " + mostRemembered
                    + " objects that were modified within the lateness allowed for, as others may still appear beside them:"
                    + " set a shorter lateness(...), or read the bucket by several sources with narrower prefixes");
        }
        seen.prolong(ObjectHash.of(object), object.modified());
    }
}
