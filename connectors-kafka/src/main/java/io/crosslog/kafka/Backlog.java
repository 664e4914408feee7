package io.crosslog.kafka;

import io.crosslog.spi.SourceEvent.Flow;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What waits in one partition, and for how long nothing of it has come. What the client knows of a partition's end is as
 * old as the last answer to a fetch, and a service that throttles answers fetches late, or without records and without an
 * error; so an empty poll proves nothing, and of a partition that does not move the broker is asked where it ends.
 * Confined to one thread.
 */
final class Backlog {

    /** Looks without an answer: a single one may be late for many reasons. */
    private static final int UNANSWERED = 2;

    private long seen;
    private long since = System.nanoTime();
    private int unanswered;
    private long waiting;

    /** Whether nothing has been read since the last look. */
    boolean isQuiet(Held held) {
        return held.moves == seen || held.moves == 0;
    }

    /**
     * Looks at how far it is.
     *
     * @param held the partition, which is another object after each time that it was given away
     * @param end where the partition ends, if the broker was asked and has told
     * @param client how much waits, by what the client knows; believed only right after something was read, because
     *     other answers than those to fetches mislead the client as well
     * @param pace what keeps records from coming, as far as is known
     * @param stallLimit after how long without a record, though some wait, it has stalled
     * @return whether what waits is coming, or null if nothing is known yet
     */
    @Nullable Flow look(Held held, OptionalLong end, OptionalLong client, Pace pace, Duration stallLimit) {
        boolean hasMoved = !isQuiet(held);
        seen = held.moves;
        OptionalLong known = end.isPresent()
                ? OptionalLong.of(Math.max(0, end.getAsLong() - held.next))
                : hasMoved ? client : OptionalLong.empty();
        if (known.isPresent()) {
            waiting = known.getAsLong();
            unanswered = 0;
        } else {
            unanswered++;
        }
        boolean caughtUp = known.isPresent() && waiting == 0;
        if (hasMoved || caughtUp || pace != Pace.FREE) {
            since = System.nanoTime();
        }
        if (caughtUp) {
            return Flow.CAUGHT_UP;
        }
        if (known.isEmpty() && unanswered < UNANSWERED) {
            return null;
        }
        return switch (pace) {
            case HELD_BACK -> Flow.BEHIND;
            case THROTTLED -> Flow.THROTTLED;
            case LEADERLESS -> Flow.STALLED;
            case FREE -> hasMoved || known.isPresent() && !hasStalledFor(stallLimit) ? Flow.BEHIND : Flow.STALLED;
        };
    }

    /** How many records wait, as far as is known. */
    long waiting() {
        return waiting;
    }

    /** Whether nothing has come for longer than that, though something waits or may. */
    boolean hasStalledFor(Duration limit) {
        return System.nanoTime() - since > limit.toNanos();
    }

    /** What may keep records from coming. */
    enum Pace {
        /** Nothing that is known. */
        FREE,
        /** The pipeline has no room. */
        HELD_BACK,
        /** The broker says that it slows its answers. */
        THROTTLED,
        /** No broker leads the partition, and no other connection would change that. */
        LEADERLESS
    }
}
