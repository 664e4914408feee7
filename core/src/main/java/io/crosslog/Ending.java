package io.crosslog;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a running pipeline: its threads, its last checkpoint and its last commits, and then all that is open, one step
 * after another, each of which is done whatever becomes of the others. Confined to the thread that ends the pipeline.
 */
final class Ending {

    private static final Logger log = LoggerFactory.getLogger(Ending.class);

    private static final long SECOND = 1_000_000_000L;
    /** How long a failed pipeline waits for writes in flight. */
    private static final long FAILED_DRAIN_NANOS = 5 * SECOND;
    /** How long threads have to come back after an interrupt. */
    private static final long INTERRUPTED_NANOS = 2 * SECOND;
    /** How long the last checkpoint and the last commits may take. */
    private static final long LAST_COMMIT_NANOS = 2 * SECOND;

    private final Run run;
    private final Checkpointer checkpointer;
    private final Outputs outputs;
    private final List<ReaderLoop> readers;
    private final List<Crew.Member> readerThreads;
    private final List<Crew.Member> writerThreads;

    Ending(
            Run run,
            Checkpointer checkpointer,
            Outputs outputs,
            List<ReaderLoop> readers,
            List<Crew.Member> readerThreads,
            List<Crew.Member> writerThreads) {
        this.run = run;
        this.checkpointer = checkpointer;
        this.outputs = outputs;
        this.readers = readers;
        this.readerThreads = readerThreads;
        this.writerThreads = writerThreads;
    }

    /** Something that may fail. */
    interface Step {
        void run() throws IOException, InterruptedException;
    }

    /** Closes everything, the sinks of all branches among it. */
    void closeAll() {
        step("drain mark", run.lifecycle()::drain);
        step("threads", this::endWriters);
        step("last checkpoint", this::saveLast);
        step("readers", this::endReaders);
        for (Map.Entry<String, Outputs.Closing> each : outputs.closings().entrySet()) {
            step(each.getKey(), each.getValue()::close);
        }
        step("rejection handler", outputs::closeRejections);
        step("checkpoint store", () -> run.positions().close());
        step("buffers", () -> {
            run.lanes().clear();
            run.budget().leave();
        });
    }

    /** Does a step; what it throws is the pipeline's failure, unless that is only the other side being away. */
    void step(String what, Step step) {
        try {
            step.run();
        } catch (InterruptedException e) {
            log.warn("pipeline '{}' was interrupted while ending ({})", name(), what);
        } catch (OutOfMemoryError e) {
            run.lifecycle().fail(e);
        } catch (IOException e) {
            log.warn("pipeline '{}' could not close its {}: {}", name(), what, e.toString());
        } catch (Throwable e) {
            run.lifecycle()
                    .fail(new PipelineException(
                            "the " + what + " of pipeline '" + name() + "' threw "
                                    + e.getClass().getName() + " at the end",
                            e));
        }
    }

    private void endWriters() throws InterruptedException {
        run.lanes().stop();
        long drainNanos = run.plan().settings().drainTime().toNanos();
        long patience = run.lifecycle().hasFailed() ? Math.min(FAILED_DRAIN_NANOS, drainNanos) : 0;
        Crew.join(writerThreads, patience, INTERRUPTED_NANOS);
    }

    private void saveLast() throws InterruptedException {
        if (!run.lifecycle().hasFailed()) {
            run.lanes().settleProbation();
        }
        long deadline = System.nanoTime() + LAST_COMMIT_NANOS;
        for (int attempt = 1; ; attempt++) {
            try {
                checkpointer.save();
                return;
            } catch (IOException e) {
                long delay = run.troubles().failed("checkpoint store", e, attempt);
                if (System.nanoTime() + delay - deadline > 0) {
                    log.warn(
                            "pipeline '{}' could not save its last positions, so some records will be read again: {}",
                            name(),
                            e.toString());
                    return;
                }
                TimeUnit.NANOSECONDS.sleep(delay);
            }
        }
    }

    private void endReaders() throws InterruptedException {
        readers.forEach(reader -> reader.finishBy(System.nanoTime() + LAST_COMMIT_NANOS));
        run.lifecycle().finish();
        readers.forEach(ReaderLoop::endPoll);
        readers.forEach(reader -> reader.interruptWait(true));
        Crew.join(readerThreads, 2 * LAST_COMMIT_NANOS, INTERRUPTED_NANOS);
    }

    private String name() {
        return run.plan().name();
    }
}
