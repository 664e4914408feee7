package io.crosslog.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Applies the start rule, once for each partition in the life of a group (rule R12).
 *
 * <p>The difficulty is to know, over restarts, readers and processes, whether a partition without a committed offset was
 * there when the group first started, and so falls under the rule, or came later, and so must be read from its first
 * record. The group's own offsets answer it: at the first start the reader that holds the <em>anchor</em>, the first of all
 * subscribed partitions, resolves the rule for all partitions that exist and commits them in one request; the others wait
 * for that. From then on the group has offsets, and a partition without one came later. The broker refuses a commit of a
 * reader that no longer belongs to the group, so two readers cannot both do it.
 *
 * <p>Confined to one thread.
 */
final class StartOffsets {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final StartRule rule;

    StartOffsets(StartRule rule) {
        this.rule = rule;
    }

    /**
     * The offsets at which to resume.
     *
     * @param offsets by partition; one that is missing waits for the reader of the anchor
     * @param fresh those for which nothing was committed before
     */
    record Resolved(Map<TopicPartition, Long> offsets, Set<TopicPartition> fresh) {}

    /**
     * Looks up and, where there is nothing to be found, decides and commits.
     *
     * @param mine the partitions to resume
     * @param assigned all that this reader holds
     * @param startedEarlier whether it is known from elsewhere that this is not the group's first start
     */
    Resolved resolve(
            Consumer<?, ?> consumer, Set<TopicPartition> mine, Set<TopicPartition> assigned, boolean startedEarlier) {
        Map<TopicPartition, Long> offsets = committed(consumer, mine);
        Set<TopicPartition> open = without(mine, offsets);
        if (open.isEmpty()) {
            return new Resolved(offsets, Set.of());
        }
        Map<TopicPartition, Long> decided = decide(consumer, open, assigned, startedEarlier);
        Set<TopicPartition> fresh = new HashSet<>(decided.keySet());
        fresh.retainAll(open);
        fresh.forEach(partition -> offsets.put(partition, decided.get(partition)));
        return new Resolved(offsets, fresh);
    }

    private Map<TopicPartition, Long> decide(
            Consumer<?, ?> consumer, Set<TopicPartition> open, Set<TopicPartition> assigned, boolean startedEarlier) {
        if (rule.kind() == StartRule.Kind.EARLIEST || startedEarlier) {
            return commit(consumer, consumer.beginningOffsets(open, PATIENCE));
        }
        Set<TopicPartition> all = subscribed(consumer);
        all.addAll(assigned);
        if (!committed(consumer, all).isEmpty()) {
            // Read anew: the reader of the anchor may have committed them between the two requests.
            Map<TopicPartition, Long> found = committed(consumer, open);
            Map<TopicPartition, Long> late = consumer.beginningOffsets(without(open, found), PATIENCE);
            found.putAll(commit(consumer, late));
            return found;
        }
        boolean anchored = all.stream().min(ORDER).filter(assigned::contains).isPresent();
        return anchored ? commit(consumer, apply(consumer, all)) : Map.of();
    }

    /** Ends first, times second: what is appended in between then lies after the end and is read. */
    private Map<TopicPartition, Long> apply(Consumer<?, ?> consumer, Set<TopicPartition> all) {
        Map<TopicPartition, Long> offsets = new HashMap<>(consumer.endOffsets(all, PATIENCE));
        Instant time = rule.time();
        if (time != null) {
            Map<TopicPartition, Long> wanted = new HashMap<>();
            all.forEach(partition -> wanted.put(partition, time.toEpochMilli()));
            try {
                consumer.offsetsForTimes(wanted, PATIENCE)
                        .forEach((partition, found) -> put(offsets, partition, found));
            } catch (UnsupportedVersionException e) {
                // A broker that keeps no times (before 0.10.1) cannot tell; the earliest loses nothing.
                return consumer.beginningOffsets(all, PATIENCE);
            }
        }
        return offsets;
    }

    private static void put(Map<TopicPartition, Long> offsets, TopicPartition partition, OffsetAndTimestamp found) {
        if (found != null) {
            offsets.put(partition, found.offset());
        }
    }

    private static Map<TopicPartition, Long> commit(Consumer<?, ?> consumer, Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
        offsets.forEach((partition, offset) -> start.put(partition, new OffsetAndMetadata(offset)));
        if (!start.isEmpty()) {
            Commits.commit(consumer, start, Commits.PATIENCE);
        }
        return offsets;
    }

    private static Set<TopicPartition> subscribed(Consumer<?, ?> consumer) {
        Set<TopicPartition> all = new HashSet<>();
        for (String topic : consumer.subscription()) {
            List<PartitionInfo> partitions = consumer.partitionsFor(topic, PATIENCE);
            if (partitions != null) {
                partitions.forEach(info -> all.add(new TopicPartition(topic, info.partition())));
            }
        }
        return all;
    }

    private static Map<TopicPartition, Long> committed(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> found = new HashMap<>();
        consumer.committed(partitions, PATIENCE).forEach((partition, committed) -> {
            if (committed != null) {
                found.put(partition, committed.offset());
            }
        });
        return found;
    }

    private static Set<TopicPartition> without(Collection<TopicPartition> partitions, Map<TopicPartition, Long> known) {
        Set<TopicPartition> rest = new HashSet<>(partitions);
        rest.removeAll(known.keySet());
        return rest;
    }
}
