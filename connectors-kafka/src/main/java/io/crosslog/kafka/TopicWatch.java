package io.crosslog.kafka;

import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;

/**
 * Notices that a topic does not exist, which the client takes for a topic that does not exist yet, and waits for ever.
 * Confined to one thread.
 */
final class TopicWatch {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String KIND = "topics";

    private final KafkaSettings settings;
    private final SourceContext context;
    private final long intervalNanos;
    private final Set<String> missing = new HashSet<>();
    private long checked = System.nanoTime();
    private int emptyChecks;

    TopicWatch(KafkaSettings settings, SourceContext context) {
        this.settings = settings;
        this.context = context;
        this.intervalNanos = settings.connectionDeadline().toNanos() / 2;
    }

    /**
     * Looks, twice within each connection deadline, whether all topics exist.
     *
     * @throws IllegalStateException if one has been missing twice in a row: it can never be read
     */
    void check(Consumer<?, ?> consumer, boolean connected) {
        if (!connected || System.nanoTime() - checked < intervalNanos) {
            return;
        }
        checked = System.nanoTime();
        if (settings.topicPattern() != null) {
            checkPattern(consumer.subscription().isEmpty());
        }
        Set<String> missingNow = new HashSet<>();
        for (String topic : settings.topics()) {
            List<PartitionInfo> partitions = consumer.partitionsFor(topic, PATIENCE);
            if (partitions == null || partitions.isEmpty()) {
                missingNow.add(topic);
            }
        }
        missing.retainAll(missingNow);
        if (!missing.isEmpty()) {
            throw new IllegalStateException("Topics " + missing + " do not exist at " + settings.where() + "; "
                    + settings.advice().missingTopics());
        }
        missing.addAll(missingNow);
    }

    private void checkPattern(boolean empty) {
        if (empty && ++emptyChecks == 2) {
            context.report(new SourceEvent.Trouble(
                    KIND,
                    "no topic at " + settings.where() + " matches " + settings.topicPattern() + ", so nothing is read",
                    "check the pattern, and that this user may describe the topics; one that comes later is read"));
        } else if (!empty) {
            if (emptyChecks >= 2) {
                context.report(new SourceEvent.Recovered(KIND));
            }
            emptyChecks = 0;
        }
    }
}
