package io.crosslog;

import java.util.function.Consumer;

/** Speaks to the host's listener; what that throws stops the pipeline and goes no further. Safe for concurrent calls. */
final class ListenerGuard {

    private final String pipeline;
    private final PipelineListener listener;
    private final Lifecycle lifecycle;
    private volatile boolean ended;

    ListenerGuard(String pipeline, PipelineListener listener, Lifecycle lifecycle) {
        this.pipeline = pipeline;
        this.listener = listener;
        this.lifecycle = lifecycle;
    }

    void tell(Consumer<PipelineListener> what) {
        if (!ended) {
            tellLast(what);
        }
    }

    /** Tells nothing more but what {@link #tellLast} does: threads that come back late have nothing to say. */
    void end() {
        ended = true;
    }

    void tellLast(Consumer<PipelineListener> what) {
        if (listener == PipelineListener.NONE) {
            return;
        }
        try {
            what.accept(listener);
        } catch (OutOfMemoryError e) {
            lifecycle.fail(e);
        } catch (Throwable e) {
            lifecycle.fail(new PipelineException(
                    "the listener " + listener.getClass().getName() + " of pipeline '" + pipeline + "' threw "
                            + e.getClass().getName() + ": listeners must not throw",
                    e));
        }
    }
}
