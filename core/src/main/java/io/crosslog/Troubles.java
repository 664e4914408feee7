package io.crosslog;

import io.crosslog.spi.BlockedException;
import io.crosslog.spi.ThrottledException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What has failed and is being tried again, by what it concerns; the worst of it is the pipeline's state. Safe for
 * concurrent calls.
 */
final class Troubles {

    private static final Comparator<Trouble> WORST_FIRST = Comparator.comparing(
                    Trouble::state, Comparator.reverseOrder())
            .thenComparing(Trouble::since)
            .thenComparing(Trouble::where);

    private final Map<String, Entry> entries = new HashMap<>();
    private final String pipeline;
    private final RetrySchedule schedule;
    private final @Nullable Duration giveUpBlockedAfter;
    private final InstantSource clock;
    private final Lifecycle lifecycle;
    private final ListenerGuard listener;
    private final Runnable onChange;

    Troubles(PipelinePlan plan, Lifecycle lifecycle, ListenerGuard listener, Runnable onChange) {
        PipelineSettings settings = plan.settings();
        this.pipeline = plan.name();
        this.schedule = new RetrySchedule(settings.minRetryDelay(), settings.maxRetryDelay(), settings.blockedBeat());
        this.giveUpBlockedAfter = settings.giveUpBlockedAfter().orElse(null);
        this.clock = settings.clock();
        this.lifecycle = lifecycle;
        this.listener = listener;
        this.onChange = onChange;
    }

    /** Takes note of a failed attempt; returns how long to wait before the next. */
    long failed(String where, IOException cause, int attempt) {
        PipelineState state = cause instanceof BlockedException
                ? PipelineState.BLOCKED
                : cause instanceof ThrottledException ? PipelineState.THROTTLED : PipelineState.RETRYING;
        String reason = cause instanceof BlockedException blocked ? blocked.reason() : told(cause);
        String advice = cause instanceof BlockedException blocked ? blocked.advice() : "";
        long now = System.nanoTime();
        Entry entry;
        synchronized (this) {
            Entry before = entries.get(where);
            Instant since = clock.instant();
            long began = now;
            if (before != null && before.trouble.state() == state) {
                since = before.trouble.since();
                began = before.began;
            }
            entry = new Entry(new Trouble(where, state, reason, advice, since, attempt), began);
            entries.put(where, entry);
        }
        onChange.run();
        if (state == PipelineState.BLOCKED
                && giveUpBlockedAfter != null
                && now - entry.began >= giveUpBlockedAfter.toNanos()) {
            lifecycle.fail(new PipelineException(
                    "pipeline '" + pipeline + "' gives up after having been blocked for " + giveUpBlockedAfter + " at "
                            + where + ": " + reason + "; " + advice,
                    cause));
        }
        long delay =
                schedule.delayNanos(cause, attempt, ThreadLocalRandom.current().nextDouble());
        listener.tell(l -> l.retried(pipeline, where, cause, attempt, Duration.ofNanos(delay)));
        return delay;
    }

    /** Takes note of something that a source can live with. */
    void reported(String where, String reason, String advice) {
        note(where, PipelineState.RUNNING, reason, advice);
    }

    /** Takes note of something that keeps the pipeline from going on until somebody changes it, and that nobody retries. */
    void blocked(String where, String reason, String advice) {
        note(where, PipelineState.BLOCKED, reason, advice);
    }

    private void note(String where, PipelineState state, String reason, String advice) {
        synchronized (this) {
            Entry before = entries.get(where);
            if (before != null
                    && before.trouble.state() == state
                    && before.trouble.reason().equals(reason)
                    && before.trouble.advice().equals(advice)) {
                return;
            }
            Instant since = before == null ? clock.instant() : before.trouble.since();
            entries.put(where, new Entry(new Trouble(where, state, reason, advice, since, 0), System.nanoTime()));
        }
        onChange.run();
    }

    /** Takes note that something works again. */
    void over(String where) {
        boolean was;
        synchronized (this) {
            was = !entries.isEmpty() && entries.remove(where) != null;
        }
        if (was) {
            onChange.run();
        }
    }

    /** The worst trouble that keeps something from going on, if there is any. */
    synchronized Optional<Trouble> worst() {
        return entries.values().stream()
                .map(entry -> entry.trouble)
                .filter(trouble -> trouble.state() != PipelineState.RUNNING)
                .min(WORST_FIRST);
    }

    synchronized List<Trouble> all() {
        List<Trouble> all = new ArrayList<>();
        entries.values().forEach(entry -> all.add(entry.trouble));
        all.sort(WORST_FIRST);
        return all;
    }

    private static String told(IOException cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getName() : message;
    }

    private record Entry(Trouble trouble, long began) {}
}
