package io.crosslog.kafka;

import io.crosslog.model.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits offsets to the group. What could not be committed because the group was rebalancing stays owed, and is committed
 * with the next chance as long as the partition stays with this reader. Confined to one thread.
 */
final class Commits {

    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

    /** How long a commit may take while reading goes on. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KafkaFailures failures;
    private final long refreshNanos;
    private final long gapNanos;
    private final Map<TopicPartition, OffsetAndMetadata> owed = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> standing = new HashMap<>();
    private long refreshed = System.nanoTime();
    private long attempted;
    private boolean deferred;

    /**
     * Commits of one reader.
     *
     * @param refresh how often what stands is committed again: brokers before 2.1 forget an offset a day after its commit,
     *     though the group lives, and a partition without new records would start over
     * @param gap the shortest time from one commit to the next, for services that count them; an interrupt ends it
     */
    Commits(KafkaFailures failures, Duration refresh, Duration gap) {
        this.failures = failures;
        this.refreshNanos = refresh.toNanos();
        this.gapNanos = gap.toNanos();
        this.attempted = System.nanoTime() - gapNanos;
    }

    void owe(Collection<Position> positions) {
        for (Position position : positions) {
            owe(Offsets.partition(position.partition()), Offsets.next(position));
        }
    }

    void owe(TopicPartition partition, long next) {
        owed.put(partition, new OffsetAndMetadata(next));
    }

    /** Learns what the group remembers of a partition that this reader takes up. */
    void stands(TopicPartition partition, long next) {
        standing.put(partition, new OffsetAndMetadata(next));
    }

    /** Forgets what is owed for partitions that are somebody else's now. */
    void forget(Collection<TopicPartition> partitions) {
        owed.keySet().removeAll(partitions);
        standing.keySet().removeAll(partitions);
    }

    /** Commits what an earlier rebalance put off, and what was last committed long ago. */
    void keep(Consumer<?, ?> consumer) throws IOException {
        boolean stale = System.nanoTime() - refreshed >= refreshNanos;
        if (stale) {
            standing.forEach(owed::putIfAbsent);
        }
        if (stale || deferred) {
            settled(consumer, PATIENCE);
        }
    }

    /**
     * Commits all that is owed.
     *
     * @throws IOException if it may work later; it stays owed
     */
    void settle(Consumer<?, ?> consumer) throws IOException {
        if (!settled(consumer, PATIENCE)) {
            throw new IOException("offsets cannot be committed while the group rebalances; they are when it has");
        }
    }

    /**
     * Commits all that is owed, if the group does not rebalance just now.
     *
     * @param patience how long it may take
     * @return whether nothing is owed any more
     * @throws IOException if something else prevents it and it may work later; it stays owed
     */
    boolean settled(Consumer<?, ?> consumer, Duration patience) throws IOException {
        deferred = false;
        if (owed.isEmpty()) {
            return true;
        }
        try {
            if (owed.keySet().containsAll(standing.keySet())) {
                refreshed = System.nanoTime();
            }
            awaitGap();
            commit(consumer, owed, patience);
            standing.putAll(owed);
            owed.clear();
        } catch (RebalanceInProgressException e) {
            deferred = true;
        } catch (CommitFailedException e) {
            // The group went on without this member: the next poll reports its partitions as lost.
            LOG.info(
                    "Offsets {} were not committed, the group has given the partitions away: {}", owed, e.getMessage());
            owed.clear();
            throw failures.retry(e, "committing offsets of partitions that the group has given away");
        } catch (KafkaException e) {
            throw failures.retry(e, "committing offsets");
        }
        return !deferred;
    }

    private void awaitGap() {
        long left = attempted + gapNanos - System.nanoTime();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, left);
            left = attempted + gapNanos - System.nanoTime();
        }
        attempted = System.nanoTime();
    }

    /** Commits, whether or not the thread is interrupted or woken up: neither prevents nor ends a commit. */
    static void commit(Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> offsets, Duration patience) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    consumer.commitSync(offsets, patience);
                    return;
                } catch (InterruptException e) {
                    interrupted = Thread.interrupted() || interrupted;
                } catch (WakeupException e) {
                    LOG.debug("A wake-up that was meant for the poll before has met a commit, which is tried again");
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
