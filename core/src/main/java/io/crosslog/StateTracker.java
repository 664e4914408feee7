package io.crosslog;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pipeline's present state, and since when. Safe for concurrent calls. */
final class StateTracker {

    private final Lifecycle lifecycle;
    private final Troubles troubles;
    private final InstantSource clock;
    private volatile boolean started;
    private @Nullable PipelineState end;
    private Now now;

    /** A state, with what there is to say of it. */
    record Now(PipelineState state, String reason, String advice, Instant since) {}

    StateTracker(Lifecycle lifecycle, Troubles troubles, InstantSource clock) {
        this.lifecycle = lifecycle;
        this.troubles = troubles;
        this.clock = clock;
        this.now = new Now(PipelineState.STARTING, "", "", clock.instant());
    }

    void started() {
        started = true;
    }

    synchronized Now ended() {
        end = lifecycle.hasFailed() ? PipelineState.FAILED : PipelineState.STOPPED;
        return now();
    }

    synchronized Now now() {
        Optional<PipelineStatus.Trouble> worst = troubles.worst();
        PipelineState state = end != null
                ? end
                : !lifecycle.isRunning()
                        ? PipelineState.DRAINING
                        : worst.map(PipelineStatus.Trouble::state)
                                .orElse(started ? PipelineState.RUNNING : PipelineState.STARTING);
        Optional<String> failure = lifecycle.failure().map(StateTracker::told);
        String reason = failure.or(() -> end != null ? Optional.empty() : worst.map(t -> t.where() + ": " + t.reason()))
                .orElse("");
        String advice = failure.isPresent() || end != null
                ? ""
                : worst.map(PipelineStatus.Trouble::advice).orElse("");
        Instant since = state == now.state() ? now.since() : clock.instant();
        now = new Now(state, reason, advice, since);
        return now;
    }

    private static String told(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getName() : message;
    }
}
