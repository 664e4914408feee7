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
 */
public final class PipelineStatus {

    private final String pipeline;
    private final Instant at;
    private final StateNow now;
    private final StatusCounts counts;
    private final Map<String, BranchStatus> branches;
    private final ByteCounts bytes;
    private final long bufferedBytes;
    private final SourceReported reported;
    private final List<Trouble> troubles;
    private final Optional<Instant> lastCommit;
    private final List<String> stuckThreads;

    PipelineStatus(
            String pipeline,
            Instant at,
            StateNow now,
            StatusCounts counts,
            Map<String, BranchStatus> branches,
            ByteCounts bytes,
            long bufferedBytes,
            SourceReported reported,
            List<Trouble> troubles,
            Optional<Instant> lastCommit,
            List<String> stuckThreads) {
        this.pipeline = pipeline;
        this.at = at;
        this.now = now;
        this.counts = counts;
        this.branches = branches;
        this.bytes = bytes;
        this.bufferedBytes = bufferedBytes;
        this.reported = reported;
        this.troubles = List.copyOf(troubles);
        this.lastCommit = lastCommit;
        this.stuckThreads = List.copyOf(stuckThreads);
    }

    /** {@return name of the pipeline} */
    public String pipeline() {
        return pipeline;
    }

    /** {@return what it is doing} */
    public PipelineState state() {
        return now.state();
    }

    /** {@return why it is in that state; empty where there is nothing to say} */
    public String reason() {
        return now.reason();
    }

    /** {@return what to do about it; empty where there is nothing to do} */
    public String advice() {
        return now.advice();
    }

    /** {@return when it came into that state} */
    public Instant since() {
        return now.since();
    }

    /** {@return the moment that all of this is of} */
    public Instant at() {
        return at;
    }

    /** {@return the ledger of records, of all partitions} */
    public RecordLedger records() {
        return counts.records();
    }

    /**
     * The ledger of events, of all partitions; with routes, of all branches and of what came to none, a copy counting as an
     * event more.
     *
     * @return the ledger
     */
    public EventLedger events() {
        return counts.events();
    }

    /** {@return each branch of a pipeline with routes, by name, in their order; empty if there are no routes} */
    public Map<String, BranchStatus> branches() {
        return branches;
    }

    /** {@return of a pipeline with routes, the ledger of what came to no branch: rejected or filtered before; else all events} */
    public EventLedger unrouted() {
        return counts.branches().get(Routing.UNROUTED);
    }

    /** {@return bytes received and sent} */
    public ByteCounts bytes() {
        return bytes;
    }

    /** {@return raw bytes held, and decoded ones that wait for their sink or to be sent again} */
    public long bufferedBytes() {
        return bufferedBytes;
    }

    /** {@return each partition, by name; of more than a thousand, those given back may be left out} */
    public Map<String, PartitionStatus> partitions() {
        return counts.partitions();
    }

    /** {@return how much was filtered, by reason} */
    public Map<String, Long> filtered() {
        return counts.filtered();
    }

    /** {@return how much was rejected, by stage and reason} */
    public Map<String, Long> rejected() {
        return counts.rejected();
    }

    /** {@return what was counted as worth knowing, by name} */
    public Map<String, Long> noted() {
        return counts.noted();
    }

    /** {@return for how long the oldest record received has not been safe; zero if all are} */
    public Duration oldestUnacknowledged() {
        return counts.oldestUnacknowledged();
    }

    /** {@return how many records wait at the other side, as far as the source tells} */
    public long lagRecords() {
        return reported.lagRecords();
    }

    /** {@return the largest age of the last record read in a partition that is behind; zero if none is} */
    public Duration lagAge() {
        return reported.lagAge();
    }

    /** {@return whether what waits at the other side is coming: the worst of all partitions, if the source tells} */
    public Optional<SourceEvent.Flow> flow() {
        return reported.flow();
    }

    /** {@return how far a bounded read has come, by units, such as bytes and objects; empty if the source does not tell} */
    public List<SourceEvent.Progress> progress() {
        return reported.progress();
    }

    /** {@return how often the source reported that records may have been lost before they could be read} */
    public long possibleLosses() {
        return reported.losses();
    }

    /** {@return the last of those reports, up to a hundred} */
    public List<SourceEvent.PossibleLoss> lastLosses() {
        return reported.lastLosses();
    }

    /** {@return everything that is wrong now, worst first} */
    public List<Trouble> troubles() {
        return troubles;
    }

    /** {@return when positions were last committed, if they ever were} */
    public Optional<Instant> lastCommit() {
        return lastCommit;
    }

    /** {@return threads that did not end by the deadline of {@code RunningPipeline.close()}} */
    public List<String> stuckThreads() {
        return stuckThreads;
    }

    /** {@return how many records were received and are not safe yet; after the end, what will be read again} */
    public long unacknowledged() {
        return records().inFlight();
    }

    /** {@return the status in one line} */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(256).append(pipeline).append(' ').append(state());
        if (!reason().isEmpty()) {
            line.append(" (")
                    .append(reason())
                    .append(advice().isEmpty() ? "" : "; " + advice())
                    .append(')');
        }
        line.append(": records ").append(records()).append("; events ").append(events());
        branches.forEach((name, branch) ->
                line.append("; branch ").append(name).append(' ').append(branch.events()));
        line.append("; ")
                .append(bytes.received())
                .append(" bytes received, ")
                .append(bytes.sentRaw())
                .append(" sent as ");
        line.append(bytes.sentCompressed()).append("; oldest unacknowledged ").append(oldestUnacknowledged());
        line.append("; ").append(flowText());
        progress().forEach(p -> line.append("; ")
                .append(p.done())
                .append(p.total().isPresent() ? " of " + p.total().getAsLong() : "")
                .append(' ')
                .append(p.unit())
                .append(p.left().map(left -> ", " + left + " left").orElse("")));
        if (possibleLosses() > 0) {
            line.append("; ").append(possibleLosses()).append(" possible losses");
        }
        if (!stuckThreads.isEmpty()) {
            line.append("; stuck threads ").append(stuckThreads);
        }
        return line.toString();
    }

    private String flowText() {
        if (flow().isEmpty()) {
            return "lag unknown";
        }
        String behind = "behind by " + lagRecords() + " records, the last read is " + lagAge() + " old";
        return switch (flow().get()) {
            case CAUGHT_UP -> "caught up";
            case BEHIND -> behind;
            case THROTTLED -> "throttled, " + behind;
            case STALLED -> "stalled, " + behind;
        };
    }
}
