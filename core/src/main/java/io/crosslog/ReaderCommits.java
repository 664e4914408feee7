package io.crosslog;

import io.crosslog.model.Position;
import io.crosslog.spi.SourceReader;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** What one reader is to commit, and when it tries again. Confined to its thread, but for {@link #add}. */
final class ReaderCommits {

    private final Run run;
    private final String where;
    private final CommitBox box = new CommitBox();
    private long retryAt;
    private int failures;

    ReaderCommits(Run run, String reader) {
        this.run = run;
        this.where = "commit by " + reader;
    }

    /** Takes positions that are saved; returns whether others were waiting already. From any thread. */
    boolean add(Collection<Mark> marks) {
        boolean waiting = !box.isEmpty();
        box.put(marks);
        return waiting;
    }

    boolean isEmpty() {
        return box.isEmpty();
    }

    /** Whether the last attempt failed. */
    boolean hasFailed() {
        return failures > 0;
    }

    /** When the next attempt is due, by {@link System#nanoTime}; the past if none failed. */
    long retryAt() {
        return retryAt;
    }

    /** Commits what waits, unless it is too early to try again. */
    void commit(SourceReader open) {
        if (box.isEmpty() || retryAt - System.nanoTime() > 0 && failures > 0) {
            return;
        }
        List<Mark> marks = box.take().stream().filter(run.ledger()::stands).toList();
        if (marks.isEmpty()) {
            // What could not be committed is not ours any more.
            failures = 0;
            run.troubles().over(where);
            return;
        }
        List<Position> positions = marks.stream().map(Mark::position).toList();
        try {
            open.commit(positions);
            ReaderActivity.forgetInterrupt();
            failures = 0;
            run.ledger().committed(marks);
            run.context().committed(run.plan().settings().clock().instant());
            run.troubles().over(where);
            run.listener().tell(listener -> listener.committed(run.plan().name(), positions));
        } catch (IOException e) {
            box.put(marks);
            retryAt = System.nanoTime() + run.troubles().failed(where, e, ++failures);
        }
    }
}
