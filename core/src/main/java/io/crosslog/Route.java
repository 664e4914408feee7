package io.crosslog;

import io.crosslog.model.LogEvent;
import io.crosslog.spi.Normalizer;
import io.crosslog.spi.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One of the routes of a pipeline: which events take it, what translates them, and where they go.
 *
 * <pre>{@code
 * Pipeline.named("imports")
 *         .from(source)
 *         .decode(decoder)
 *         .route(
 *                 Route.copy("raw").to(rawLogstore),
 *                 Route.named("waf").when(Matches.attribute("tencent.topic", "waf")).normalize(wafRules).to(securityLogstore),
 *                 Route.named("flow").when(Matches.field("log_status")).normalize(flowRules).to(networkLogstore),
 *                 Route.otherwise().reject())
 *         .rejectTo(rejections)
 *         .build();
 * }</pre>
 *
 * <p>Routes are tried in the order in which they are given. An event takes the first that it meets, and besides, each copying
 * route that it meets, wherever that stands. One without {@code when} takes every event that comes to it; among the routes of
 * one place there must be one that is no copy, at the end, or the pipeline cannot be built: {@link #otherwise()}.
 *
 * <p>A predicate sees the event as decoded, or as normalized if it was by then, and its record's attributes; it must be safe
 * for concurrent calls and take microseconds. One that throws gets the event rejected, at stage
 * {@link io.crosslog.model.Stage#ROUTE ROUTE}, and none of these routes has it then, nor a copy of it; an {@link Error} stops
 * the pipeline.
 *
 * <p>Immutable and thread-safe.
 */
public final class Route {

    static final String OTHERWISE = "otherwise";

    private final String name;
    private final boolean copy;
    private final @Nullable Predicate<? super LogEvent> when;
    private final @Nullable Supplier<? extends Normalizer> normalizers;
    private final End end;

    private Route(Draft draft, End end) {
        this.name = draft.name;
        this.copy = draft.copy;
        this.when = draft.when;
        this.normalizers = draft.normalizers;
        this.end = end;
    }

    /**
     * Starts a route.
     *
     * @param name its name in status and messages, unique in the pipeline: 1 to 64 letters, digits, {@code .}, {@code _} and
     *     {@code -}, beginning with a letter or digit; checked when the pipeline is built
     * @return the step that takes the predicate, the normalizer or the end
     */
    public static Named named(String name) {
        return new Draft(Objects.requireNonNull(name, "name"), false, null, null);
    }

    /**
     * Starts a route that takes copies: the events that meet it take another route as well, as if this one did not exist.
     *
     * @param name its name, as for {@link #named}
     * @return the step that takes the predicate, the normalizer or the end
     */
    public static Named copy(String name) {
        return new Draft(Objects.requireNonNull(name, "name"), true, null, null);
    }

    /**
     * Starts the route for what no route before it takes; its name is {@code otherwise}.
     *
     * @return the step that takes the normalizer or the end
     */
    public static Open otherwise() {
        return new Draft(OTHERWISE, false, null, null);
    }

    String name() {
        return name;
    }

    boolean isCopy() {
        return copy;
    }

    /** Which events take it; null for all. */
    @Nullable Predicate<? super LogEvent> when() {
        return when;
    }

    @Nullable Supplier<? extends Normalizer> normalizers() {
        return normalizers;
    }

    End end() {
        return end;
    }

    @Override
    public String toString() {
        return (copy ? "copying route '" : "route '") + name + "'";
    }

    /** What becomes of events at the end of a route. */
    sealed interface End {}

    record Delivered(Sink sink) implements End {}

    record Divided(List<Route> routes) implements End {}

    record Filtered(String reason) implements End {}

    record Rejected() implements End {}

    /** The step at which a route ends. Immutable and thread-safe. */
    public sealed interface Normalized {

        /**
         * Delivers events to a sink. Several routes may name one sink: each then writes on its own.
         *
         * @param sink the sink
         * @return the route
         */
        Route to(Sink sink);

        /**
         * Divides the events further, as they are by now: after a normalizer, by what is in the normalized event.
         *
         * @param first the first route
         * @param more the others, in the order in which they are tried
         * @return the route
         */
        Route route(Route first, Route... more);

        /**
         * Leaves events out on purpose.
         *
         * @param reason the name to count them under
         * @return the route
         */
        Route filter(String reason);

        /**
         * Rejects events, with the bytes of their records.
         *
         * @return the route
         */
        Route reject();
    }

    /** The step that takes the normalizer. Immutable and thread-safe. */
    public sealed interface Open extends Normalized {

        /**
         * Says what translates events. On its way from decoder to sink an event is normalized once at the most.
         *
         * @param normalizer a normalizer that several threads may call at once
         * @return the step at which the route ends
         */
        Normalized normalize(Normalizer normalizer);

        /**
         * Says what translates events. On its way from decoder to sink an event is normalized once at the most.
         *
         * @param normalizers gives a normalizer for each writing thread
         * @return the step at which the route ends
         */
        Normalized normalize(Supplier<? extends Normalizer> normalizers);
    }

    /** The step that takes the predicate. Immutable and thread-safe. */
    public sealed interface Named extends Open {

        /**
         * Says which events take the route; {@link Matches} has the usual predicates.
         *
         * @param predicate says whether an event does
         * @return the step that takes the normalizer or the end
         */
        Open when(Predicate<? super LogEvent> predicate);
    }

    /** A route as far as it has come. Immutable. */
    private record Draft(
            String name,
            boolean copy,
            @Nullable Predicate<? super LogEvent> when,
            @Nullable Supplier<? extends Normalizer> normalizers)
            implements Named {

        @Override
        public Open when(Predicate<? super LogEvent> predicate) {
            return new Draft(name, copy, Objects.requireNonNull(predicate, "predicate"), null);
        }

        @Override
        public Normalized normalize(Normalizer normalizer) {
            Objects.requireNonNull(normalizer, "normalizer");
            return new Draft(name, copy, when, () -> normalizer);
        }

        @Override
        public Normalized normalize(Supplier<? extends Normalizer> each) {
            return new Draft(name, copy, when, Objects.requireNonNull(each, "normalizers"));
        }

        @Override
        public Route to(Sink sink) {
            return new Route(this, new Delivered(Objects.requireNonNull(sink, "sink")));
        }

        @Override
        public Route route(Route first, Route... more) {
            return new Route(this, new Divided(list(first, more)));
        }

        @Override
        public Route filter(String reason) {
            return new Route(this, new Filtered(Objects.requireNonNull(reason, "reason")));
        }

        @Override
        public Route reject() {
            return new Route(this, new Rejected());
        }
    }

    static List<Route> list(Route first, Route... more) {
        List<Route> routes = new ArrayList<>();
        routes.add(Objects.requireNonNull(first, "first"));
        for (Route route : more) {
            routes.add(Objects.requireNonNull(route, "route"));
        }
        return List.copyOf(routes);
    }
}
