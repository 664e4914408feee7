package io.crosslog.spi;

import io.crosslog.model.LogEvent;

/**
 * Takes what a decoder or a normalizer makes of its input. Valid during the call it was given to, on that thread.
 *
 * <p>Reasons and names are counted, so they come from a small set: no payload text, no numbers that differ from record to
 * record. After a thousand different ones the engine counts further ones together.
 */
public interface Output {

    /**
     * Hands on an event. The engine numbers the events of a record in the order in which they are emitted, rejected and
     * filtered.
     *
     * @param event the event
     */
    void emit(LogEvent event);

    /**
     * Gives up on one part of the input; siblings go on (rule R6).
     *
     * @param part the part's own raw bytes
     * @param reason why, without payload text
     */
    void reject(byte[] part, String reason);

    /**
     * Leaves out a part on purpose.
     *
     * @param reason the name to count it under, such as {@code nodata}
     */
    void filter(String reason);

    /**
     * Counts something worth knowing that loses nothing, such as {@code invalid-utf8} or a conversion that failed.
     *
     * @param name what to count it under
     */
    void count(String name);

    /**
     * Says what a normalizer behind another one gets of an event of that one ({@link Normalizer#then}). The engine masks it as it
     * does in the end: a mask that names an attribute must find it before a renderer gives it another name. By default it is
     * the event itself.
     *
     * @param event what the one before emitted
     * @return what the one behind is to be given
     */
    default LogEvent handedOn(LogEvent event) {
        return event;
    }
}
