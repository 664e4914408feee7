package io.crosslog.kafka;

import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Tells every few seconds how far each partition is behind, in records and in time. Confined to one thread. */
final class LagReports {

    private static final String KIND = "lag";
    private static final long EVERY_NANOS = Duration.ofSeconds(5).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SourceContext context;
    private final Duration limit;
    private long last = System.nanoTime() - EVERY_NANOS;
    private boolean troubled;

    LagReports(SourceContext context, Duration limit) {
        this.context = context;
        this.limit = limit;
    }

    /**
     * Reports if it is time to.
     *
     * @param paused nothing is being fetched, so the client's own knowledge of the ends grows old: the broker is asked
     */
    void report(Consumer<?, ?> consumer, Assignment assignment, boolean paused) {
        Set<TopicPartition> ready = assignment.ready();
        if (ready.isEmpty() || System.nanoTime() - last < EVERY_NANOS) {
            return;
        }
        last = System.nanoTime();
        Map<TopicPartition, Long> ends = paused ? ends(consumer, ready) : Map.of();
        Worst worst = null;
        for (Held held : assignment.all()) {
            OptionalLong waiting = waiting(consumer, held, ends, paused);
            if (waiting.isPresent()) {
                Duration age = age(held, waiting.getAsLong());
                context.report(new SourceEvent.Lag(held.name, waiting.getAsLong(), age));
                if (worst == null || age.compareTo(worst.age) > 0) {
                    worst = new Worst(held.name, waiting.getAsLong(), age);
                }
            }
        }
        judge(worst);
    }

    /** Nothing is held any more, so that nothing is behind. */
    void forget() {
        judge(null);
    }

    private void judge(@Nullable Worst worst) {
        boolean behind = worst != null && worst.age.compareTo(limit) > 0;
        if (behind && !troubled && worst != null) {
            context.report(new SourceEvent.Trouble(
                    KIND,
                    "partition " + worst.partition + " is " + text(worst.age) + " behind, " + worst.records
                            + " records wait there",
                    "the broker may delete records before they are read (CLS has been known to keep two hours): look at "
                            + "what slows the sink, or add readers, up to one for each partition"));
        } else if (!behind && troubled) {
            context.report(new SourceEvent.Recovered(KIND));
        }
        troubled = behind;
    }

    private static OptionalLong waiting(
            Consumer<?, ?> consumer, Held held, Map<TopicPartition, Long> ends, boolean paused) {
        if (!held.ready()) {
            return OptionalLong.empty();
        }
        if (paused) {
            Long end = ends.get(held.partition);
            return end == null ? OptionalLong.empty() : OptionalLong.of(Math.max(0, end - held.next));
        }
        return consumer.currentLag(held.partition);
    }

    private static Map<TopicPartition, Long> ends(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
        try {
            return new HashMap<>(consumer.endOffsets(partitions, PATIENCE));
        } catch (KafkaException e) {
            // Only a figure: what is wrong with the broker will show in the next poll.
            return Map.of();
        }
    }

    private static Duration age(Held held, long waiting) {
        if (waiting == 0 || held.lastTimestamp < 0) {
            return Duration.ZERO;
        }
        return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - held.lastTimestamp));
    }

    private static String text(Duration age) {
        return age.toHours() > 0
                ? age.toHours() + " h " + age.toMinutesPart() + " min"
                : age.toMinutes() + " min " + age.toSecondsPart() + " s";
    }

    private record Worst(String partition, long records, Duration age) {}
}
