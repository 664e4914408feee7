package io.crosslog.kafka;

import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides where to resume each partition that the group has given: the saved position, else the group's committed offset,
 * else the start rule (rules R3 and R12). Confined to one thread.
 */
final class Resumption {

    private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);
    private static final String KIND = "claim";
    private static final long RETRY_NANOS = Duration.ofMillis(200).toNanos();
    private static final long CLAIM_AGAIN_NANOS = Duration.ofSeconds(3).toNanos();

    private final KafkaSettings settings;
    private final SourceContext context;
    private final Assignment assignment;
    private final Commits commits;
    private final StartOffsets starts;
    private long waitingSince;
    private long tried;
    private long claimedAgain = System.nanoTime();
    private boolean contested;
    private boolean waiting;

    Resumption(KafkaSettings settings, SourceContext context, Assignment assignment, Commits commits) {
        this.settings = settings;
        this.context = context;
        this.assignment = assignment;
        this.commits = commits;
        this.starts = new StartOffsets(settings.start());
    }

    /**
     * Starts reading the partitions for which it can be decided now.
     *
     * @param paused whether nothing may be fetched yet
     */
    void resume(Consumer<?, ?> consumer, boolean paused) throws IOException {
        claimAgain();
        List<Held> open = assignment.in(Held.State.UNDECIDED);
        if (open.isEmpty()) {
            waiting = false;
            return;
        }
        if (waiting && System.nanoTime() - tried < RETRY_NANOS) {
            return;
        }
        tried = System.nanoTime();
        Map<TopicPartition, Held> unsaved = new LinkedHashMap<>();
        boolean anySaved = false;
        for (Held held : open) {
            Optional<Position> claimed = context.claim(held.name);
            if (claimed.isEmpty()) {
                held.state = Held.State.ELSEWHERE;
                if (!contested) {
                    contested = true;
                    context.report(
                            new SourceEvent.Trouble(
                                    KIND,
                                    "partition " + held.name
                                            + " is held by another process in the checkpoint store, so it is not "
                                            + "read here",
                                    "end the other process if it should not run; the partition is claimed again every few seconds"));
                }
            } else if (claimed.get().isStart()) {
                unsaved.put(held.partition, held);
            } else {
                anySaved = true;
                start(consumer, held, Offsets.next(claimed.get()), paused);
            }
        }
        if (!unsaved.isEmpty()) {
            resumeUnsaved(consumer, unsaved, anySaved, paused);
        }
    }

    /** Whoever holds a partition in the store may let go, and nobody tells. */
    private void claimAgain() {
        if (System.nanoTime() - claimedAgain < CLAIM_AGAIN_NANOS) {
            return;
        }
        claimedAgain = System.nanoTime();
        List<Held> elsewhere = assignment.in(Held.State.ELSEWHERE);
        elsewhere.forEach(held -> held.state = Held.State.UNDECIDED);
        if (contested && elsewhere.isEmpty()) {
            contested = false;
            context.report(new SourceEvent.Recovered(KIND));
        }
    }

    private void resumeUnsaved(
            Consumer<?, ?> consumer, Map<TopicPartition, Held> unsaved, boolean anySaved, boolean paused) {
        Set<TopicPartition> assigned = new HashSet<>();
        assignment.all().forEach(held -> assigned.add(held.partition));
        boolean startedEarlier = anySaved || overdue();
        StartOffsets.Resolved resolved = starts.resolve(consumer, unsaved.keySet(), assigned, startedEarlier);
        resolved.offsets().forEach((partition, offset) -> {
            Held held = unsaved.get(partition);
            if (held != null) {
                start(consumer, held, offset, paused);
                if (resolved.fresh().contains(partition)) {
                    LOG.info("Partition {} starts at offset {} (start rule: {})", held.name, offset, settings.start());
                    assignment.pending().add(RecordBatch.of(held.position(), List.of()));
                }
            }
        });
        boolean someLeft = !resolved.offsets().keySet().containsAll(unsaved.keySet());
        if (someLeft && !waiting) {
            waitingSince = System.nanoTime();
        }
        waiting = someLeft;
    }

    /** The reader that should apply the start rule for all does not: the earliest records lose nothing. */
    private boolean overdue() {
        return waiting
                && System.nanoTime() - waitingSince
                        > settings.connectionDeadline().toNanos();
    }

    private void start(Consumer<?, ?> consumer, Held held, long offset, boolean paused) {
        consumer.seek(held.partition, offset);
        held.next = offset;
        held.state = Held.State.READY;
        commits.stands(held.partition, offset);
        if (!paused) {
            consumer.resume(Set.of(held.partition));
        }
    }
}
