package io.crosslog.spi;

import io.crosslog.model.LogEvent;
import java.util.Objects;

/**
 * Translates a vendor's event into a unified one: none, one or many.
 *
 * <p>Called on the writing threads, by several at once, so it must be safe for concurrent calls, which a normalizer
 * without state is; one with state is given to the pipeline as a supplier, and each worker gets its own.
 */
@FunctionalInterface
public interface Normalizer {

    /**
     * Normalizes one event. The same rules hold as for {@link Decoder#decode}.
     *
     * @param event the event as the decoder made it, without what the pipeline masks
     * @param out takes events, rejected parts and filtered parts, in order
     * @throws NormalizeException if the event cannot be translated; what this call emitted is then discarded and the
     *     event rejected with the bytes of its record
     */
    void normalize(LogEvent event, Output out) throws NormalizeException;

    /**
     * This normalizer with another one behind it, which gets what this one emits: a renderer, an enrichment, a filter of
     * one's own. What either rejects, filters or counts is told as if one had; if either throws, all of it is discarded.
     *
     * @param next what gets the events of this one
     * @return both as one, safe for concurrent calls if both are
     */
    default Normalizer then(Normalizer next) {
        Objects.requireNonNull(next, "next");
        return (event, out) -> {
            OnwardOutput onward = new OnwardOutput(out, next::normalize);
            normalize(event, onward);
            onward.throwIfFailed();
        };
    }

    /**
     * A normalizer that hands every event on as it is.
     *
     * @return the normalizer
     */
    static Normalizer none() {
        return (event, out) -> out.emit(event);
    }
}
