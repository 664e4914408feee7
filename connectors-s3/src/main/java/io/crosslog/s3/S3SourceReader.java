package io.crosslog.s3;

import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.BlockedException;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceEvent;
import io.crosslog.spi.SourceReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the lanes that fall to one reader, several at once. All that takes time is done by other threads; this one claims
 * lanes and hands out what they have read.
 *
 * <p>Confined to one thread, {@link #wakeUp()} excepted.
 */
final class S3SourceReader implements SourceReader {

    private static final Duration HAND_OVER = Duration.ofSeconds(10);
    private static final long GOODBYE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long RETRY_NANOS = Duration.ofSeconds(30).toNanos();
    private static final String TROUBLE = "store";
    private static final int SMALLEST_BATCH = 16 << 10;
    private static final int LARGEST_BATCH = 1 << 20;

    private final S3Settings settings;
    private final SourceContext context;
    private final Discoveries discoveries;
    private final Discovery discovery;
    private final BatchBuffer buffer;
    private final Workers workers;
    private final Claims claims;
    private final ProgressReport progress;
    private boolean failed;
    private boolean troubled;
    private long retryAt = System.nanoTime();

    S3SourceReader(S3Settings settings, SourceContext context, Discoveries discoveries, Discovery discovery) {
        this.settings = settings;
        this.context = context;
        this.discoveries = discoveries;
        this.discovery = discovery;
        this.buffer = new BatchBuffer(context.prefetchBytes());
        long batch = context.prefetchBytes() / (2L + settings.parallelObjects());
        Counts counts = new Counts();
        ObjectReading reading = new ObjectReading(
                settings,
                discovery.store(),
                buffer,
                context,
                counts,
                Math.max(SMALLEST_BATCH, Math.min(LARGEST_BATCH, batch)));
        this.workers = new Workers(reading, buffer, discovery.lister());
        this.claims = new Claims(settings, context, discovery, workers);
        this.progress = new ProgressReport(context, discovery, counts, claims);
    }

    void start() {
        workers.start(
                "crosslog-" + context.pipeline() + "-" + settings.name() + "-" + context.index(),
                settings.parallelObjects());
    }

    @Override
    public Optional<RecordBatch> poll(Duration maxWait) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        retryIfAsked();
        claims.take();
        RecordBatch batch = buffer.take(maxWait.toNanos());
        stopIfBroken();
        progress.tell();
        Optional<IOException> failure = failure();
        tell(failure);
        if (batch == null && failure.isPresent()) {
            failed = true;
            throw again(failure.get());
        }
        return Optional.ofNullable(batch);
    }

    /** After a failure was thrown the next poll is the engine's word to try again. */
    private void retryIfAsked() {
        if (failed || System.nanoTime() - retryAt >= 0) {
            failed = false;
            retryAt = System.nanoTime() + RETRY_NANOS;
            discovery.lister().retry();
            workers.setbacks().again().forEach(Lane::resume);
            claims.retry();
        }
    }

    private Optional<IOException> failure() {
        return workers.setbacks().first().or(discovery.lister()::failure).or(claims::failure);
    }

    /** While other lanes go on, one that fails is told of; tried again it is now and then. */
    private void tell(Optional<IOException> failure) {
        if (failure.isPresent() && !troubled) {
            troubled = true;
            IOException e = failure.get();
            context.report(
                    e instanceof BlockedException blocked
                            ? new SourceEvent.Trouble(TROUBLE, blocked.reason(), blocked.advice())
                            : new SourceEvent.Trouble(
                                    TROUBLE, String.valueOf(e.getMessage()), "wait: it is tried again by itself"));
        } else if (troubled
                && failure.isEmpty()
                && workers.setbacks().isOver()
                && !discovery.lister().isFailing()) {
            troubled = false;
            context.report(new SourceEvent.Recovered(TROUBLE));
        }
    }

    private static IOException again(IOException e) {
        // The same failure may be thrown by several readers, each with a trace of its own.
        return e instanceof BlockedException blocked
                ? new BlockedException(blocked.reason(), blocked.advice(), e)
                : new IOException(e.getMessage(), e);
    }

    private void stopIfBroken() {
        Throwable fatal = workers.fatal() == null ? discovery.lister().fatal() : workers.fatal();
        if (fatal instanceof Error error) {
            throw error;
        }
        if (fatal != null) {
            throw new IllegalStateException(fatal.getMessage(), fatal);
        }
    }

    @Override
    public void handOver(Set<String> partitions) throws IOException {
        claims.giveUp(partitions);
        buffer.forgetDropped();
        Map<String, Position> durable = context.release(partitions, HAND_OVER);
        commit(durable.values());
    }

    @Override
    public boolean isExhausted() {
        return settings.onePass() && claims.allPassed() && buffer.isEmpty();
    }

    @Override
    public void wakeUp() {
        buffer.wake();
    }

    @Override
    public void close() throws IOException {
        progress.tellLast();
        claims.leave();
        try {
            workers.close(GOODBYE_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            discoveries.leave(discovery, context.index());
        }
    }
}
