package io.crosslog.parse;

import io.crosslog.mask.Masking;
import io.crosslog.model.LogEvent;
import io.crosslog.model.RawRecord;
import io.crosslog.model.Stage;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Where ways part: an event takes each copying way whose predicate it meets, and the first of the others that it meets;
 * one that meets none of those others goes where the rest goes.
 *
 * <p>Predicates are asked in order, before the event goes anywhere: those of copying ways always, those of the others until
 * one is met. One that throws when it is asked gets the event rejected, and no way of this crossing has it then. Confined to
 * one thread.
 */
public final class Crossing implements Leg {

    private final Refusals refusals;
    private final List<Way> ways;
    private final Leg rest;
    private final boolean[] taken;

    /**
     * A crossing.
     *
     * @param unrouted number of the branch under which counts what comes to none
     * @param masking masks what is rejected
     * @param ways the ways, in the order in which they are tried
     * @param rest where an event goes that meets none of them but copying ones
     */
    public Crossing(int unrouted, Masking masking, List<Way> ways, Leg rest) {
        this.refusals = new Refusals(unrouted, Stage.ROUTE, masking);
        this.ways = List.copyOf(ways);
        this.rest = Objects.requireNonNull(rest, "rest");
        this.taken = new boolean[ways.size()];
    }

    /**
     * One way.
     *
     * @param name name of the route
     * @param when which events take it
     * @param copy whether it takes a copy, beside the way that the event takes
     * @param leg where it leads
     */
    public record Way(String name, Predicate<? super LogEvent> when, boolean copy, Leg leg) {
        /** Checks that nothing is null. */
        public Way {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(when, "when");
            Objects.requireNonNull(leg, "leg");
        }
    }

    /**
     * A leg on which events are left out on purpose.
     *
     * @param unrouted number of the branch under which that counts
     * @param reason the name to count it under
     * @return the leg
     */
    public static Leg filtering(int unrouted, String reason) {
        return (event, record, out) -> out.filtered(unrouted, reason, true);
    }

    /**
     * A leg on which events are rejected.
     *
     * @param unrouted number of the branch under which that counts
     * @param masking masks what is rejected
     * @param reason why
     * @return the leg
     */
    public static Leg rejecting(int unrouted, Masking masking, String reason) {
        Refusals refusals = new Refusals(unrouted, Stage.ROUTE, masking);
        return (event, record, out) -> refusals.event(event, record, reason, out);
    }

    @Override
    public void take(LogEvent event, RawRecord record, BranchOutput out) {
        boolean routed = false;
        for (int i = 0; i < taken.length; i++) {
            Way way = ways.get(i);
            taken[i] = false;
            if (!way.copy() && routed) {
                continue;
            }
            try {
                taken[i] = way.when().test(event);
            } catch (RuntimeException e) {
                refusals.event(event, record, threw(way, e), out);
                return;
            } catch (LinkageError | AssertionError | StackOverflowError e) {
                throw refusals.bug("predicate of route '" + way.name() + "',", way.when(), record, e);
            }
            routed |= taken[i] && !way.copy();
        }
        for (int i = 0; i < taken.length; i++) {
            if (taken[i]) {
                ways.get(i).leg().take(event, record, out);
            }
        }
        if (!routed) {
            rest.take(event, record, out);
        }
    }

    private static String threw(Way way, RuntimeException e) {
        return "the predicate of route '" + way.name() + "' threw "
                + e.getClass().getName();
    }
}
