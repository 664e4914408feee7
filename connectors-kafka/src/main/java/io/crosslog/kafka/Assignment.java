package io.crosslog.kafka;

import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that the group has given to this reader and the batches of them that were not handed out yet. The
 * consumer calls it on the reader's thread, from inside poll (rule R7). Confined to one thread.
 */
final class Assignment implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);

    /** Others of the group wait as long for this member to let go, so it is far below the rebalance time-out. */
    private static final Duration RELEASE = Duration.ofSeconds(20);

    private final KafkaSettings settings;
    private final SourceContext context;
    private final Commits commits;
    private final Map<TopicPartition, Held> held = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> attributes = new LinkedHashMap<>();
    private final Deque<RecordBatch> pending = new ArrayDeque<>();
    private @Nullable Consumer<byte[], byte[]> consumer;
    private boolean leaving;
    private boolean closing;

    Assignment(KafkaSettings settings, SourceContext context, Commits commits) {
        this.settings = settings;
        this.context = context;
        this.commits = commits;
    }

    void attach(Consumer<byte[], byte[]> opened) {
        consumer = opened;
    }

    /** Nothing new is taken up, and the pipeline, which has drained already, is asked no more. */
    void leave() {
        leaving = true;
    }

    /** The consumer is about to be closed: its goodbye to the group is no rebalance. */
    void detach() {
        closing = true;
    }

    /** The consumer is gone, and with it all partitions. */
    void dropped() {
        consumer = null;
        closing = false;
        onPartitionsLost(new ArrayList<>(held.keySet()));
    }

    Collection<Held> all() {
        return held.values();
    }

    Set<TopicPartition> partitions() {
        return held.keySet();
    }

    @Nullable Held get(TopicPartition partition) {
        return held.get(partition);
    }

    List<Held> in(Held.State state) {
        List<Held> found = new ArrayList<>();
        for (Held one : held.values()) {
            if (one.state == state) {
                found.add(one);
            }
        }
        return found;
    }

    /** Partitions that are being read. */
    Set<TopicPartition> ready() {
        Set<TopicPartition> found = new HashSet<>();
        in(Held.State.READY).forEach(one -> found.add(one.partition));
        return found;
    }

    Deque<RecordBatch> pending() {
        return pending;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (closing || consumer == null || partitions.isEmpty()) {
            return;
        }
        // Where to resume may take waiting and failing, which has no place inside a rebalance: until it is known, they
        // are paused, with an offset that is never used, or the client would look for one.
        consumer.pause(partitions);
        for (TopicPartition partition : partitions) {
            consumer.seek(partition, 0L);
            Map<String, String> shared = attributes.computeIfAbsent(partition.topic(), this::attributesOf);
            held.put(partition, new Held(partition, settings.name(), shared));
        }
    }

    /** The client has no offset for these: they go on where they were, or wait until it is decided where. */
    void decideAgain(Collection<TopicPartition> partitions) {
        Consumer<byte[], byte[]> open = consumer;
        for (TopicPartition partition : partitions) {
            Held one = held.get(partition);
            if (open != null && one != null) {
                if (!one.ready()) {
                    open.pause(Set.of(partition));
                }
                open.seek(partition, one.ready() ? one.next : 0L);
            }
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (closing || consumer == null || partitions.isEmpty()) {
            return;
        }
        Set<String> names = drop(partitions);
        if (!leaving) {
            Map<String, Position> durable = context.release(names, RELEASE);
            commits.owe(durable.values());
        }
        try {
            commits.settle(consumer);
        } catch (IOException e) {
            LOG.warn(
                    "Offsets of {} could not be committed before they went to another reader, which will deliver "
                            + "some of their records again: {}",
                    names,
                    e.getMessage());
        }
        commits.forget(partitions);
        names.forEach(name -> context.report(new SourceEvent.Gone(name)));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        if (closing || partitions.isEmpty()) {
            return;
        }
        Set<String> names = drop(partitions);
        commits.forget(partitions);
        if (!leaving) {
            context.lost(names);
        }
        names.forEach(name -> context.report(new SourceEvent.Gone(name)));
    }

    private Set<String> drop(Collection<TopicPartition> partitions) {
        Set<String> names = new HashSet<>();
        for (TopicPartition partition : partitions) {
            names.add(Offsets.partition(partition));
            held.remove(partition);
        }
        pending.removeIf(batch -> names.contains(batch.partition()));
        return names;
    }

    private Map<String, String> attributesOf(String topic) {
        Map<String, String> all = new LinkedHashMap<>(settings.labels());
        all.put(settings.topicAttribute(), topic);
        return Map.copyOf(all);
    }
}
