package io.crosslog.spi;

import io.crosslog.model.LogEvent;

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
     * A normalizer that hands every event on as it is.
     *
     * @return the normalizer
     */
    static Normalizer none() {
        return (event, out) -> out.emit(event);
    }
}
