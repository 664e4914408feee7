package io.crosslog;

import io.crosslog.mask.Masking;
import io.crosslog.model.LogEvent;
import io.crosslog.parse.Crossing;
import io.crosslog.parse.Leg;
import io.crosslog.spi.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a routing of the routes that a pipeline was given, and finds what is wrong with them. Confined to one thread. */
final class RouteMap {

    private static final String NOWHERE = "no route takes it";

    private final List<Branch> branches = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final List<String> problems;

    private RouteMap(List<String> problems) {
        this.problems = problems;
        branches.add(new Branch(Routing.UNROUTED, "", null));
    }

    /**
     * Makes the routing.
     *
     * @param normalizers of the pipeline, before all routes, or null
     * @param problems takes what is wrong
     */
    static Routing of(@Nullable Supplier<? extends Normalizer> normalizers, List<Route> routes, List<String> problems) {
        RouteMap map = new RouteMap(problems);
        Function<Masking, Leg> crossing = map.crossing("", routes, normalizers != null);
        if (map.branches.size() == 1) {
            problems.add("no route leads to a sink: give one of them an end with to(...)");
        }
        return new Routing(List.copyOf(map.branches), Routing.normalizing(Routing.UNROUTED, normalizers, crossing));
    }

    private Function<Masking, Leg> crossing(String parent, List<Route> routes, boolean normalized) {
        List<Function<Masking, Crossing.Way>> ways = new ArrayList<>();
        @Nullable Function<Masking, Leg> rest = null;
        String last = "";
        for (Route route : routes) {
            Function<Masking, Leg> leg = leg(route, parent, normalized);
            if (route.isCopy()) {
                ways.add(way(route, leg));
            } else if (rest != null) {
                problems.add("route '" + route.name() + "' is never taken, because route '" + last
                        + "' before it takes every event: put that one last");
            } else if (route.when() == null) {
                rest = leg;
                last = route.name();
            } else {
                ways.add(way(route, leg));
            }
        }
        if (rest == null) {
            problems.add("the routes of " + (parent.isEmpty() ? "the pipeline" : "route '" + parent + "'")
                    + " say nothing of events that meet none of them: end them with Route.otherwise() and to(sink),"
                    + " filter(reason) or reject(); a copying route does not count");
            return masking -> Crossing.rejecting(Routing.UNROUTED, masking, NOWHERE);
        }
        Function<Masking, Leg> others = rest;
        return masking -> {
            List<Crossing.Way> each = new ArrayList<>();
            ways.forEach(way -> each.add(way.apply(masking)));
            return new Crossing(Routing.UNROUTED, masking, each, others.apply(masking));
        };
    }

    private static Function<Masking, Crossing.Way> way(Route route, Function<Masking, Leg> leg) {
        Predicate<? super LogEvent> given = route.when();
        Predicate<? super LogEvent> when = given == null ? event -> true : given;
        return masking -> new Crossing.Way(route.name(), when, route.isCopy(), leg.apply(masking));
    }

    private Function<Masking, Leg> leg(Route route, String parent, boolean normalizedBefore) {
        String label = label(route, parent);
        if (normalizedBefore && route.normalizers() != null) {
            problems.add("route '" + route.name() + "' normalizes events that were normalized before: an event is"
                    + " normalized once, or its id would not be its own; make one normalizer of both with then(...)");
        }
        if (route.end() instanceof Route.Delivered delivered) {
            if (delivered.sink().name().isBlank()) {
                problems.add("the name of the sink of route '" + route.name()
                        + "' was blank but must not be, because status and messages tell it");
            }
            int index = branches.size();
            branches.add(new Branch(index, label, delivered.sink()));
            return Routing.normalizing(index, route.normalizers(), masking -> Leg.into(index));
        }
        boolean normalized = normalizedBefore || route.normalizers() != null;
        Function<Masking, Leg> end = route.end() instanceof Route.Divided divided
                ? crossing(label, divided.routes(), normalized)
                : leftOut(route);
        return Routing.normalizing(Routing.UNROUTED, route.normalizers(), end);
    }

    private Function<Masking, Leg> leftOut(Route route) {
        if (route.isCopy()) {
            problems.add("copying route '" + route.name()
                    + "' filters or rejects, which is not what a copy is for: give it" + " a sink");
        }
        if (route.end() instanceof Route.Filtered filtered) {
            if (filtered.reason().isBlank()) {
                problems.add("route '" + route.name() + "' filters under a blank name: say why it does");
            }
            return masking -> Crossing.filtering(Routing.UNROUTED, filtered.reason());
        }
        String reason = route.when() == null ? NOWHERE : "route '" + route.name() + "' rejects it";
        return masking -> Crossing.rejecting(Routing.UNROUTED, masking, reason);
    }

    /** The route's name; that of the rest of another route's events is told apart by that route's name. */
    private String label(Route route, String parent) {
        if (!Names.fits(route.name())) {
            problems.add("the name of a route was '" + route.name() + "' but must be " + Names.RULE);
        }
        boolean rest = route.name().equals(Route.OTHERWISE) && !parent.isEmpty();
        String label = rest ? parent + '.' + route.name() : route.name();
        if (!names.add(label)) {
            problems.add("two routes are named '" + label + "': status and messages could not tell them apart");
        }
        return label;
    }
}
