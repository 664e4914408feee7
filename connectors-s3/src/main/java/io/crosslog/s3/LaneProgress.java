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
 */
final class LaneProgress {

    private final int lane;
    private final long scope;
    private final int mostRemembered;
    private final boolean isNew;
    private long horizon;
    private @Nullable Pass pass;
    private @Nullable PartRead reading;
    private SeenWindow seen;

    /**
     * Resumes a lane.
     *
     * @param isNew whether nothing was saved, so that {@code from} is what the start rule says
     * @param mostRemembered how many objects are remembered one by one at the most
     */
    LaneProgress(int lane, long scope, LaneState from, boolean isNew, int mostRemembered) {
        this.lane = lane;
        this.scope = scope;
        this.mostRemembered = mostRemembered;
        this.isNew = isNew;
        this.horizon = from.horizon();
        this.pass = from.pass();
        this.reading = from.reading();
        this.seen = new SeenWindow(from.seen());
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

    /** Whether an object that was listed is done. */
    boolean isDone(ListedObject object) {
        if (object.modified() < horizon) {
            return true;
        }
        Pass now = pass;
        if (now != null && object.modified() < now.fresh() && KeyOrder.compare(object.key(), now.cursor()) <= 0) {
            return true;
        }
        return seen.count() > 0 && seen.contains(ObjectHash.of(object));
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

    void advance(long records) {
        PartRead part = Objects.requireNonNull(reading);
        reading = new PartRead(part.object(), part.records() + records);
    }

    /**
     * Ends the object that is being read.
     *
     * @param forGood false if a later pass should try it again, should it still be listed then
     */
    void finish(boolean forGood) {
        ListedObject object = Objects.requireNonNull(reading).object();
        Pass now = Objects.requireNonNull(pass);
        reading = null;
        if (forGood) {
            remember(object, now);
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
    }

    /** {@return where to resume, as of now} */
    Position position() {
        LaneState state = new LaneState(horizon, pass, reading, seen.snapshot());
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
        seen.add(ObjectHash.of(object), object.modified());
    }
}
