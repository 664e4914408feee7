package io.crosslog.spi;

import java.io.IOException;

/**
 * Where rejected records go: an immutable recipe that opens a writer for each run of a pipeline.
 *
 * <p>Implementations must be safe for concurrent calls.
 */
@FunctionalInterface
public interface RejectionHandler {

    /**
     * Opens a writer; a running pipeline has one.
     *
     * @param context what the writer may ask of the engine
     * @return a new writer
     * @throws IOException if it may work later
     */
    RejectionWriter open(SinkContext context) throws IOException;
}
