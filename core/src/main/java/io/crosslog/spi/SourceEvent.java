package io.crosslog.spi;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Something that a source tells of besides its records. Implementations are immutable and thread-safe. */
public sealed interface SourceEvent {

    /**
     * Records may have been lost before they could be read, as when Kafka had deleted them already.
     *
     * @param partition the partition
     * @param records how many, if that is known
     * @param detail what happened and what the source does now
     */
    record PossibleLoss(String partition, OptionalLong records, String detail) implements SourceEvent {
        /** Checks that nothing is null. */
        public PossibleLoss {
            Objects.requireNonNull(partition, "partition");
            Objects.requireNonNull(records, "records");
            Objects.requireNonNull(detail, "detail");
        }
    }

    /**
     * How far a reader is behind in one partition.
     *
     * @param partition the partition
     * @param records how many records are waiting at the other side
     * @param age how old the last record read is, zero if none is waiting
     * @param flow whether those that wait are coming, and if not, why
     */
    record Lag(String partition, long records, Duration age, Flow flow) implements SourceEvent {
        /** Checks that nothing is null. */
        public Lag {
            Objects.requireNonNull(partition, "partition");
            Objects.requireNonNull(age, "age");
            Objects.requireNonNull(flow, "flow");
        }

        /**
         * Lag of a source that knows nothing of throttling: {@link Flow#CAUGHT_UP} if nothing waits, else {@link
         * Flow#BEHIND}.
         *
         * @param partition the partition
         * @param records how many records are waiting at the other side
         * @param age how old the last record read is, zero if none is waiting
         */
        public Lag(String partition, long records, Duration age) {
            this(partition, records, age, records == 0 ? Flow.CAUGHT_UP : Flow.BEHIND);
        }
    }

    /** Whether the records that wait at the other side are coming; from the best to the worst. */
    enum Flow {
        /** None is waiting. */
        CAUGHT_UP,
        /** Some are waiting, and are read, or will be when the pipeline has room for them. */
        BEHIND,
        /** The other side answers late or without records, because a quota was passed. */
        THROTTLED,
        /** Some are waiting, or may be, and none has come for long, for no reason that is known. */
        STALLED
    }

    /**
     * A partition is no longer this reader's, so what was said of its lag is void.
     *
     * @param partition the partition
     */
    record Gone(String partition) implements SourceEvent {
        /** Checks that nothing is null. */
        public Gone {
            Objects.requireNonNull(partition, "partition");
        }
    }

    /**
     * How far a bounded read has come. A later one of the same unit takes its place.
     *
     * @param done bytes or objects done
     * @param total of how many, if that is known
     * @param unit what is counted, such as {@code objects}
     * @param perSecond how many are done in a second by now; 0 if that is not known
     */
    record Progress(long done, OptionalLong total, String unit, double perSecond) implements SourceEvent {
        /** Checks that nothing is null. */
        public Progress {
            Objects.requireNonNull(total, "total");
            Objects.requireNonNull(unit, "unit");
        }

        /** {@return how long it will take at this rate, if total and rate are known} */
        public Optional<Duration> left() {
            if (total.isEmpty() || perSecond <= 0) {
                return Optional.empty();
            }
            long missing = Math.max(0, total.getAsLong() - done);
            return Optional.of(Duration.ofSeconds((long) Math.ceil(missing / perSecond)));
        }
    }

    /**
     * Something worth counting has happened, such as requests that cost money; see {@code PipelineStatus.noted()}.
     *
     * @param name what to count it under, of a small set
     * @param times how often it has happened since it was last told of
     */
    record Count(String name, long times) implements SourceEvent {
        /** Checks that nothing is null. */
        public Count {
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * Something is wrong that the source can live with. Status shows one trouble of each kind for each reader: a later one
     * of the same kind takes its place.
     *
     * @param kind what is wrong in a word, such as {@code lag}, of a small set; empty for a source that has one kind only
     * @param reason what is wrong
     * @param advice what to do about it
     */
    record Trouble(String kind, String reason, String advice) implements SourceEvent {
        /** Checks that nothing is null. */
        public Trouble {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(advice, "advice");
        }

        /**
         * Trouble of a source that has one kind only.
         *
         * @param reason what is wrong
         * @param advice what to do about it
         */
        public Trouble(String reason, String advice) {
            this("", reason, advice);
        }
    }

    /**
     * What was told as {@link Trouble} of the same kind is over.
     *
     * @param kind the kind
     */
    record Recovered(String kind) implements SourceEvent {
        /** Checks that nothing is null. */
        public Recovered {
            Objects.requireNonNull(kind, "kind");
        }

        /** The trouble of a source that has one kind only is over. */
        public Recovered() {
            this("");
        }
    }
}
