package io.crosslog;

import io.crosslog.spi.Sink;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
        List<Trouble> troubles = run.troubles().all();
        return new PipelineStatus(
                run.plan().name(),
                run.plan().settings().clock().instant(),
                now,
                counts,
                branches(counts, troubles),
                run.context().bytes(counts.bytesReceived()),
                run.budget().held(),
                run.reports().read(),
                troubles,
                run.context().lastCommit(),
                stuckThreads);
    }

    /** The branches of a pipeline with routes, in their order. */
    private Map<String, BranchStatus> branches(StatusCounts counts, List<Trouble> troubles) {
        Map<String, BranchStatus> branches = new LinkedHashMap<>();
        for (Branch branch : run.plan().routing().branches()) {
            Sink sink = branch.sink();
            if (sink != null && !branch.name().isEmpty()) {
                List<Trouble> own = troubles.stream()
                        .filter(trouble -> trouble.where().startsWith(branch.prefix()))
                        .toList();
                branches.put(
                        branch.name(),
                        new BranchStatus(
                                sink.name(),
                                counts.branches().get(branch.index()),
                                run.context().sentRaw(branch),
                                run.context().sentCompressed(branch),
                                own));
            }
        }
        return Collections.unmodifiableMap(branches);
    }

    private StatusCounts count(Lanes.View view) {
        long nanos = System.nanoTime();
        int size = run.plan().routing().branches().size();
        Counts sum = new Counts(size);
        sum.add(view.forgotten());
        Map<String, PartitionStatus> partitions = new HashMap<>();
        Duration oldest = Duration.ZERO;
        for (Lane lane : view.lanes()) {
            Counts own = new Counts(size);
            own.add(lane);
            sum.add(own);
            Duration age = run.ledger()
                    .oldest(lane.partition())
                    .map(since -> Duration.ofNanos(nanos - since))
                    .orElse(Duration.ZERO);
            oldest = age.compareTo(oldest) > 0 ? age : oldest;
            partitions.put(
                    lane.partition(),
                    new PartitionStatus(
                            own.records().ledger(),
                            own.events(),
                            own.records().bytes(),
                            age,
                            run.reports().lag(lane.partition()),
                            lane.isHeld()));
        }
        NameCounts noted = new NameCounts();
        noted.addAll(view.named().noted());
        run.context().addNoted(noted);
        run.reports().addNoted(noted);
        return new StatusCounts(
                sum.records().ledger(),
                sum.events(),
                IntStream.range(0, size).mapToObj(sum::events).toList(),
                sum.records().bytes(),
                Map.copyOf(partitions),
                view.named().filtered().copy(),
                view.named().rejected().copy(),
                noted.copy(),
                oldest);
    }
}
