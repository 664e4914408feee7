package io.crosslog.spi;

import java.io.IOException;

/**
 * Where positions are kept over restarts, for sources that do not remember them or where the host wants them at home.
 *
 * <p>A position in the store wins over the source's own memory (rule R3). Implementations must be safe for concurrent
 * calls.
 */
public interface CheckpointStore {

    /**
     * Opens the checkpoints of one source of one pipeline.
     *
     * @param pipeline name of the pipeline
     * @param source name of the source
     * @return the checkpoints, held until they are closed
     * @throws IOException if the store cannot be reached now, or if another running pipeline holds them and the store
     *     cannot share them out by partition: a {@link BlockedException} that says who
     */
    Checkpoints open(String pipeline, String source) throws IOException;
}
