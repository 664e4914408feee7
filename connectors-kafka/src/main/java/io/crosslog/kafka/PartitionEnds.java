package io.crosslog.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Asks where partitions end. The client answers for all that it was asked for or for none, and waits for those that have no
 * leader; so these are left out, each leader is asked for its own, and one that did not answer the last time is asked last,
 * and briefly. Confined to one thread.
 */
final class PartitionEnds {

    /** All that one asking takes at the most: the reader reads nothing meanwhile. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

    /** What a leader gets of it that did not answer the last time. */
    private static final long GLANCE_NANOS = Duration.ofMillis(200).toNanos();

    /** Stands for the leader where the client knows nothing of a partition. */
    private static final int UNKNOWN = -1;

    private final Set<Integer> silent = new HashSet<>();

    /** Brokers before 0.10.1 do not tell where a partition ends. */
    private boolean canAsk = true;

    /**
     * What is known now.
     *
     * @param ends where partitions end; those are missing whose leaders did not answer
     * @param leaderless partitions that have no leader, so that nobody can read them
     */
    record Answer(Map<TopicPartition, Long> ends, Set<TopicPartition> leaderless) {}

    /** Whether the broker can tell where partitions end, as far as is known. */
    boolean canAsk() {
        return canAsk;
    }

    /** Asks for some partitions. */
    Answer ask(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        Set<TopicPartition> leaderless = new HashSet<>();
        if (partitions.isEmpty() || !canAsk) {
            return new Answer(ends, leaderless);
        }
        Map<Integer, Set<TopicPartition>> byLeader = byLeader(consumer, partitions, leaderless);
        silent.retainAll(byLeader.keySet());
        List<Map.Entry<Integer, Set<TopicPartition>>> silentLast = new ArrayList<>(byLeader.entrySet());
        silentLast.sort(Comparator.comparing(entry -> silent.contains(entry.getKey())));
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (Map.Entry<Integer, Set<TopicPartition>> entry : silentLast) {
            int leader = entry.getKey();
            long left = deadline - System.nanoTime();
            long patience = silent.contains(leader) ? Math.min(left, GLANCE_NANOS) : left;
            if (patience > 0) {
                ends.putAll(ask(consumer, leader, entry.getValue(), Duration.ofNanos(patience)));
            }
        }
        return new Answer(ends, leaderless);
    }

    private Map<TopicPartition, Long> ask(
            Consumer<?, ?> consumer, int leader, Set<TopicPartition> partitions, Duration patience) {
        try {
            Map<TopicPartition, Long> found = consumer.endOffsets(partitions, patience);
            silent.remove(leader);
            return found;
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (UnsupportedVersionException e) {
            canAsk = false;
            return Map.of();
        } catch (KafkaException e) {
            // No answer is an answer: what is wrong with the broker will show in the next poll.
            silent.add(leader);
            return Map.of();
        }
    }

    /** Who leads them, by what the client knows, which it learns anew whenever it cannot read a partition. */
    private static Map<Integer, Set<TopicPartition>> byLeader(
            Consumer<?, ?> consumer, Set<TopicPartition> partitions, Set<TopicPartition> leaderless) {
        Map<TopicPartition, Integer> leaders = new HashMap<>();
        partitions.stream().map(TopicPartition::topic).distinct().forEach(topic -> known(consumer, topic)
                .forEach(info -> {
                    TopicPartition partition = new TopicPartition(topic, info.partition());
                    Node leader = info.leader();
                    if (leader != null) {
                        leaders.put(partition, leader.id());
                    } else if (partitions.contains(partition)) {
                        leaderless.add(partition);
                    }
                }));
        Map<Integer, Set<TopicPartition>> byLeader = new TreeMap<>();
        for (TopicPartition partition : partitions) {
            if (!leaderless.contains(partition)) {
                byLeader.computeIfAbsent(leaders.getOrDefault(partition, UNKNOWN), l -> new HashSet<>())
                        .add(partition);
            }
        }
        return byLeader;
    }

    private static List<PartitionInfo> known(Consumer<?, ?> consumer, String topic) {
        try {
            List<PartitionInfo> known = consumer.partitionsFor(topic, Duration.ofNanos(GLANCE_NANOS));
            return known == null ? List.of() : known;
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            // The client has lost sight of the topic; who leads is not what matters then.
            return List.of();
        }
    }
}
