package io.crosslog.kafka;

import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of the group. Its consumer is made again whenever the broker refuses its credentials, with those that the
 * provider gives then; the reader goes on.
 *
 * <p>Confined to one thread, {@link #wakeUp()} excepted.
 */
final class KafkaSourceReader implements SourceReader {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSourceReader.class);

    /** The longest that a poll cannot be woken up, as a rule. */
    private static final Duration SLICE = Duration.ofMillis(100);

    /** A poll that lasts longer has lost itself in the client, which in some states waits for metadata without end. */
    private static final long STUCK_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Duration COMMIT_AGAIN = Duration.ofHours(1);

    /** All that a reader may take to end, be the broker there or not: the rest costs duplicates, not records. */
    private static final Duration GOODBYE = Duration.ofSeconds(4);

    /**
     * The engine calls at least once a second. After a longer silence the group may have gone on without this reader.
     */
    private static final long IN_TOUCH_NANOS = Duration.ofMillis(1_500).toNanos();

    private final KafkaSettings settings;
    private final SourceContext context;
    private final KafkaFailures failures;
    private final Consumers consumers;
    private final Commits commits;
    private final Assignment assignment;
    private final Resumption resumption;
    private final ConnectionDiagnosis diagnosis;
    private final ConnectionWatch watch;
    private final TopicWatch topics;
    private final LagReports lag;
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile long pollingSince;
    private long heard = System.nanoTime();

    /** A commit failed, so that the group may have gone on without this reader. */
    private boolean doubtful;

    private boolean paused;
    private boolean refused;

    KafkaSourceReader(KafkaSettings settings, SourceContext context) {
        this.settings = settings;
        this.context = context;
        this.failures = new KafkaFailures(settings);
        String clientId = "crosslog-" + context.pipeline() + "-" + settings.name() + "-" + context.index();
        this.consumers = new Consumers(settings, context.prefetchBytes(), clientId, failures);
        this.commits = new Commits(failures, COMMIT_AGAIN, settings.commitGap());
        this.assignment = new Assignment(settings, context, commits);
        this.resumption = new Resumption(settings, context, assignment, commits);
        this.diagnosis = new ConnectionDiagnosis(settings);
        this.watch = new ConnectionWatch(diagnosis, settings.connectionDeadline());
        this.topics = new TopicWatch(settings, context);
        this.lag = new LagReports(context, settings);
    }

    /** Makes the consumer, so that what is wrong with the settings shows at once. */
    void connect() throws IOException {
        if (consumer == null) {
            diagnosis.refuseStrangers();
            Consumer<byte[], byte[]> opened = consumers.open(assignment);
            consumer = opened;
            assignment.attach(opened);
            watch.opened();
        }
    }

    @Override
    public Optional<RecordBatch> poll(Duration maxWait) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long end = System.nanoTime() + maxWait.toNanos();
        if (!assignment.pending().isEmpty() && (doubtful || System.nanoTime() - heard > IN_TOUCH_NANOS)) {
            step(true, Duration.ZERO);
        }
        while (assignment.pending().isEmpty()) {
            boolean last = woken.getAndSet(false);
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            step(false, last ? Duration.ZERO : left.compareTo(SLICE) < 0 ? left : SLICE);
            if (last || System.nanoTime() >= end) {
                break;
            }
        }
        return Optional.ofNullable(assignment.pending().poll());
    }

    @Override
    public void keepAlive() throws IOException {
        try {
            step(true, Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException("interrupted while keeping the group informed");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    @Override
    public void commit(Collection<Position> durable) throws IOException {
        commits.owe(durable);
        Consumer<?, ?> open = consumer;
        if (open != null) {
            try {
                commits.settle(open);
            } catch (IOException e) {
                doubtful = true;
                throw e;
            }
        }
    }

    @Override
    public void wakeUp() {
        woken.set(true);
        // The client's own way may hit whatever it does next, so it is taken only where nothing else helps.
        long since = pollingSince;
        Consumer<?, ?> open = consumer;
        if (open != null && since != 0 && System.nanoTime() - since > STUCK_NANOS) {
            open.wakeup();
        }
    }

    @Override
    public void close() throws IOException {
        Consumer<byte[], byte[]> open = consumer;
        if (open == null) {
            return;
        }
        assignment.leave();
        long end = System.nanoTime() + GOODBYE.toNanos();
        try {
            if (!commits.settled(open, until(end))) {
                finishRebalance(open, end);
            }
        } catch (KafkaException e) {
            throw failures.retry(e, "committing offsets before leaving");
        } finally {
            close(open, until(end));
        }
    }

    private static Duration until(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** Commits are refused while the group rebalances, and it goes on only when all its readers poll. */
    private void finishRebalance(Consumer<?, ?> open, long end) throws IOException {
        boolean settled = false;
        while (!settled && System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            open.pause(open.assignment());
            open.poll(SLICE);
            settled = commits.settled(open, until(end));
        }
    }

    private void step(boolean holdBack, Duration wait) throws IOException, InterruptedException {
        try {
            if (!holdBack) {
                connect();
            }
            Consumer<byte[], byte[]> open = consumer;
            if (open == null) {
                // Nothing is held, so there is nothing to keep alive.
                return;
            }
            commits.keep(open);
            hold(open, holdBack);
            Handout.take(open, poll(open, wait), assignment);
            heard = System.nanoTime();
            doubtful = false;
            resumption.resume(open, paused);
            if (lag.report(open, assignment, paused)) {
                LOG.warn("{}: records wait and none comes, so the connection is made anew", settings.name());
                drop(GOODBYE);
                return;
            }
            watch.check(open);
            topics.check(open, watch.isWorking());
        } catch (WakeupException e) {
            LOG.debug("{}: a poll that had lasted long was woken up", settings.name());
        } catch (InterruptException e) {
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException();
            interrupted.initCause(e);
            throw interrupted;
        } catch (KafkaException e) {
            recover(e);
        }
    }

    private ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> open, Duration wait) {
        long now = System.nanoTime();
        pollingSince = now == 0 ? 1 : now;
        try {
            return open.poll(wait);
        } finally {
            pollingSince = 0;
        }
    }

    /** Pauses what is read, or lets it go on. What the group gives meanwhile is paused until it is resumed. */
    private void hold(Consumer<?, ?> open, boolean holdBack) {
        if (paused != holdBack) {
            if (holdBack) {
                open.pause(open.assignment());
            } else {
                open.resume(assignment.ready());
            }
            paused = holdBack;
        }
    }

    private void recover(KafkaException e) throws IOException {
        Consumer<byte[], byte[]> open = consumer;
        if (open != null && e instanceof OffsetOutOfRangeException lost) {
            try {
                LostOffsets.goOn(lost, open, assignment, context, settings.outOfRange());
            } catch (WakeupException | InterruptException again) {
                LOG.debug("{}: looking up offsets ended early, the next poll does it again", settings.name());
            } catch (KafkaException again) {
                throw failures.retry(again, "looking up offsets");
            }
        } else if (e instanceof NoOffsetForPartitionException unknown) {
            // Cannot be as long as offsets are decided before they are needed; deciding again is right if it is.
            assignment.decideAgain(unknown.partitions());
            throw failures.retry(e, "polling");
        } else if (e instanceof AuthenticationException) {
            // Others may be given at every asking, and all be refused: only a login that works earns a silent second
            // try.
            boolean again = refused && !(open != null && ClientMetric.of(open, "successful-authentication-total") > 0);
            refused = true;
            drop(Duration.ZERO);
            lag.forget();
            if (again || !consumers.credentialsChanged()) {
                throw failures.retry(e, "connecting");
            }
            LOG.info("{}: the broker refused the credentials, trying the provider's new ones", settings.name());
        } else {
            throw failures.retry(e, "polling");
        }
    }

    private void drop(Duration patience) {
        Consumer<byte[], byte[]> open = consumer;
        if (open != null) {
            close(open, patience);
            assignment.dropped();
            paused = false;
        }
    }

    @SuppressWarnings("deprecation") // kafka-clients 4 has another way to say how long; 3.8 has this one only
    private void close(Consumer<?, ?> open, Duration patience) {
        boolean interrupted = Thread.interrupted();
        consumer = null;
        assignment.detach();
        try {
            open.close(patience);
        } catch (KafkaException e) {
            LOG.debug("Closing the consumer of {}", settings.name(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
