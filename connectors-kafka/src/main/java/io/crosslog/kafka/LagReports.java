package io.crosslog.kafka;

import io.crosslog.kafka.Backlog.Pace;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceEvent;
import io.crosslog.spi.SourceEvent.Flow;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Tells every few seconds how far each partition is behind, in records and in time, and whether what waits is coming.
 * Confined to one thread.
 */
final class LagReports {

    /** A connection that was made anew in vain is left alone for longer each time, up to 32 times the limit. */
    private static final int MOST_DOUBLINGS = 5;

    private final SourceContext context;
    private final KafkaSettings settings;
    private final Alarm lag;
    private final Alarm throttling;
    private final Alarm stall;
    private final Alarm leader;
    private final PartitionEnds ends = new PartitionEnds();
    private final Map<TopicPartition, Backlog> backlogs = new HashMap<>();
    private long last;
    private long readingSince = System.nanoTime();
    private int madeAnew;

    LagReports(SourceContext context, KafkaSettings settings) {
        this.context = context;
        this.settings = settings;
        this.last = System.nanoTime() - settings.lagBeat().toNanos();
        this.lag = new Alarm(context, "lag");
        this.throttling = new Alarm(context, "throttled");
        this.stall = new Alarm(context, "stalled");
        this.leader = new Alarm(context, "leader");
    }

    /**
     * Reports if it is time to.
     *
     * @param paused the pipeline has no room, so that nothing is being fetched
     * @return whether the connection should be made anew, because records wait and none has come for long
     */
    boolean report(Consumer<?, ?> consumer, Assignment assignment, boolean paused) {
        if (assignment.ready().isEmpty()) {
            readingSince = System.nanoTime();
            return false;
        }
        if (System.nanoTime() - last < settings.lagBeat().toNanos()) {
            return false;
        }
        last = System.nanoTime();
        // What is known of a partition outlives the connection, or a new one would look as if the stall were over.
        backlogs.keySet().retainAll(assignment.partitions());
        double slowedBy = ClientMetric.of(consumer, "fetch-throttle-time-max");
        Pace pace = paused ? Pace.HELD_BACK : slowedBy > 0 ? Pace.THROTTLED : Pace.FREE;
        PartitionEnds.Answer answer = ends.ask(consumer, unmoved(assignment, paused));
        Worst oldest = null;
        Worst stalled = null;
        Worst orphan = null;
        boolean throttled = false;
        for (Held held : assignment.all()) {
            boolean isOrphan = answer.leaderless().contains(held.partition) && !paused;
            Worst now = held.ready() ? look(consumer, held, answer.ends(), isOrphan ? Pace.LEADERLESS : pace) : null;
            if (now != null) {
                orphan = isOrphan ? now : orphan;
                throttled |= now.flow == Flow.THROTTLED;
                oldest = oldest == null || now.age.compareTo(oldest.age) > 0 ? now : oldest;
                stalled =
                        now.flow == Flow.STALLED && backlog(held).hasStalledFor(settings.stallLimit()) ? now : stalled;
            }
        }
        judge(oldest);
        judgeThrottling(throttled, slowedBy, oldest);
        judgeLeaders(orphan, answer.leaderless());
        return hasStalled(stalled, assignment);
    }

    /** Nothing is held any more, so that nothing is behind. */
    void forget() {
        lag.over();
        throttling.over();
        leader.over();
        stall.over();
        madeAnew = 0;
        backlogs.clear();
    }

    private @Nullable Worst look(Consumer<?, ?> consumer, Held held, Map<TopicPartition, Long> told, Pace pace) {
        OptionalLong client = consumer.currentLag(held.partition);
        Long end = told.get(held.partition);
        if (end == null && !ends.canAsk() && client.isPresent()) {
            end = held.next + client.getAsLong();
        }
        Flow flow = backlog(held)
                .look(
                        held,
                        end == null ? OptionalLong.empty() : OptionalLong.of(end),
                        client,
                        pace,
                        settings.stallLimit());
        if (flow == null) {
            return null;
        }
        long waiting = backlog(held).waiting();
        Duration age = age(held, waiting);
        context.report(new SourceEvent.Lag(held.name, waiting, age, flow));
        return new Worst(held.name, waiting, age, flow);
    }

    private void judge(@Nullable Worst worst) {
        if (worst != null && worst.age.compareTo(settings.lagLimit()) > 0) {
            lag.raise(
                    "partition " + worst.partition + " is " + text(worst.age) + " behind, " + worst.records
                            + " records wait there",
                    "the broker may delete records before they are read (CLS has been known to keep two hours): look at "
                            + "what slows the sink, or add readers, up to one for each partition");
        } else {
            lag.over();
        }
    }

    private void judgeThrottling(boolean throttled, double slowedBy, @Nullable Worst worst) {
        if (throttled && worst != null) {
            throttling.raise(
                    settings.where() + " throttles: it has held answers back for up to " + Math.round(slowedBy)
                            + " ms, while " + worst.records + " records wait in partition " + worst.partition,
                    settings.advice().throttled());
        } else {
            throttling.over();
        }
    }

    private void judgeLeaders(@Nullable Worst orphan, Set<TopicPartition> leaderless) {
        if (orphan != null) {
            leader.raise(
                    "partition " + orphan.partition + " has no leader, so nothing of it can be read; others are",
                    "look at the health of the brokers that keep it; it is read on from where it stopped as soon as one of"
                            + " them leads it");
        } else if (leaderless.isEmpty()) {
            leader.over();
        }
    }

    private boolean hasStalled(@Nullable Worst stalled, Assignment assignment) {
        if (stalled == null) {
            if (!hasStalledFor(settings.stallLimit(), assignment)) {
                stall.over();
                madeAnew = 0;
            }
            return false;
        }
        stall.raise(
                "no record of partition " + stalled.partition + " has come for "
                        + text(settings.stallLimit()) + ", though " + stalled.records
                        + " wait there or the broker does not tell",
                "the connection is made anew; if that does not help, look at the broker's health, at the partition's "
                        + "leader, and for another reader of the group '" + settings.group() + "' that has hung");
        Duration limit = settings.stallLimit().multipliedBy(1L << Math.min(madeAnew, MOST_DOUBLINGS));
        boolean now = System.nanoTime() - readingSince > limit.toNanos() && hasStalledFor(limit, assignment);
        madeAnew += now ? 1 : 0;
        return now;
    }

    private Backlog backlog(Held held) {
        return backlogs.computeIfAbsent(held.partition, partition -> new Backlog());
    }

    private boolean hasStalledFor(Duration limit, Assignment assignment) {
        return assignment.all().stream()
                .anyMatch(held -> held.ready() && backlog(held).hasStalledFor(limit));
    }

    /** Those of which the client may not know where they end: it learns that with their records. */
    private Set<TopicPartition> unmoved(Assignment assignment, boolean paused) {
        Set<TopicPartition> found = new HashSet<>();
        for (Held held : assignment.all()) {
            if (held.ready() && (paused || backlog(held).isQuiet(held))) {
                found.add(held.partition);
            }
        }
        return found;
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

    private record Worst(String partition, long records, Duration age, Flow flow) {}
}
