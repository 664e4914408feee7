package io.crosslog.spi;

import io.crosslog.model.RawRecord;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event could not be translated: it is rejected with its raw bytes, and the pipeline goes on (rule R6). */
public final class NormalizeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable RawRecord record;

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
        this(message, cause, null);
    }

    private NormalizeException(@Nullable String message, @Nullable Throwable cause, @Nullable RawRecord record) {
        super(message, cause);
        this.record = record;
    }

    /**
     * The same failure, of an event whose record holds less than the one that the normalizer was given, since the normalizer
     * masks more than the pipeline does. The event is then rejected with the bytes of this record; they are left aside
     * where it is no {@linkplain RawRecord#masked masked form} of the event's own, so that nothing is lost.
     *
     * @param masked the masked record
     * @return the failure, with this one as its cause
     */
    public NormalizeException about(RawRecord masked) {
        return new NormalizeException(getMessage(), this, Objects.requireNonNull(masked, "masked"));
    }

    /** {@return the record whose bytes are to be rejected, if it is not that of the event that the normalizer was given} */
    public Optional<RawRecord> record() {
        return Optional.ofNullable(record);
    }
}
