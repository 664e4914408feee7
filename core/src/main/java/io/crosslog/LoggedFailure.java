package io.crosslog;

import io.crosslog.parse.ParserBugException;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a foreign exception in the log: its class and stack are of use, but its message may hold text of a record,
 * such as that of a {@code NumberFormatException}. Immutable.
 */
final class LoggedFailure extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int MAX_CAUSES = 16;

    private LoggedFailure(String message, StackTraceElement[] stack, @Nullable Throwable cause) {
        super(message, cause, false, true);
        setStackTrace(stack);
    }

    /** A failure as it may be logged: what crosslog says of it, and of what foreign code threw no more than class and stack. */
    static Throwable of(Throwable failure) {
        return failure instanceof ParserBugException || failure instanceof PipelineException
                ? new LoggedFailure(
                        failure.getClass().getName() + ": " + failure.getMessage(),
                        failure.getStackTrace(),
                        foreign(failure.getCause(), 1))
                : failure;
    }

    private static @Nullable Throwable foreign(@Nullable Throwable cause, int depth) {
        return cause == null || depth > MAX_CAUSES
                ? null
                : new LoggedFailure(
                        cause.getClass().getName()
                                + " (its message is not logged, since it may hold text of the record)",
                        cause.getStackTrace(),
                        foreign(cause.getCause(), depth + 1));
    }
}
