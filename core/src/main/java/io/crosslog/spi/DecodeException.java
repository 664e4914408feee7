package io.crosslog.spi;

import org.jspecify.annotations.Nullable;

/** No part of a record could be decoded: it is rejected with its raw bytes, and the pipeline goes on (rule R6). */
public final class DecodeException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message what is wrong and at which place, without payload text
     */
    public DecodeException(String message) {
        this(message, null);
    }

    /**
     * A failure with its cause.
     *
     * @param message what is wrong and at which place, without payload text
     * @param cause what was thrown, or null
     */
    public DecodeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
