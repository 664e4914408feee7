package io.crosslog;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a pipeline's status together. Safe for concurrent calls. */
final class StatusReader {

    private final Run run;
    private final StateTracker tracker;

    StatusReader(Run run, StateTracker tracker) {
        this.run = run;
        this.tracker = tracker;
    }

    PipelineStatus read(List<String> stuckThreads) {
        StateTracker.Now now = tracker.now();
        Counts counts = new Counts();
        run.lanes().read((lanes, forgotten, filtered, rejected, noted) -> {
            long nanos = System.nanoTime();
            forgotten.addTo(counts.sum);
            for (Lane lane : lanes) {
                counts.add(lane, age(lane.partition(), nanos));
            }
            counts.filtered.addAll(filtered);
            counts.rejected.addAll(rejected);
            counts.noted.addAll(noted);
        });
        run.context().addNoted(counts.noted);
        Map<String, PipelineStatus.Partition> partitions = new HashMap<>();
        counts.partitions.forEach((name, p) -> partitions.put(
                name,
                new PipelineStatus.Partition(
                        p.records(),
                        p.events(),
                        p.bytesReceived(),
                        p.oldestUnacknowledged(),
                        run.reports().lag(name),
                        p.held())));
        return new PipelineStatus(
                run.plan().name(),
                now.state(),
                now.reason(),
                now.advice(),
                now.since(),
                run.plan().settings().clock().instant(),
                counts.sum.records(),
                counts.sum.events(),
                run.context().bytes(counts.sum.bytes()),
                run.budget().held(),
                partitions,
                counts.filtered.copy(),
                counts.rejected.copy(),
                counts.noted.copy(),
                counts.oldest,
                run.reports().lagRecords(),
                run.reports().lagAge(),
                run.reports().progress(),
                run.reports().losses(),
                run.reports().lastLosses(),
                run.troubles().all(),
                run.context().lastCommit(),
                stuckThreads);
    }

    private Duration age(String partition, long nanos) {
        return run.ledger()
                .oldest(partition)
                .map(since -> Duration.ofNanos(nanos - since))
                .orElse(Duration.ZERO);
    }

    private static final class Counts {

        private final Tally sum = new Tally();
        private final NameCounts filtered = new NameCounts();
        private final NameCounts rejected = new NameCounts();
        private final NameCounts noted = new NameCounts();
        private final Map<String, PipelineStatus.Partition> partitions = new HashMap<>();
        private Duration oldest = Duration.ZERO;

        private void add(Lane lane, Duration age) {
            lane.tally().addTo(sum);
            oldest = age.compareTo(oldest) > 0 ? age : oldest;
            partitions.put(
                    lane.partition(),
                    new PipelineStatus.Partition(
                            lane.tally().records(),
                            lane.tally().events(),
                            lane.tally().bytes(),
                            age,
                            Optional.empty(),
                            lane.isHeld()));
        }
    }
}
