package io.crosslog.parse;

import io.crosslog.mask.Masking;
import org.jspecify.annotations.Nullable;

/** Stands for a foreign exception whose message, or that of one of its causes, held a secret: its class, masked text and stack. */
final class MaskedCause extends RuntimeException {

    private static final int DEEPEST = 16;
    private static final long serialVersionUID = 1L;

    private MaskedCause(Throwable cause, String message, @Nullable Throwable deeper) {
        super(cause.getClass().getName() + ": " + message, deeper, false, true);
        setStackTrace(cause.getStackTrace());
    }

    /** The exception itself, if nothing that it says is secret. */
    static Throwable of(Throwable thrown, Masking masking) {
        return isClean(thrown, masking, 0) ? thrown : copy(thrown, masking, 0);
    }

    private static boolean isClean(@Nullable Throwable thrown, Masking masking, int depth) {
        if (thrown == null) {
            return true;
        }
        String message = String.valueOf(thrown.getMessage());
        return depth < DEEPEST
                && thrown.getSuppressed().length == 0
                && masking.mask(message).equals(message)
                && isClean(thrown.getCause(), masking, depth + 1);
    }

    private static MaskedCause copy(Throwable thrown, Masking masking, int depth) {
        Throwable cause = depth < DEEPEST ? thrown.getCause() : null;
        String message = masking.mask(String.valueOf(thrown.getMessage()));
        return new MaskedCause(thrown, message, cause == null ? null : copy(cause, masking, depth + 1));
    }
}
