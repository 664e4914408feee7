package io.crosslog;

import io.crosslog.model.Position;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one reader may ask of the engine: taking partitions, and giving them back (rule R7). Confined to its thread. */
final class ReaderPort implements SourceContext {

    private static final Logger log = LoggerFactory.getLogger(ReaderPort.class);

    private final Run run;
    private final int index;
    private volatile @Nullable Thread owner;

    ReaderPort(Run run, int index) {
        this.run = run;
        this.index = index;
    }

    /** Makes the calling thread the one that may call. */
    void own() {
        owner = Thread.currentThread();
    }

    @Override
    public String pipeline() {
        return run.plan().name();
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public int readers() {
        return run.plan().settings().readers();
    }

    @Override
    public long prefetchBytes() {
        return run.budget().prefetchBytes();
    }

    @Override
    public Optional<Position> claim(String partition) throws IOException {
        checkThread("claim");
        Optional<Position> saved = run.positions().claim(partition);
        if (saved.isPresent() && run.lanes().claim(partition, index, saved.get())) {
            run.forget(Set.of(partition));
        }
        return saved;
    }

    @Override
    public Map<String, Position> release(Set<String> partitions, Duration max) {
        checkThread("release");
        long deadline = System.nanoTime() + max.toNanos();
        Map<String, Position> resume = new HashMap<>();
        boolean interrupted = false;
        List<CommitLedger.Generation> given = run.lanes().giveUp(index, partitions);
        Set<String> own = partitionsOf(given);
        if (own.isEmpty()) {
            return resume;
        }
        try {
            run.lanes().awaitWritten(own, max.toNanos());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        List<Mark> last = run.lanes().end(given);
        Set<String> free = notTakenMeanwhile(own);
        run.forget(free);
        try {
            PositionKeeper.Saved saved = run.positions().giveBack(free, last, deadline - System.nanoTime());
            saved.marks().forEach(mark -> resume.put(mark.partition(), mark.position()));
        } catch (IOException e) {
            log.warn(
                    "pipeline '{}' gives {} back without having saved its last positions, so some records will be read"
                            + " again: {}",
                    pipeline(),
                    own,
                    e.toString());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return resume;
    }

    @Override
    public void lost(Set<String> partitions) {
        checkThread("lost");
        List<CommitLedger.Generation> given = run.lanes().giveUp(index, partitions);
        run.lanes().abandon(given);
        Set<String> own = partitionsOf(given);
        if (own.isEmpty()) {
            return;
        }
        run.forget(own);
        try {
            run.positions().giveBack(own, List.of(), 0);
        } catch (IOException e) {
            log.debug("pipeline '{}' could not give the claims of {} back", pipeline(), own, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void report(SourceEvent event) {
        run.reports().report(index, Objects.requireNonNull(event, "event"));
        run.listener().tell(listener -> listener.reported(pipeline(), event));
    }

    private static Set<String> partitionsOf(List<CommitLedger.Generation> generations) {
        return generations.stream().map(CommitLedger.Generation::partition).collect(Collectors.toUnmodifiableSet());
    }

    /** Without those that another reader has taken since: their claims are its own now. */
    private Set<String> notTakenMeanwhile(Set<String> partitions) {
        return partitions.stream()
                .filter(partition -> run.lanes().holder(partition).isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private void checkThread(String what) {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("SourceContext." + what + " was called on the thread '"
                    + Thread.currentThread().getName() + "' but belongs to the reader's own thread");
        }
    }
}
