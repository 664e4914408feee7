package io.crosslog;

import io.crosslog.model.RejectedRecord;
import io.crosslog.parse.RecordParser;
import io.crosslog.spi.RejectionWriter;
import io.crosslog.spi.SinkWriter;
import io.crosslog.spi.WriteBatch;
import io.crosslog.spi.WriteResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One worker: decodes, normalizes and writes, one partition's waiting batches at a time. Confined to its thread. */
final class WriteLoop implements Runnable {

    private final PipelinePlan plan;
    private final Lanes lanes;
    private final Lifecycle lifecycle;
    private final Troubles troubles;
    private final ListenerGuard listener;
    private final SinkWriter sink;
    private final @Nullable RejectionWriter rejections;

    WriteLoop(Run run, SinkWriter sink, @Nullable RejectionWriter rejections) {
        this.plan = run.plan();
        this.lanes = run.lanes();
        this.lifecycle = run.lifecycle();
        this.troubles = run.troubles();
        this.listener = run.listener();
        this.sink = sink;
        this.rejections = rejections;
    }

    @Override
    public void run() {
        try {
            RecordParser parser = new RecordParser(
                    plan.decoders().get(),
                    plan.normalizers().get(),
                    plan.settings().masking());
            PendingWrite write = lanes.next();
            while (write != null) {
                if (write.isFilled() || fill(write, parser)) {
                    attempt(write);
                }
                write = lanes.next();
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

    private boolean fill(PendingWrite write, RecordParser parser) {
        write.fill(parser, sink.limits());
        forgetInterrupt();
        return lanes.filled(write);
    }

    /** An interrupt flag that foreign code left behind must not make the next one believe that the pipeline stops. */
    private static void forgetInterrupt() {
        boolean unused = Thread.interrupted();
    }

    private void attempt(PendingWrite write) throws InterruptedException {
        String where = Run.writeOf(write.partition());
        try {
            if (!write.events().isEmpty() && !send(write, where)) {
                return;
            }
            where = Run.rejectionsOf(write.partition());
            if (!write.rejections().isEmpty()) {
                handOver(write, where);
            }
        } catch (IOException e) {
            retry(write, where, e);
            return;
        }
        lanes.complete(write).ifPresent(this::stopForRejections);
    }

    /** Returns whether all of it is durable or refused. */
    private boolean send(PendingWrite write, String where) throws IOException, InterruptedException {
        WriteBatch batch = write.batch();
        long start = System.nanoTime();
        WriteResult result;
        try {
            result = Objects.requireNonNull(sink.write(batch), () -> "the sink's writer returned null, not a result");
        } catch (RuntimeException e) {
            throw new PipelineException(
                    "the sink '" + plan.sink().name() + "' threw "
                            + e.getClass().getName() + " at a " + where + " from "
                            + batch.events().get(0).origin(),
                    e);
        }
        forgetInterrupt();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        int delivered = write.take(masked(result));
        lanes.delivered(write, delivered);
        listener.tell(l -> l.written(plan.name(), batch, delivered, took));
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

    private void handOver(PendingWrite write, String where) throws IOException, InterruptedException {
        if (rejections == null) {
            RejectedRecord first = write.rejections().get(0);
            throw new PipelineException("pipeline '" + plan.name() + "' has no rejection handler and stops at its first"
                    + " rejected record, " + first
                    + "; nothing from there on was committed. Give the pipeline a handler"
                    + " with rejectTo(...), such as one that keeps rejected records in files");
        }
        rejections.write(List.copyOf(write.rejections()));
        forgetInterrupt();
        troubles.over(where);
        List<RejectedRecord> done = write.handedOver();
        lanes.rejected(write, done);
        listener.tell(l -> l.rejected(plan.name(), done));
    }

    private void retry(PendingWrite write, String where, IOException cause) {
        long delay = troubles.failed(where, cause, write.attempts() + 1);
        if (!lanes.park(write, delay)) {
            troubles.over(where);
        }
    }

    private void stopForRejections(String verdict) {
        lifecycle.fail(new PipelineException("pipeline '" + plan.name() + "' stops: " + verdict
                + ", so decoder or normalizer do not suit these logs; what they made of the last batch was not committed."
                + " Look at the rejected records for the reasons, or set another rejection limit in the settings"));
    }
}
