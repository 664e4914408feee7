package io.crosslog.spi;

import org.jspecify.annotations.Nullable;

/** An event could not be translated: it is rejected with its raw bytes, and the pipeline goes on (rule R6). */
public final class NormalizeException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message what is wrong and at which place, without payload text
     */
    public NormalizeException(String message) {
        this(message, null);
    }

    /**
     * A failure with its cause.
     *
     * @param message what is wrong and at which place, without payload text
     * @param cause what was thrown, or null
     */
    public NormalizeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
