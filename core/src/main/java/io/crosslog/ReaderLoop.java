package io.crosslog;

import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.SourceReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a reader: opens it, polls, commits, keeps it alive, closes it (rule R4). It waits for nobody but the
 * source, except when the source gives partitions back. Confined to its thread, but for the methods that say otherwise.
 */
final class ReaderLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(ReaderLoop.class);

    private static final long KEEP_ALIVE_NANOS = 750_000_000L;
    private static final long LONGEST_POLL_NANOS = 1_000_000_000L;

    private final Run run;
    private final int index;
    private final String name;
    private final String aliveWhere;
    private final ReaderPort port;
    private final Signal signal = new Signal();
    private final ReaderActivity activity = new ReaderActivity();
    private final ReaderCommits commits;
    private final Set<String> wanted = ConcurrentHashMap.newKeySet();
    private final Duration maxWait;
    private volatile @Nullable SourceReader reader;
    private volatile boolean opened;
    private volatile boolean reading;
    private volatile boolean exhausted;
    private volatile boolean reopen;
    private volatile long finishBy;
    private long aliveAt;
    private long pollAt;
    private int failedPolls;

    ReaderLoop(Run run, int index) {
        this.run = run;
        this.index = index;
        this.name = "reader " + index;
        this.aliveWhere = "keep-alive of " + name;
        this.port = new ReaderPort(run, index);
        this.commits = new ReaderCommits(run, name);
        this.maxWait = Duration.ofNanos(
                Math.min(run.plan().settings().checkpointInterval().toNanos(), LONGEST_POLL_NANOS));
    }

    @Override
    public void run() {
        port.own();
        activity.own();
        try {
            while (open()) {
                if (serve()) {
                    break;
                }
                giveAllBack();
                close();
                run.reports().closed(index);
            }
        } catch (InterruptedException e) {
            if (run.lifecycle().isRunning()) {
                run.lifecycle()
                        .fail(new PipelineException(
                                name + " of pipeline '" + run.plan().name() + "' was interrupted from outside", e));
            }
        } catch (Throwable e) {
            run.lifecycle().fail(bug(e));
        } finally {
            exhausted = true;
            close();
        }
    }

    /** Wakes the loop. From any thread. */
    void wake() {
        signal.raise();
    }

    /** Ends a poll that is under way. From any thread. */
    void endPoll() {
        SourceReader open = reader;
        if (open != null && activity.isPolling()) {
            open.wakeUp();
        }
    }

    /** Interrupts what may take long, but never a commit. From any thread. */
    void interruptWait(boolean pollToo) {
        activity.interruptWait(pollToo);
    }

    /** Hands positions over that are saved and to be committed. From any thread. */
    void commitSoon(Collection<Mark> marks) {
        if (commits.add(marks)) {
            endPoll();
        }
        signal.raise();
    }

    /** Asks for a partition to be handed over, as another process waits for it. From any thread. */
    void handOverSoon(String partition) {
        wanted.add(partition);
        signal.raise();
    }

    /** Asks for the reader to be opened anew, because claims of it were lost. From any thread. */
    void openAnew() {
        reopen = true;
        signal.raise();
    }

    /** Sets until when the last commit is tried. From any thread. */
    void finishBy(long nanoTime) {
        finishBy = nanoTime;
    }

    /** Whether a poll is under way, or its batch on its way to its lane. From any thread. */
    boolean isReading() {
        return reading;
    }

    /** Whether the reader was opened. From any thread. */
    boolean wasOpened() {
        return opened;
    }

    /** Whether the source has no more records for this reader. From any thread. */
    boolean isExhausted() {
        return exhausted && !reopen;
    }

    /** Opens the reader, as often as it takes; returns false when the pipeline ends first. */
    private boolean open() throws InterruptedException {
        String where = "opening of " + name;
        int attempts = 0;
        while (run.lifecycle().isRunning()) {
            try {
                activity.enter(ReaderActivity.Doing.OPENING);
                try {
                    reader = Objects.requireNonNull(
                            run.plan().source().open(port), "the source's open returned null, not a reader");
                } finally {
                    activity.enter(ReaderActivity.Doing.OTHER);
                }
                opened = true;
                run.troubles().over(where);
                aliveAt = System.nanoTime() + KEEP_ALIVE_NANOS;
                return true;
            } catch (IOException e) {
                if (!run.lifecycle().isRunning()) {
                    return false;
                }
                long until = System.nanoTime() + run.troubles().failed(where, e, ++attempts);
                while (run.lifecycle().isRunning() && until - System.nanoTime() > 0) {
                    signal.await(until - System.nanoTime());
                }
            }
        }
        return false;
    }

    /** Works until the pipeline ends, or until the reader must be opened anew; returns whether it is the end. */
    private boolean serve() throws InterruptedException {
        SourceReader open = Objects.requireNonNull(reader);
        while (true) {
            if (run.lifecycle().isFinishing()) {
                commitToTheEnd(open);
                return true;
            }
            if (reopen && run.lifecycle().isRunning()) {
                exhausted = false;
                reopen = false;
                return false;
            }
            commits.commit(open);
            handOver(open);
            long now = System.nanoTime();
            boolean polls = run.lifecycle().isRunning() && !exhausted;
            if (polls && pollAt - now <= 0 && run.budget().hasRoom()) {
                poll(open);
            } else if (aliveAt - now <= 0) {
                keepAlive(open);
            } else {
                long until = aliveAt;
                until = polls && pollAt - now > 0 && pollAt - until < 0 ? pollAt : until;
                long commitAt = commits.retryAt();
                until = !commits.isEmpty() && commitAt - now > 0 && commitAt - until < 0 ? commitAt : until;
                signal.await(until - now);
            }
        }
    }

    private void poll(SourceReader open) throws InterruptedException {
        String where = "poll of " + name;
        reading = true;
        try {
            if (!run.lifecycle().isRunning()) {
                return;
            }
            Optional<RecordBatch> batch = poll(open, maxWait);
            failedPolls = 0;
            run.troubles().over(where);
            run.troubles().over(aliveWhere);
            batch.ifPresent(this::take);
            exhausted = open.isExhausted();
        } catch (IOException e) {
            pollAt = System.nanoTime() + run.troubles().failed(where, e, ++failedPolls);
        } catch (InterruptedException e) {
            // While the pipeline drains this only ends the poll: positions are still to be committed.
            if (run.lifecycle().isRunning()) {
                throw e;
            }
        } finally {
            reading = false;
        }
    }

    private Optional<RecordBatch> poll(SourceReader open, Duration max) throws IOException, InterruptedException {
        activity.enter(ReaderActivity.Doing.POLLING);
        try {
            return Objects.requireNonNull(open.poll(max), "poll returned null; it must return an Optional");
        } finally {
            activity.enter(ReaderActivity.Doing.OTHER);
            aliveAt = System.nanoTime() + KEEP_ALIVE_NANOS;
        }
    }

    private void take(RecordBatch batch) {
        if (run.lanes().offer(index, batch)) {
            // A start rule that was just resolved is to be remembered before records follow (rule R12).
            run.checkpointNow().run();
        }
        run.listener().tell(listener -> listener.polled(run.plan().name(), batch));
    }

    private void keepAlive(SourceReader open) {
        aliveAt = System.nanoTime() + KEEP_ALIVE_NANOS;
        try {
            open.keepAlive();
            ReaderActivity.forgetInterrupt();
            run.troubles().over(aliveWhere);
        } catch (IOException e) {
            run.troubles().failed(aliveWhere, e, 1);
        }
    }

    private void handOver(SourceReader open) {
        if (wanted.isEmpty() || !run.lifecycle().isRunning()) {
            return;
        }
        Set<String> asked = new HashSet<>(run.lanes().heldBy(index));
        asked.retainAll(wanted);
        wanted.clear();
        if (asked.isEmpty()) {
            return;
        }
        String where = "hand-over by " + name;
        try {
            open.handOver(Set.copyOf(asked));
            ReaderActivity.forgetInterrupt();
            run.troubles().over(where);
        } catch (IOException e) {
            run.troubles().failed(where, e, 1);
        }
    }

    private void commitToTheEnd(SourceReader open) throws InterruptedException {
        boolean first = true;
        while (!commits.isEmpty() && (first || finishBy - System.nanoTime() > 0)) {
            first = false;
            long wait = Math.min(commits.retryAt(), finishBy) - System.nanoTime();
            if (commits.hasFailed() && wait > 0) {
                signal.await(wait);
            }
            if (commits.hasFailed()) {
                // What prevented the commit may be over only when the other side hears of this reader.
                keepAlive(open);
            }
            commits.commit(open);
        }
    }

    /** Gives all partitions of the reader back before it is opened anew. */
    private void giveAllBack() {
        SourceReader open = reader;
        Set<String> held = new HashSet<>(run.lanes().heldBy(index));
        Map<String, Position> resume = port.release(held, run.plan().settings().drainTime());
        run.lanes().openAnew(index);
        if (open != null && !resume.isEmpty()) {
            try {
                open.commit(resume.values());
            } catch (IOException e) {
                log.warn(
                        "{} of pipeline '{}' could not commit before it is opened anew, so some records will be read"
                                + " again: {}",
                        name,
                        run.plan().name(),
                        e.toString());
            }
        }
    }

    private void close() {
        SourceReader open = reader;
        reader = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException e) {
            log.warn(
                    "{} of pipeline '{}' could not be closed: {}",
                    name,
                    run.plan().name(),
                    e.toString());
        } catch (Throwable e) {
            run.lifecycle().fail(bug(e));
        }
    }

    private Throwable bug(Throwable e) {
        return e instanceof OutOfMemoryError
                ? e
                : new PipelineException(
                        name + " of pipeline '" + run.plan().name() + "' (source '"
                                + run.plan().source().name() + "') threw "
                                + e.getClass().getName() + ": " + e.getMessage(),
                        e);
    }
}
