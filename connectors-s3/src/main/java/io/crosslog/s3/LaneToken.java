package io.crosslog.s3;

import java.nio.BufferUnderflowException;
import java.util.Base64;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A lane's state as text: {@code v1:} and, in Base64, numbers of variable length, texts with their length, and a checksum.
 * The same state gives the same text on every machine.
 */
final class LaneToken {

    private static final String VERSION = "v1:";
    private static final int HAS_PASS = 1;
    private static final int HAS_READING = 2;
    private static final int HAS_PASS_OVER = 4;
    private static final int HAS_MISSED = 8;
    private static final int HAS_NUMBERING = 16;

    private LaneToken() {}

    /**
     * Renders a state.
     *
     * @param scope what the state is of, see {@link #scope}
     */
    static String write(int lane, long scope, LaneState state) {
        TokenWriter out = new TokenWriter();
        out.number(LaneNames.LANES);
        out.number(lane);
        out.fixed(scope);
        Pass pass = state.pass();
        PartRead reading = state.reading();
        boolean passOver = pass != null && pass.passOver() != Long.MIN_VALUE;
        boolean missed = state.missed().count() > 0;
        boolean numbering = reading != null && reading.numbering() != PartRead.UNKNOWN;
        out.number((pass == null ? 0 : HAS_PASS)
                | (reading == null ? 0 : HAS_READING)
                | (passOver ? HAS_PASS_OVER : 0)
                | (missed ? HAS_MISSED : 0)
                | (numbering ? HAS_NUMBERING : 0));
        out.signed(state.horizon());
        if (pass != null) {
            out.signed(pass.fresh());
            if (passOver) {
                out.signed(pass.passOver());
            }
            out.text(pass.cursor());
        }
        if (reading != null) {
            ListedObject object = reading.object();
            out.text(object.key());
            out.text(object.etag());
            out.number(object.size());
            out.signed(object.modified());
            out.number(reading.records());
        }
        window(out, state.seen());
        if (missed) {
            window(out, state.missed());
        }
        if (reading != null && numbering) {
            out.fixed(reading.numbering());
        }
        return VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(out.finish());
    }

    /**
     * Reads a state.
     *
     * @throws IllegalStateException if the token is not one, or not of this lane, bucket and prefix
     */
    static LaneState read(int lane, long scope, String scopeText, String token) {
        if (!token.startsWith(VERSION)) {
            throw unreadable(lane, "it is of another version than " + VERSION, null);
        }
        try {
            TokenReader in = new TokenReader(Base64.getUrlDecoder().decode(token.substring(VERSION.length())));
            long lanes = in.number();
            long number = in.number();
            if (lanes != LaneNames.LANES || number != lane) {
                throw unreadable(lane, "it is of lane " + number + " of " + lanes, null);
            }
            if (in.fixed() != scope) {
                throw new IllegalStateException(
                        "the positions saved for this source are of another bucket or prefix than "
                                + scopeText
                                + ", so going on from them would leave objects out: give the source another name(...), or"
                                + " delete the saved positions to start over");
            }
            return state(in);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
            throw unreadable(lane, "it is not what a position looks like", e);
        }
    }

    /** A number for what is read: positions of one bucket and prefix mean nothing in another. */
    static long scope(String bucket, String prefix) {
        return ObjectHash.of(new ListedObject(bucket, prefix, 0, 0)).high();
    }

    private static LaneState state(TokenReader in) {
        long flags = in.number();
        long horizon = in.signed();
        Pass pass = null;
        if ((flags & HAS_PASS) != 0) {
            long fresh = in.signed();
            long passOver = (flags & HAS_PASS_OVER) != 0 ? in.signed() : Long.MIN_VALUE;
            pass = new Pass(fresh, passOver, in.text());
        }
        PartRead reading = null;
        if ((flags & HAS_READING) != 0) {
            ListedObject object = new ListedObject(in.text(), in.text(), in.number(), in.signed());
            reading = new PartRead(object, in.number());
        }
        SeenWindow.Snapshot seen = window(in);
        SeenWindow.Snapshot missed = (flags & HAS_MISSED) != 0 ? window(in) : new SeenWindow().snapshot();
        if (reading != null && (flags & HAS_NUMBERING) != 0) {
            reading = reading.numberedBy(in.fixed());
        }
        return new LaneState(horizon, pass, reading, seen, missed);
    }

    private static SeenWindow.Snapshot window(TokenReader in) {
        SeenWindow seen = new SeenWindow();
        for (long groups = in.number(); groups > 0; groups--) {
            long step = in.signed();
            for (long entries = in.number(); entries > 0; entries--) {
                seen.prolong(new ObjectHash(in.fixed(), in.fixed()), step * SeenWindow.STEP_MILLIS);
            }
        }
        return seen.snapshot();
    }

    /** Entries by their time, so that each time is written once. */
    private static void window(TokenWriter out, SeenWindow.Snapshot seen) {
        TreeMap<Integer, IntStream.Builder> entries = new TreeMap<>();
        for (int i = 0; i < seen.count(); i++) {
            entries.computeIfAbsent(seen.steps()[i], step -> IntStream.builder())
                    .add(i);
        }
        out.number(entries.size());
        entries.forEach((step, builder) -> {
            int[] ofStep = builder.build().toArray();
            out.signed(step);
            out.number(ofStep.length);
            for (int entry : ofStep) {
                out.fixed(seen.hashes()[2 * entry]);
                out.fixed(seen.hashes()[2 * entry + 1]);
            }
        });
    }

    private static IllegalStateException unreadable(int lane, String why, @Nullable Exception cause) {
        return new IllegalStateException(
                "the position saved for " + LaneNames.name(lane) + " cannot be read: " + why
                        + "; restore the checkpoints, or delete them to have the source start by its start rule",
                cause);
    }
}
