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
    private StateNow now;

    StateTracker(Lifecycle lifecycle, Troubles troubles, InstantSource clock) {
        this.lifecycle = lifecycle;
        this.troubles = troubles;
        this.clock = clock;
        this.now = new StateNow(PipelineState.STARTING, "", "", clock.instant());
    }

    void started() {
        started = true;
    }

    synchronized StateNow ended() {
        end = lifecycle.hasFailed() ? PipelineState.FAILED : PipelineState.STOPPED;
        return now();
    }

    synchronized StateNow now() {
        Optional<Trouble> worst = troubles.worst();
        PipelineState state = end != null
                ? end
                : !lifecycle.isRunning()
                        ? PipelineState.DRAINING
                        : worst.map(Trouble::state).orElse(started ? PipelineState.RUNNING : PipelineState.STARTING);
        Optional<String> failure = lifecycle.failure().map(StateTracker::told);
        String reason = failure.or(() -> end != null ? Optional.empty() : worst.map(t -> t.where() + ": " + t.reason()))
                .orElse("");
        String advice = failure.isPresent() || end != null
                ? ""
                : worst.map(Trouble::advice).orElse("");
        Instant since = state == now.state() ? now.since() : clock.instant();
        now = new StateNow(state, reason, advice, since);
        return now;
    }

    private static String told(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getName() : message;
    }
}
