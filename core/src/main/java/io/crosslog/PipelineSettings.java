package io.crosslog;

import io.crosslog.mask.Masking;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline runs. By default: 1 reader; 4 writes in flight; 64 MiB of raw bytes buffered; retries after 100 ms,
 * doubling up to 30 s; every 30 s while blocked, for ever; 30 s to drain at close; a checkpoint every second; a stop when
 * all of the first 1,000 records or half of the last 10,000 are rejected; {@link Masking#defaults()}; own daemon threads; the
 * system clock.
 *
 * <p>Immutable and thread-safe.
 */
public final class PipelineSettings {

    private static final long DEFAULT_BUFFER = 64L << 20;

    private final int readers;
    private final int writesInFlight;
    private final long bufferedBytes;
    private final @Nullable MemoryBudget budget;
    private final Duration minRetryDelay;
    private final Duration maxRetryDelay;
    private final Duration blockedBeat;
    private final @Nullable Duration giveUpBlockedAfter;
    private final Duration drainTime;
    private final Duration checkpointInterval;
    private final RejectionLimit rejectionLimit;
    private final @Nullable Executor executor;
    private final InstantSource clock;
    private final Masking masking;

    private PipelineSettings(Builder b) {
        this.readers = b.readers;
        this.writesInFlight = b.writesInFlight;
        this.bufferedBytes = b.bufferedBytes;
        this.budget = b.budget;
        this.minRetryDelay = b.minRetryDelay;
        this.maxRetryDelay = b.maxRetryDelay;
        this.blockedBeat = b.blockedBeat;
        this.giveUpBlockedAfter = b.giveUpBlockedAfter;
        this.drainTime = b.drainTime;
        this.checkpointInterval = b.checkpointInterval;
        this.rejectionLimit = b.rejectionLimit;
        this.executor = b.executor;
        this.clock = b.clock;
        this.masking = b.masking;
    }

    /** {@return the settings that hold where none are given} */
    public static PipelineSettings defaults() {
        return builder().build();
    }

    /** {@return a builder that starts with the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return number of readers, each on a thread of its own} */
    public int readers() {
        return readers;
    }

    /** {@return number of writes under way at one time, each on a thread of its own; with routes, in each branch} */
    public int writesInFlight() {
        return writesInFlight;
    }

    /** {@return raw bytes buffered, at the most; the budget's limit if one is shared} */
    public long bufferedBytes() {
        return budget == null ? bufferedBytes : budget.limit();
    }

    /** {@return the budget shared with other pipelines, if there is one} */
    public Optional<MemoryBudget> sharedBudget() {
        return Optional.ofNullable(budget);
    }

    /** {@return delay before the first retry} */
    public Duration minRetryDelay() {
        return minRetryDelay;
    }

    /** {@return longest delay before a retry} */
    public Duration maxRetryDelay() {
        return maxRetryDelay;
    }

    /** {@return delay before a retry while blocked} */
    public Duration blockedBeat() {
        return blockedBeat;
    }

    /** {@return how long the pipeline stays blocked before it fails; empty for ever} */
    public Optional<Duration> giveUpBlockedAfter() {
        return Optional.ofNullable(giveUpBlockedAfter);
    }

    /** {@return how long {@code RunningPipeline.close()} waits for what was read to be written} */
    public Duration drainTime() {
        return drainTime;
    }

    /** {@return time between two checkpoints} */
    public Duration checkpointInterval() {
        return checkpointInterval;
    }

    /** {@return when rejections stop the pipeline} */
    public RejectionLimit rejectionLimit() {
        return rejectionLimit;
    }

    /** {@return the clock that states, commits and ages are told by; it does not drive delays} */
    public InstantSource clock() {
        return clock;
    }

    /** {@return what is kept out of events and rejections} */
    public Masking masking() {
        return masking;
    }

    /** {@return what the host runs the threads on; null for own daemon threads} */
    @Nullable Executor executor() {
        return executor;
    }

    /** {@return the shared budget, or a new one of this pipeline's own} */
    MemoryBudget budget() {
        return budget == null ? MemoryBudget.of(bufferedBytes) : budget;
    }

    /** {@return all settings in one line} */
    @Override
    public String toString() {
        return readers + " readers, " + writesInFlight + " writes in flight, " + bufferedBytes()
                + " bytes buffered, retries "
                + minRetryDelay + " to " + maxRetryDelay + ", blocked beat " + blockedBeat + ", drain " + drainTime
                + ", checkpoint " + checkpointInterval + ", " + rejectionLimit + ", " + masking;
    }

    /** Builds {@link PipelineSettings}. Confined to one thread. */
    public static final class Builder {

        private int readers = 1;
        private int writesInFlight = 4;
        private long bufferedBytes = DEFAULT_BUFFER;
        private @Nullable MemoryBudget budget;
        private Duration minRetryDelay = Duration.ofMillis(100);
        private Duration maxRetryDelay = Duration.ofSeconds(30);
        private Duration blockedBeat = Duration.ofSeconds(30);
        private @Nullable Duration giveUpBlockedAfter;
        private Duration drainTime = Duration.ofSeconds(30);
        private Duration checkpointInterval = Duration.ofSeconds(1);
        private RejectionLimit rejectionLimit = RejectionLimit.standard();
        private @Nullable Executor executor;
        private InstantSource clock = InstantSource.system();
        private Masking masking = Masking.defaults();

        private Builder() {}

        /**
         * Sets the number of readers, each on a thread of its own.
         *
         * @param value 1 to 256; 1 by default
         * @return this
         */
        public Builder readers(int value) {
            readers = value;
            return this;
        }

        /**
         * Sets the number of writes under way at one time, each on a thread of its own and of another partition; with
         * routes, in each branch.
         *
         * @param value 1 to 256; 4 by default
         * @return this
         */
        public Builder writesInFlight(int value) {
            writesInFlight = value;
            return this;
        }

        /**
         * Sets how many raw bytes are buffered at the most, one batch for each reader on top; the source may prefetch up
         * to a quarter of it besides. Decoded events that wait for their branch or for the next attempt count too, as {@link
         * MemoryBudget} says. Not used where a budget is shared.
         *
         * @param value bytes, at least 1; 64 MiB by default
         * @return this
         */
        public Builder bufferedBytes(long value) {
            bufferedBytes = value;
            return this;
        }

        /**
         * Shares a budget with other pipelines, in place of an own one.
         *
         * @param value the budget
         * @return this
         */
        public Builder budget(MemoryBudget value) {
            budget = Objects.requireNonNull(value, "budget");
            return this;
        }

        /**
         * Sets the delays between retries: the first, doubling up to the longest, each shortened at random by up to a
         * half, so that many pipelines do not come back at once.
         *
         * @param min the first, more than zero; 100 ms by default
         * @param max the longest, not shorter than {@code min}; 30 s by default
         * @return this
         */
        public Builder retryDelays(Duration min, Duration max) {
            minRetryDelay = Objects.requireNonNull(min, "min");
            maxRetryDelay = Objects.requireNonNull(max, "max");
            return this;
        }

        /**
         * Sets the delay between retries while the other side refuses until somebody changes something there.
         *
         * @param value more than zero; 30 s by default
         * @return this
         */
        public Builder blockedBeat(Duration value) {
            blockedBeat = Objects.requireNonNull(value, "blockedBeat");
            return this;
        }

        /**
         * Ends the pipeline as failed when something has been blocked for this long. By default it goes on for ever.
         *
         * @param value how long, not negative
         * @return this
         */
        public Builder giveUpBlockedAfter(Duration value) {
            giveUpBlockedAfter = Objects.requireNonNull(value, "giveUpBlockedAfter");
            return this;
        }

        /**
         * Sets how long a closing pipeline waits for what was read to be written.
         *
         * @param value not negative; 30 s by default
         * @return this
         */
        public Builder drainTime(Duration value) {
            drainTime = Objects.requireNonNull(value, "drainTime");
            return this;
        }

        /**
         * Sets the time between two checkpoints: what a crash costs in duplicates. It is stretched for sources whose positions
         * are large, so that a checkpoint store is given no more than 256 KiB a second.
         *
         * @param value more than zero; 1 s by default
         * @return this
         */
        public Builder checkpointInterval(Duration value) {
            checkpointInterval = Objects.requireNonNull(value, "checkpointInterval");
            return this;
        }

        /**
         * Sets when rejections stop the pipeline.
         *
         * @param value the rule; {@link RejectionLimit#standard()} by default
         * @return this
         */
        public Builder rejectionLimit(RejectionLimit value) {
            rejectionLimit = Objects.requireNonNull(value, "rejectionLimit");
            return this;
        }

        /**
         * Runs the pipeline's threads on an executor of the host: for as long as the pipeline runs, it takes readers +
         * writes in flight (with routes, those of each branch) + 1 tasks that must all run at once, as those of a cached pool do; a thread factory is given
         * as {@code task -> factory.newThread(task).start()}. By default each is a daemon thread of its own.
         *
         * @param value the executor
         * @return this
         */
        public Builder executor(Executor value) {
            executor = Objects.requireNonNull(value, "executor");
            return this;
        }

        /**
         * Sets the clock that states, commits and ages are told by. It does not drive delays.
         *
         * @param value the clock; the system's by default
         * @return this
         */
        public Builder clock(InstantSource value) {
            clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /**
         * Sets what is kept out of events, the raw text of their records and rejections, in all branches of the pipeline.
         *
         * @param value what to mask; {@link Masking#defaults()} by default
         * @return this
         */
        public Builder masking(Masking value) {
            masking = Objects.requireNonNull(value, "masking");
            return this;
        }

        /**
         * The settings.
         *
         * @return the settings, which later calls of this builder do not change
         * @throws ConfigurationException if a value is out of its range; names every one that is
         */
        public PipelineSettings build() {
            List<String> problems = new ArrayList<>();
            check(problems, readers >= 1 && readers <= 256, "readers", readers, "from 1 to 256");
            check(
                    problems,
                    writesInFlight >= 1 && writesInFlight <= 256,
                    "writesInFlight",
                    writesInFlight,
                    "from 1 to 256");
            check(problems, bufferedBytes >= 1, "bufferedBytes", bufferedBytes, "at least 1");
            check(
                    problems,
                    positive(minRetryDelay),
                    "retryDelays.min",
                    minRetryDelay,
                    "more than zero, and at most a year");
            check(
                    problems,
                    positive(maxRetryDelay),
                    "retryDelays.max",
                    maxRetryDelay,
                    "more than zero, and at most a year");
            check(
                    problems,
                    maxRetryDelay.compareTo(minRetryDelay) >= 0,
                    "retryDelays.max",
                    maxRetryDelay,
                    "at least min");
            check(problems, positive(blockedBeat), "blockedBeat", blockedBeat, "more than zero, and at most a year");
            check(problems, notNegative(giveUpBlockedAfter), "giveUpBlockedAfter", giveUpBlockedAfter, "not negative");
            check(problems, notNegative(drainTime), "drainTime", drainTime, "not negative, and at most a year");
            check(
                    problems,
                    positive(checkpointInterval),
                    "checkpointInterval",
                    checkpointInterval,
                    "more than zero, and at most a year");
            if (!problems.isEmpty()) {
                throw new ConfigurationException("settings", problems);
            }
            return new PipelineSettings(this);
        }

        private static boolean positive(Duration value) {
            return !value.isZero() && notNegative(value);
        }

        /** At most a year as well, so that it can be counted in nanoseconds. */
        private static boolean notNegative(@Nullable Duration value) {
            return value == null || !value.isNegative() && value.compareTo(Duration.ofDays(366)) <= 0;
        }

        private static void check(
                List<String> problems, boolean good, String name, @Nullable Object value, String must) {
            if (!good) {
                problems.add(name + " was " + value + " but must be " + must);
            }
        }
    }
}
