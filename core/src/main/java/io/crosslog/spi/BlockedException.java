package io.crosslog.spi;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The other side refuses until somebody changes something there: wrong credentials, a missing permission, a closed
 * firewall. The pipeline shows the state <em>blocked</em> with reason and advice, and tries again at a slow beat, for ever
 * unless a setting ends it (rule R5).
 */
public final class BlockedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String advice;

    /**
     * A refusal.
     *
     * @param reason what was refused and by whom, without secrets
     * @param advice what to change, and where
     * @param cause what the client said, or null
     */
    public BlockedException(String reason, String advice, @Nullable Throwable cause) {
        super(reason + "; " + advice, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.advice = Objects.requireNonNull(advice, "advice");
    }

    /** {@return what was refused and by whom} */
    public String reason() {
        return reason;
    }

    /** {@return what to change, and where} */
    public String advice() {
        return advice;
    }
}
