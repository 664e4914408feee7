package io.crosslog.spi;

import java.io.IOException;

/**
 * Where events go: an immutable recipe that opens writers, as often as it is asked to.
 *
 * <p>Implementations must be safe for concurrent calls.
 */
public interface Sink {

    /**
     * The sink's name in status and messages.
     *
     * @return the name, not blank
     */
    String name();

    /**
     * Opens a writer; a running pipeline has one, or one for each route that ends at this sink. Called again with backoff
     * after an {@link IOException}.
     *
     * @param context what the writer may ask of the engine
     * @return a new writer
     * @throws IOException if it may work later; {@link BlockedException} if somebody must change something first
     */
    SinkWriter open(SinkContext context) throws IOException;
}
