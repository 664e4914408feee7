package io.crosslog;

/** What a pipeline is doing. {@link #STOPPED} and {@link #FAILED} are final; every other state may follow any other. */
public enum PipelineState {
    /** Source, sink and stores are being opened. */
    STARTING,
    /** Records flow, or would if there were any. */
    RUNNING,
    /** Something failed that may work later; it is tried again with backoff. */
    RETRYING,
    /** A quota was passed; it is tried again with backoff. */
    THROTTLED,
    /** The other side refuses until somebody changes something; status says what. Tried again at a slow beat. */
    BLOCKED,
    /** Nothing is read any more; what was read is being written and committed. */
    DRAINING,
    /** Ended in good order. */
    STOPPED,
    /** Ended because of a failure, which {@code RunningPipeline.failure()} gives. */
    FAILED;

    /** {@return whether the pipeline has ended} */
    public boolean isFinal() {
        return this == STOPPED || this == FAILED;
    }
}
