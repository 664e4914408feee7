package io.crosslog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves how far partitions are done, about once in the checkpoint interval, and hands that to the readers to commit
 * (rule R3). Confined to the pipeline's first thread, but for {@link #soon}.
 */
final class Checkpointer {

    private static final Logger log = LoggerFactory.getLogger(Checkpointer.class);
    private static final long RENEW_NANOS = 3_000_000_000L;

    /** A store writes no more than so many bytes a second, however large the positions of a source are. */
    private static final long SAVED_BYTES_A_SECOND = 256L << 10;

    private final Run run;
    private final List<ReaderLoop> readers;
    private final long intervalNanos;
    private volatile boolean now;
    private int failedSaves;
    private long saveAt = System.nanoTime();
    private long renewAt = System.nanoTime() + RENEW_NANOS;

    Checkpointer(Run run, List<ReaderLoop> readers) {
        this.run = run;
        this.readers = readers;
        this.intervalNanos = run.plan().settings().checkpointInterval().toNanos();
    }

    /** Lets the next tick save, whatever the interval. From any thread. */
    void soon() {
        now = true;
    }

    /** Saves positions and renews claims, if it is time to. */
    void tick() {
        long time = System.nanoTime();
        if (now || saveAt - time <= 0) {
            now = false;
            saveAt = time + intervalNanos;
            try {
                save();
                saveAt = time + Math.max(intervalNanos, nanosFor(run.positions().totalLength()));
                failedSaves = 0;
                run.troubles().over("checkpoint store");
            } catch (IOException e) {
                saveAt = System.nanoTime() + run.troubles().failed("checkpoint store", e, ++failedSaves);
            }
        }
        if (renewAt - time <= 0) {
            renewAt = time + RENEW_NANOS;
            try {
                lost(run.positions().renew());
                handOver(run.positions().wanted());
                run.troubles().over("claims of partitions");
            } catch (IOException e) {
                run.troubles().failed("claims of partitions", e, 1);
            }
        }
    }

    static long nanosFor(long bytes) {
        return bytes * 1_000_000_000L / SAVED_BYTES_A_SECOND;
    }

    /** Saves positions now. */
    void save() throws IOException {
        PositionKeeper.Saved saved = run.positions().save();
        Map<Integer, List<Mark>> byReader = new HashMap<>();
        for (Mark mark : saved.marks()) {
            run.lanes().holder(mark.partition()).ifPresent(reader -> byReader.computeIfAbsent(
                            reader, r -> new ArrayList<>())
                    .add(mark));
        }
        byReader.forEach((reader, marks) -> readers.get(reader).commitSoon(marks));
        lost(saved.lost());
    }

    /** Asks the readers that hold them to hand partitions over that other processes wait for. */
    private void handOver(Set<String> wanted) {
        for (String partition : wanted) {
            run.lanes().holder(partition).ifPresent(reader -> readers.get(reader)
                    .handOverSoon(partition));
        }
    }

    /** Drops partitions that the store says are not ours any more; their readers are opened anew and claim again. */
    private void lost(Set<String> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        log.warn(
                "pipeline '{}' has lost its claims of {} in the checkpoint store and reads them no further until it can"
                        + " claim them again",
                run.plan().name(),
                partitions);
        Set<Integer> concerned = run.lanes().bar(partitions);
        run.forget(partitions);
        concerned.forEach(reader -> readers.get(reader).openAnew());
    }
}
