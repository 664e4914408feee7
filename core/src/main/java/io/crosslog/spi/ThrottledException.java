package io.crosslog.spi;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The other side asks for less: a quota was passed. The pipeline shows the state <em>throttled</em> and tries again with
 * backoff (rule R5).
 */
public final class ThrottledException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * A quota refusal.
     *
     * @param message which quota of what, with the service's request id if there is one
     * @param cause what the client said, or null
     */
    public ThrottledException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
