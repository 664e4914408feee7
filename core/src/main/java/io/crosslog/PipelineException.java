package io.crosslog;

/** Why a pipeline stopped: what threw, at which record or partition, and what to do about it. */
public final class PipelineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PipelineException(String message) {
        super(message);
    }

    PipelineException(String message, Throwable cause) {
        super(message, cause);
    }
}
