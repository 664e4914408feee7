package io.crosslog;

import io.crosslog.spi.SourceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pipeline is doing and has done since its start, at one moment; both ledgers balance at every moment (rule R10).
 *
 * <p>Immutable and thread-safe.
 *
 * @param pipeline name of the pipeline
 * @param state what it is doing
 * @param reason why it is in that state; empty where there is nothing to say
 * @param advice what to do about it; empty where there is nothing to do
 * @param since when it came into that state
 * @param at the moment that all of this is of
 * @param records the ledger of records, of all partitions
 * @param events the ledger of events, of all partitions
 * @param bytes bytes received and sent
 * @param bufferedBytes raw bytes held, and decoded ones that wait to be sent again
 * @param partitions each partition, by name; partitions given back longest ago are left out beyond a thousand
 * @param filtered how much was filtered, by reason
 * @param rejected how much was rejected, by stage and reason
 * @param noted what was counted as worth knowing, by name
 * @param oldestUnacknowledged for how long the oldest record received has not been safe; zero if all are
 * @param lagRecords how many records wait at the other side, as far as the source tells
 * @param lagAge the largest age of the last record read in a partition that is behind; zero if none is
 * @param progress how far a bounded read has come, if the source tells
 * @param possibleLosses how often the source reported that records may have been lost before they could be read
 * @param lastLosses the last of those reports, up to a hundred
 * @param troubles everything that is wrong now, worst first
 * @param lastCommit when positions were last committed, if they ever were
 * @param stuckThreads threads that did not end by the deadline of {@link RunningPipeline#close()}
 */
public record PipelineStatus(
        String pipeline,
        PipelineState state,
        String reason,
        String advice,
        Instant since,
        Instant at,
        Records records,
        Events events,
        Bytes bytes,
        long bufferedBytes,
        Map<String, Partition> partitions,
        Map<String, Long> filtered,
        Map<String, Long> rejected,
        Map<String, Long> noted,
        Duration oldestUnacknowledged,
        long lagRecords,
        Duration lagAge,
        Optional<SourceEvent.Progress> progress,
        long possibleLosses,
        List<SourceEvent.PossibleLoss> lastLosses,
        List<Trouble> troubles,
        Optional<Instant> lastCommit,
        List<String> stuckThreads) {

    /** Copies the collections, so that the status is immutable. */
    public PipelineStatus {
        partitions = Map.copyOf(partitions);
        filtered = Map.copyOf(filtered);
        rejected = Map.copyOf(rejected);
        noted = Map.copyOf(noted);
        lastLosses = List.copyOf(lastLosses);
        troubles = List.copyOf(troubles);
        stuckThreads = List.copyOf(stuckThreads);
    }

    /** {@return how many records were received and are not safe yet; after the end, what will be read again} */
    public long unacknowledged() {
        return records.inFlight();
    }

    /** {@return the status in one line} */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(256).append(pipeline).append(' ').append(state);
        if (!reason.isEmpty()) {
            line.append(" (")
                    .append(reason)
                    .append(advice.isEmpty() ? "" : "; " + advice)
                    .append(')');
        }
        line.append(": records ").append(records).append("; events ").append(events);
        line.append("; ")
                .append(bytes.received())
                .append(" bytes received, ")
                .append(bytes.sentRaw())
                .append(" sent as ");
        line.append(bytes.sentCompressed()).append("; oldest unacknowledged ").append(oldestUnacknowledged);
        line.append("; lag ").append(lagRecords).append(" records, ").append(lagAge);
        if (possibleLosses > 0) {
            line.append("; ").append(possibleLosses).append(" possible losses");
        }
        if (!stuckThreads.isEmpty()) {
            line.append("; stuck threads ").append(stuckThreads);
        }
        return line.toString();
    }

    /**
     * The ledger of records: {@code received = delivered + rejected + filtered + inFlight + released}.
     *
     * @param received records read from the source
     * @param delivered records of which at least one event is durable and no part was rejected
     * @param rejected records of which any part was rejected
     * @param filtered all other records that are done
     * @param inFlight records that are not done
     * @param released records given back undone, to be read again
     */
    public record Records(long received, long delivered, long rejected, long filtered, long inFlight, long released) {

        /** {@return whether every record is accounted for} */
        public boolean balances() {
            return received == delivered + rejected + filtered + inFlight + released;
        }

        @Override
        public String toString() {
            return received + " received = " + delivered + " delivered + " + rejected + " rejected + " + filtered
                    + " filtered + " + inFlight + " in flight + " + released + " released";
        }
    }

    /**
     * The ledger of events, parts left out included: {@code made = delivered + filtered + rejected + inFlight + released}.
     *
     * @param made parts that decoder and normalizer made of records, whatever became of them
     * @param delivered events that are durable
     * @param filtered parts left out on purpose
     * @param rejected parts rejected, events refused by the sink among them
     * @param inFlight parts that are not done
     * @param released parts given back undone
     */
    public record Events(long made, long delivered, long filtered, long rejected, long inFlight, long released) {

        /** {@return whether every event is accounted for} */
        public boolean balances() {
            return made == delivered + filtered + rejected + inFlight + released;
        }

        @Override
        public String toString() {
            return made + " made = " + delivered + " delivered + " + filtered + " filtered + " + rejected
                    + " rejected + " + inFlight + " in flight + " + released + " released";
        }
    }

    /**
     * Bytes: what people pay for.
     *
     * @param received raw bytes of all records
     * @param sentRaw bytes sent, before compression, at every attempt
     * @param sentCompressed bytes sent, on the wire, at every attempt
     */
    public record Bytes(long received, long sentRaw, long sentCompressed) {}

    /**
     * One partition.
     *
     * @param records its ledger of records
     * @param events its ledger of events
     * @param bytesReceived raw bytes of its records
     * @param oldestUnacknowledged for how long its oldest record received has not been safe; zero if all are
     * @param lag how far it is behind, if the source tells
     * @param held whether a reader of this pipeline has it
     */
    public record Partition(
            Records records,
            Events events,
            long bytesReceived,
            Duration oldestUnacknowledged,
            Optional<SourceEvent.Lag> lag,
            boolean held) {}

    /**
     * Something that is wrong now.
     *
     * @param where what it concerns, such as {@code write of partition 'waf-0'}
     * @param state {@link PipelineState#BLOCKED}, {@link PipelineState#THROTTLED}, {@link PipelineState#RETRYING}, or
     *     {@link PipelineState#RUNNING} for what the source can live with
     * @param reason what is wrong
     * @param advice what to do about it; empty if there is nothing to do but wait
     * @param since since when
     * @param attempts how many attempts have failed in a row
     */
    public record Trouble(
            String where, PipelineState state, String reason, String advice, Instant since, int attempts) {}
}
