package io.crosslog;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts a pipeline's status together. Safe for concurrent calls. */
final class StatusReader {

    private final Run run;
    private final StateTracker tracker;

    StatusReader(Run run, StateTracker tracker) {
        this.run = run;
        this.tracker = tracker;
    }

    PipelineStatus read(List<String> stuckThreads) {
        StateNow now = tracker.now();
        StatusCounts counts = run.lanes().read(this::count);
        return new PipelineStatus(
                run.plan().name(),
                run.plan().settings().clock().instant(),
                now,
                counts,
                run.context().bytes(counts.bytesReceived()),
                run.budget().held(),
                run.reports().read(),
                run.troubles().all(),
                run.context().lastCommit(),
                stuckThreads);
    }

    private StatusCounts count(Lanes.View view) {
        long nanos = System.nanoTime();
        Tally sum = new Tally();
        view.forgotten().addTo(sum);
        Map<String, PartitionStatus> partitions = new HashMap<>();
        Duration oldest = Duration.ZERO;
        for (Lane lane : view.lanes()) {
            Tally tally = lane.tally();
            tally.addTo(sum);
            Duration age = run.ledger()
                    .oldest(lane.partition())
                    .map(since -> Duration.ofNanos(nanos - since))
                    .orElse(Duration.ZERO);
            oldest = age.compareTo(oldest) > 0 ? age : oldest;
            partitions.put(
                    lane.partition(),
                    new PartitionStatus(
                            tally.records(),
                            tally.events(),
                            tally.bytes(),
                            age,
                            run.reports().lag(lane.partition()),
                            lane.isHeld()));
        }
        NameCounts noted = new NameCounts();
        noted.addAll(view.noted());
        run.context().addNoted(noted);
        return new StatusCounts(
                sum.records(),
                sum.events(),
                sum.bytes(),
                Map.copyOf(partitions),
                view.filtered().copy(),
                view.rejected().copy(),
                noted.copy(),
                oldest);
    }
}
