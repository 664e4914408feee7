package io.crosslog;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running pipeline. Its first thread opens everything, starts the others, takes checkpoints, tells the listener of
 * states, and brings it all to an end. Safe for concurrent calls.
 */
final class PipelineEngine implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(PipelineEngine.class);

    private static final long SECOND = 1_000_000_000L;
    private static final long TICK_NANOS = SECOND / 10;
    /** How long threads have to come back after an interrupt. */
    private static final long INTERRUPTED_NANOS = 2 * SECOND;
    /** How long a caller of close waits beyond the drain time. */
    private static final long CLOSE_GRACE_NANOS = 8 * SECOND;

    private final PipelinePlan plan;
    private final Signal signal = new Signal();
    private final Lifecycle lifecycle = new Lifecycle();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Crew crew;
    private final Run run;
    private final StateTracker tracker;
    private final StatusReader statusReader;
    private final Checkpointer checkpointer;
    private final Outputs outputs;
    private final Ending ending;
    private final WarningLog warnings;
    /** Filled last: a shared budget may want to wake them before there are any. */
    private final List<ReaderLoop> readers = new CopyOnWriteArrayList<>();

    private final List<Crew.Member> readerThreads = new ArrayList<>();
    private final List<Crew.Member> writerThreads = new ArrayList<>();
    private final long intervalNanos;
    private PipelineState told = PipelineState.STARTING;
    private Crew.@Nullable Member supervisor;
    /** Whether the thread that brings all to an end has itself not come back. */
    private volatile boolean overdue;

    private PipelineEngine(PipelinePlan plan) {
        this.plan = plan;
        PipelineSettings settings = plan.settings();
        this.intervalNanos = settings.checkpointInterval().toNanos();
        this.crew = new Crew(plan.name(), settings.executor());
        ListenerGuard listener = new ListenerGuard(plan.name(), plan.listener(), lifecycle);
        this.warnings = new WarningLog(plan.name(), settings.clock());
        Troubles troubles = new Troubles(plan, lifecycle, listener, signal::raise);
        CommitLedger ledger = new CommitLedger();
        MemoryBudget.Member budget = settings.budget().join(settings.readers(), this::wakeReaders);
        this.run = new Run(
                plan,
                lifecycle,
                listener,
                troubles,
                ledger,
                budget,
                new Lanes(plan.routing(), ledger, budget, settings),
                new PositionKeeper(plan, ledger),
                new SourceReports(troubles, warnings),
                new RunContext(plan.name(), plan.routing().branches().size()),
                this::checkpointSoon);
        this.tracker = new StateTracker(lifecycle, troubles, settings.clock());
        this.statusReader = new StatusReader(run, tracker);
        this.checkpointer = new Checkpointer(run, readers);
        this.outputs = new Outputs(run);
        this.ending = new Ending(run, checkpointer, outputs, readers, readerThreads, writerThreads);
        for (int index = 0; index < settings.readers(); index++) {
            readers.add(new ReaderLoop(run, index));
        }
    }

    /** Starts a pipeline. */
    static PipelineEngine start(PipelinePlan plan) {
        PipelineEngine engine = new PipelineEngine(plan);
        engine.lifecycle.onChange(engine::changed);
        try {
            engine.supervisor = engine.crew.start(engine);
        } catch (Throwable e) {
            engine.lifecycle.fail(e);
            engine.end();
        }
        return engine;
    }

    PipelineStatus status() {
        // Here too: where the executor lacks even the first thread, no other one looks.
        lookAtCrew();
        return statusReader.read(stuck());
    }

    /** The threads that should be gone and are not, as things stand now. */
    private List<String> stuck() {
        if (ended.getCount() > 0 && !overdue) {
            return List.of();
        }
        Crew.Member first = supervisor;
        return crew.running().stream()
                .filter(name -> overdue || first == null || !name.equals(first.name()))
                .toList();
    }

    private void lookAtCrew() {
        Optional<String> shortage = lifecycle.isRunning() ? crew.shortage() : Optional.empty();
        shortage.ifPresentOrElse(
                reason -> run.troubles()
                        .blocked(
                                "executor",
                                reason,
                                "give it as many threads as the pipeline needs, or none of its own"),
                () -> run.troubles().over("executor"));
    }

    Optional<Throwable> failure() {
        return lifecycle.failure();
    }

    boolean awaitEnd(Duration max) throws InterruptedException {
        if (crew.isOwnThread()) {
            throw new IllegalStateException("a thread of pipeline '" + plan.name()
                    + "' cannot wait for the end of its own pipeline; close() may be called there");
        }
        long nanos = max.compareTo(Duration.ofDays(366)) > 0 ? Long.MAX_VALUE / 2 : max.toNanos();
        long deadline = System.nanoTime() + nanos;
        if (!ended.await(nanos, TimeUnit.NANOSECONDS)) {
            return false;
        }
        Crew.Member thread = supervisor;
        return thread == null || thread.join(Math.max(SECOND / 10, deadline - System.nanoTime()));
    }

    void close() {
        lifecycle.drain();
        Crew.Member thread = supervisor;
        if (thread != null && thread.cancel()) {
            end();
        }
        if (crew.isOwnThread()) {
            return;
        }
        try {
            Duration patience = plan.settings().drainTime().plusNanos(CLOSE_GRACE_NANOS);
            if (!awaitEnd(patience) && thread != null) {
                thread.interrupt();
                if (!awaitEnd(Duration.ofNanos(INTERRUPTED_NANOS))) {
                    overdue = true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            if (openAll()) {
                startAll();
                watch();
            }
            if (!lifecycle.hasFailed()) {
                drain();
            }
        } catch (InterruptedException e) {
            if (lifecycle.isRunning()) {
                lifecycle.fail(new PipelineException(
                        "the first thread of pipeline '" + plan.name() + "' was interrupted from outside", e));
            }
        } catch (Throwable e) {
            lifecycle.fail(e);
        } finally {
            end();
        }
    }

    private boolean openAll() throws InterruptedException {
        return retrying("opening of the checkpoint store", () -> run.positions().open())
                && outputs.open(this::retrying);
    }

    /** Does something as often as it takes; returns false when the pipeline ends first. */
    private boolean retrying(String where, Outputs.Opening opening) throws InterruptedException {
        int attempts = 0;
        while (lifecycle.isRunning()) {
            try {
                opening.open();
                run.troubles().over(where);
                return true;
            } catch (IOException e) {
                long until = System.nanoTime() + run.troubles().failed(where, e, ++attempts);
                tellState();
                while (lifecycle.isRunning() && until - System.nanoTime() > 0) {
                    signal.await(until - System.nanoTime());
                    tellState();
                }
            }
        }
        return false;
    }

    private void startAll() {
        for (Runnable worker : outputs.workers()) {
            writerThreads.add(crew.start(worker));
        }
        for (ReaderLoop reader : readers) {
            readerThreads.add(crew.start(reader));
        }
    }

    /** Takes checkpoints until there is an end to come to. */
    private void watch() throws InterruptedException {
        while (lifecycle.isRunning()) {
            if (readers.stream().allMatch(ReaderLoop::wasOpened)) {
                tracker.started();
            }
            lookAtCrew();
            tellState();
            checkpointer.tick();
            if (readers.stream().allMatch(ReaderLoop::isExhausted)) {
                if (run.lanes().isIdle()) {
                    return;
                }
                run.lanes().awaitIdle(Math.min(TICK_NANOS, intervalNanos));
            } else {
                signal.await(Math.min(TICK_NANOS, intervalNanos));
            }
        }
    }

    /** Lets what was read be written, for as long as the drain time. */
    private void drain() throws InterruptedException {
        lifecycle.drain();
        tellState();
        long begin = System.nanoTime();
        long drainNanos = plan.settings().drainTime().toNanos();
        while (!lifecycle.hasFailed() && System.nanoTime() - begin < drainNanos) {
            boolean patient = System.nanoTime() - begin < INTERRUPTED_NANOS;
            readers.forEach(ReaderLoop::endPoll);
            readers.forEach(reader -> reader.interruptWait(!patient));
            // In this order: what a reader is about to hand over makes the lanes busy.
            boolean reading = readers.stream().anyMatch(ReaderLoop::isReading);
            if (!reading && run.lanes().isIdle()) {
                return;
            }
            checkpointer.tick();
            if (reading) {
                signal.await(TICK_NANOS / 10);
            } else {
                run.lanes().awaitIdle(Math.min(TICK_NANOS, drainNanos));
            }
        }
    }

    private void tellState() {
        tell(tracker.now());
    }

    private void tell(StateNow now) {
        PipelineState from = told;
        if (now.state() != from) {
            told = now.state();
            String why = now.reason() + (now.advice().isEmpty() ? "" : "; " + now.advice());
            if (now.state() == PipelineState.BLOCKED
                    || now.state() == PipelineState.THROTTLED
                    || now.state() == PipelineState.RETRYING) {
                warnings.warn(now.state().name(), "is " + now.state() + ": " + why);
            }
            run.listener().tellLast(listener -> listener.stateChanged(plan.name(), from, now.state(), why));
        }
    }

    /** Brings everything to an end; each step is done, whatever becomes of the others. */
    private void end() {
        ending.closeAll();
        tracker.ended();
        run.listener().end();
        tellState();
        ending.step("failure", () -> lifecycle.failure().ifPresent(this::tellFailure));
        tracker.ended();
        ended.countDown();
    }

    private void tellFailure(Throwable cause) {
        log.error("pipeline '{}' has failed", plan.name(), LoggedFailure.of(cause));
        run.listener().tellLast(listener -> listener.failed(plan.name(), cause));
    }

    private void checkpointSoon() {
        checkpointer.soon();
        signal.raise();
    }

    /** Called at each change of phase. */
    private void changed() {
        if (lifecycle.hasFailed()) {
            run.lanes().stop();
        }
        signal.raise();
        wakeReaders();
    }

    private void wakeReaders() {
        for (int i = 0; i < readers.size(); i++) {
            readers.get(i).wake();
        }
    }
}
