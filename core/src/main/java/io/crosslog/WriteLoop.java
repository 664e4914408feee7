package io.crosslog;

import io.crosslog.model.RejectedRecord;
import io.crosslog.parse.RecordParser;
import io.crosslog.spi.RejectionWriter;
import io.crosslog.spi.Sink;
import io.crosslog.spi.SinkWriter;
import io.crosslog.spi.WriteBatch;
import io.crosslog.spi.WriteResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One worker of a branch: decodes and normalizes what waits, for all branches, and writes to its own, one partition's
 * events at a time. Confined to its thread.
 */
final class WriteLoop implements Runnable {

    private final PipelinePlan plan;
    private final Workbench bench;
    private final Lifecycle lifecycle;
    private final Troubles troubles;
    private final ListenerGuard listener;
    private final Branch branch;
    private final SinkWriter sink;
    private final @Nullable RejectionWriter rejections;

    WriteLoop(Run run, Workbench bench, Branch branch, SinkWriter sink, @Nullable RejectionWriter rejections) {
        this.plan = run.plan();
        this.bench = bench;
        this.lifecycle = run.lifecycle();
        this.troubles = run.troubles();
        this.listener = run.listener();
        this.branch = branch;
        this.sink = sink;
        this.rejections = rejections;
    }

    @Override
    public void run() {
        try {
            RecordParser parser = plan.parser();
            Task task = bench.next(branch.index());
            while (task != null) {
                PendingWrite write = task instanceof Decoding decoding ? decode(decoding, parser) : (PendingWrite) task;
                if (write != null) {
                    attempt(write);
                }
                bench.verdict().ifPresent(this::stopForRejections);
                task = bench.next(branch.index());
            }
        } catch (InterruptedException e) {
            if (lifecycle.isRunning()) {
                lifecycle.fail(new PipelineException(
                        "a writing thread of pipeline '" + plan.name() + "' was interrupted from outside", e));
            }
        } catch (Throwable e) {
            lifecycle.fail(e);
        }
    }

    private @Nullable PendingWrite decode(Decoding decoding, RecordParser parser) {
        decoding.run(parser, bench.limits());
        forgetInterrupt();
        return bench.admit(decoding, branch.index());
    }

    /** An interrupt flag that foreign code left behind must not make the next one believe that the pipeline stops. */
    private static void forgetInterrupt() {
        boolean unused = Thread.interrupted();
    }

    private void attempt(PendingWrite write) throws InterruptedException {
        Branch of = plan.routing().branches().get(write.branch());
        String where = of.writeOf(write.partition());
        try {
            if (!write.events().isEmpty() && !send(write, where)) {
                return;
            }
            where = of.rejectionsOf(write.partition());
            if (!write.rejections().isEmpty()) {
                handOver(write, where);
            }
        } catch (IOException e) {
            retry(write, where, e);
            return;
        }
        bench.complete(write);
    }

    /** Returns whether all of it is durable or refused. */
    private boolean send(PendingWrite write, String where) throws IOException, InterruptedException {
        WriteBatch batch = write.batch();
        long start = System.nanoTime();
        WriteResult result;
        try {
            result = Objects.requireNonNull(sink.write(batch), () -> "the sink's writer returned null, not a result");
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            throw new PipelineException(
                    "the sink '" + name() + "' threw " + e.getClass().getName() + " at a " + where + " from "
                            + batch.events().get(0).origin(),
                    e);
        }
        forgetInterrupt();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        List<Part.Event> delivered = write.take(masked(result));
        bench.delivered(write, delivered);
        listener.tell(l -> l.written(plan.name(), batch, delivered.size(), took));
        if (write.events().isEmpty()) {
            troubles.over(where);
            return true;
        }
        if (write.events().size() < batch.events().size()) {
            write.progressed();
        }
        IOException cause = result.cause();
        retry(write, where, cause == null ? new IOException("the sink left events unsent and gave no cause") : cause);
        return false;
    }

    /** What a sink says of refused events goes where rejections go, and may quote them. */
    private WriteResult masked(WriteResult result) {
        if (result.refused().isEmpty()) {
            return result;
        }
        List<WriteResult.Refusal> refused = result.refused().stream()
                .map(r -> new WriteResult.Refusal(
                        r.event(), plan.settings().masking().mask(r.reason())))
                .toList();
        IOException cause = result.cause();
        return cause == null && result.unsent().isEmpty()
                ? WriteResult.refused(refused)
                : WriteResult.partial(
                        refused,
                        result.unsent(),
                        cause == null ? new IOException("the sink left events unsent and gave no cause") : cause);
    }

    private String name() {
        Sink recipe = branch.sink();
        return recipe == null ? branch.name() : recipe.name();
    }

    private void handOver(PendingWrite write, String where) throws IOException, InterruptedException {
        List<RejectedRecord> rejected =
                write.rejections().stream().map(Part.Rejection::rejected).toList();
        if (rejections == null) {
            throw new PipelineException("pipeline '" + plan.name() + "' has no rejection handler and stops at its first"
                    + " rejected record, " + rejected.get(0)
                    + "; nothing from there on was committed. Give the pipeline a handler"
                    + " with rejectTo(...), such as one that keeps rejected records in files");
        }
        rejections.write(rejected);
        forgetInterrupt();
        troubles.over(where);
        bench.rejected(write, write.handedOver());
        listener.tell(l -> l.rejected(plan.name(), rejected));
    }

    private void retry(PendingWrite write, String where, IOException cause) {
        long delay = troubles.failed(where, cause, write.attempts() + 1);
        if (!bench.park(write, delay)) {
            troubles.over(where);
        }
    }

    private void stopForRejections(String verdict) {
        lifecycle.fail(new PipelineException("pipeline '" + plan.name() + "' stops: " + verdict
                + ", so decoder or normalizer do not suit these logs; what they made of the last batch was not committed."
                + " Look at the rejected records for the reasons, or set another rejection limit in the settings"));
    }
}
