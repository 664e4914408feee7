package io.crosslog;

import io.crosslog.spi.CheckpointStore;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.Normalizer;
import io.crosslog.spi.RejectionHandler;
import io.crosslog.spi.Sink;
import io.crosslog.spi.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The recipe of a pipeline: reads records from a source, decodes and normalizes them, and delivers them to a sink, or to
 * several by routes, losing none. May be started again and again.
 *
 * <pre>{@code
 * Pipeline pipeline = Pipeline.named("waf")
 *         .from(source)
 *         .decode(decoder)
 *         .normalize(normalizer)       // may be left out
 *         .to(sink)                    // or .route(...), where events part: see Route
 *         .rejectTo(rejections)        // without it, the first rejected record stops the pipeline
 *         .checkpoints(store)          // needed by sources that do not remember their positions
 *         .build();
 * try (RunningPipeline running = pipeline.start()) {
 *     running.awaitEnd();
 * }
 * }</pre>
 *
 * <p>Without further options: {@link PipelineSettings#defaults()}, no rejection handler, no checkpoint store, a listener
 * that does nothing. Immutable and thread-safe.
 */
public final class Pipeline {

    private final PipelinePlan plan;

    private Pipeline(PipelinePlan plan) {
        this.plan = plan;
    }

    /**
     * Starts the description of a pipeline.
     *
     * @param name its name, in threads, checkpoints, file names and status: 1 to 64 letters, digits, {@code .}, {@code _}
     *     and {@code -}, beginning with a letter or digit; unique among what shares a checkpoint store. Checked at the end,
     *     with everything else
     * @return the step that takes the source
     */
    public static Named named(String name) {
        return new Named(Objects.requireNonNull(name, "name"));
    }

    /** {@return the pipeline's name} */
    public String name() {
        return plan.name();
    }

    /**
     * Starts the pipeline on threads of its own and returns at once. What is wrong at the other sides shows in the status
     * of what is returned, and is tried again.
     *
     * @return the running pipeline, to be closed
     */
    public RunningPipeline start() {
        return new RunningPipeline(PipelineEngine.start(plan));
    }

    @Override
    public String toString() {
        return "pipeline '" + plan.name() + "' from " + plan.source().name() + " to "
                + plan.routing().names();
    }

    /** The step that takes the source. Immutable and thread-safe. */
    public static final class Named {

        private final String name;

        private Named(String name) {
            this.name = name;
        }

        /**
         * Says where records come from.
         *
         * @param source the source
         * @return the step that takes the decoder
         */
        public Sourced from(Source source) {
            return new Sourced(name, Objects.requireNonNull(source, "source"));
        }
    }

    /** The step that takes the decoder. Immutable and thread-safe. */
    public static final class Sourced {

        private final String name;
        private final Source source;

        private Sourced(String name, Source source) {
            this.name = name;
            this.source = source;
        }

        /**
         * Says what makes events of records.
         *
         * @param decoder a decoder that several threads may call at once
         * @return the step that takes the normalizer or the sink
         */
        public Decoded decode(Decoder decoder) {
            Objects.requireNonNull(decoder, "decoder");
            return new Decoded(this, () -> decoder);
        }

        /**
         * Says what makes events of records.
         *
         * @param decoders gives a decoder for each writing thread
         * @return the step that takes the normalizer or the sink
         */
        public Decoded decode(Supplier<? extends Decoder> decoders) {
            return new Decoded(this, Objects.requireNonNull(decoders, "decoders"));
        }
    }

    /** The step that takes the normalizer, or the sink or routes where events stay as they were decoded. Immutable and thread-safe. */
    public static final class Decoded {

        private final Sourced sourced;
        private final Supplier<? extends Decoder> decoders;

        private Decoded(Sourced sourced, Supplier<? extends Decoder> decoders) {
            this.sourced = sourced;
            this.decoders = decoders;
        }

        /**
         * Says what translates events.
         *
         * @param normalizer a normalizer that several threads may call at once
         * @return the step that takes the sink
         */
        public Normalized normalize(Normalizer normalizer) {
            Objects.requireNonNull(normalizer, "normalizer");
            return new Normalized(this, () -> normalizer);
        }

        /**
         * Says what translates events.
         *
         * @param normalizers gives a normalizer for each writing thread
         * @return the step that takes the sink
         */
        public Normalized normalize(Supplier<? extends Normalizer> normalizers) {
            return new Normalized(this, Objects.requireNonNull(normalizers, "normalizers"));
        }

        /**
         * Says where events go, as they were decoded.
         *
         * @param sink the sink
         * @return the last step
         */
        public Builder to(Sink sink) {
            return new Normalized(this, null).to(sink);
        }

        /**
         * Says how events part, as they were decoded.
         *
         * @param first the first route
         * @param more the others, in the order in which they are tried; the last one must take what no other does
         * @return the last step
         */
        public Builder route(Route first, Route... more) {
            return new Normalized(this, null).route(first, more);
        }
    }

    /** The step that takes the sink or the routes. Immutable and thread-safe. */
    public static final class Normalized {

        private final Decoded decoded;
        private final @Nullable Supplier<? extends Normalizer> normalizers;

        private Normalized(Decoded decoded, @Nullable Supplier<? extends Normalizer> normalizers) {
            this.decoded = decoded;
            this.normalizers = normalizers;
        }

        /**
         * Says where events go.
         *
         * @param sink the sink
         * @return the last step
         */
        public Builder to(Sink sink) {
            return new Builder(this, Objects.requireNonNull(sink, "sink"), List.of());
        }

        /**
         * Says how events part, as they were normalized: their predicates see what is in the unified event.
         *
         * @param first the first route
         * @param more the others, in the order in which they are tried; the last one must take what no other does
         * @return the last step
         */
        public Builder route(Route first, Route... more) {
            return new Builder(this, null, Route.list(first, more));
        }
    }

    /** The last step: options, and {@link #build()}. Confined to one thread. */
    public static final class Builder {

        private final Normalized normalized;
        private final @Nullable Sink sink;
        private final List<Route> routes;
        private @Nullable RejectionHandler rejections;
        private @Nullable CheckpointStore checkpoints;
        private PipelineSettings settings = PipelineSettings.defaults();
        private PipelineListener listener = PipelineListener.NONE;

        private Builder(Normalized normalized, @Nullable Sink sink, List<Route> routes) {
            this.normalized = normalized;
            this.sink = sink;
            this.routes = routes;
        }

        /**
         * Says where rejected records go. Without it, the first one stops the pipeline.
         *
         * @param handler the handler
         * @return this
         */
        public Builder rejectTo(RejectionHandler handler) {
            rejections = Objects.requireNonNull(handler, "handler");
            return this;
        }

        /**
         * Says where positions are kept. Needed by sources that do not remember their own.
         *
         * @param store the store
         * @return this
         */
        public Builder checkpoints(CheckpointStore store) {
            checkpoints = Objects.requireNonNull(store, "store");
            return this;
        }

        /**
         * Says how the pipeline runs.
         *
         * @param value the settings; {@link PipelineSettings#defaults()} by default
         * @return this
         */
        public Builder settings(PipelineSettings value) {
            settings = Objects.requireNonNull(value, "settings");
            return this;
        }

        /**
         * Says who hears what the pipeline does.
         *
         * @param value the listener
         * @return this
         */
        public Builder listener(PipelineListener value) {
            listener = Objects.requireNonNull(value, "listener");
            return this;
        }

        /**
         * The pipeline.
         *
         * @return the recipe, which later calls of this builder do not change
         * @throws ConfigurationException if it cannot run; names everything that is wrong
         */
        public Pipeline build() {
            Decoded decoded = normalized.decoded;
            String name = decoded.sourced.name;
            Source source = decoded.sourced.source;
            List<String> problems = new ArrayList<>();
            if (!Names.fits(name)) {
                problems.add("name was '" + name + "' but must be " + Names.RULE
                        + ", because it is in thread and file names");
            }
            if (source.name().isBlank()) {
                problems.add("the source's name was blank but must not be, because it is in checkpoints and event ids");
            }
            Routing routing = routing(problems);
            if (checkpoints == null && !source.remembersPositions()) {
                problems.add("the source '" + source.name() + "' does not remember its positions: give the pipeline a"
                        + " checkpoint store with checkpoints(...)");
            }
            if (!problems.isEmpty()) {
                throw new ConfigurationException("pipeline '" + name + "'", problems);
            }
            return new Pipeline(new PipelinePlan(
                    name, source, decoded.decoders, routing, rejections, checkpoints, settings, listener));
        }

        private Routing routing(List<String> problems) {
            if (sink == null) {
                return RouteMap.of(normalized.normalizers, routes, problems);
            }
            if (sink.name().isBlank()) {
                problems.add("the sink's name was blank but must not be, because status and messages tell it");
            }
            return Routing.to(normalized.normalizers, sink);
        }
    }
}
