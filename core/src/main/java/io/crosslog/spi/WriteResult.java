package io.crosslog.spi;

import io.crosslog.model.LogEvent;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of the events of a write: all that are not named here are durable (rule R9).
 *
 * <p>Immutable and thread-safe.
 */
public final class WriteResult {

    private static final WriteResult COMPLETE = new WriteResult(List.of(), List.of(), null);

    private final List<Refusal> refused;
    private final List<LogEvent> unsent;
    private final @Nullable IOException cause;

    private WriteResult(List<Refusal> refused, List<LogEvent> unsent, @Nullable IOException cause) {
        this.refused = List.copyOf(refused);
        this.unsent = List.copyOf(unsent);
        this.cause = cause;
    }

    /** {@return the result of a write all of whose events are durable} */
    public static WriteResult complete() {
        return COMPLETE;
    }

    /**
     * The result of a write some of whose events were refused, all others being durable.
     *
     * @param refused the refused ones
     * @return the result
     */
    public static WriteResult refused(List<Refusal> refused) {
        return new WriteResult(refused, List.of(), null);
    }

    /**
     * The result of a write that got part through.
     *
     * @param refused events that the other side refused for what they hold, never to be sent again
     * @param unsent events to be sent again, in order: the very instances that were given
     * @param cause why they were not sent
     * @return the result
     */
    public static WriteResult partial(List<Refusal> refused, List<LogEvent> unsent, IOException cause) {
        return new WriteResult(refused, unsent, Objects.requireNonNull(cause, "cause"));
    }

    /** {@return the refused events, with reasons} */
    public List<Refusal> refused() {
        return refused;
    }

    /** {@return the events to send again, in order} */
    public List<LogEvent> unsent() {
        return unsent;
    }

    /** {@return why there are unsent events; null if there are none} */
    public @Nullable IOException cause() {
        return cause;
    }

    @Override
    public String toString() {
        return refused.size() + " refused, " + unsent.size() + " unsent"
                + (cause == null ? "" : ": " + cause.getMessage());
    }

    /**
     * An event that the other side refused for what it holds.
     *
     * @param event the event, the very instance that was given
     * @param reason why, with the service's request id if there is one
     */
    public record Refusal(LogEvent event, String reason) {
        /** Checks that nothing is null. */
        public Refusal {
            Objects.requireNonNull(event, "event");
            Objects.requireNonNull(reason, "reason");
        }
    }
}
