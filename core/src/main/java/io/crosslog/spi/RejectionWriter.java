package io.crosslog.spi;

import io.crosslog.model.RejectedRecord;
import java.io.IOException;
import java.util.List;

/**
 * Takes rejected records over. A batch commits only when all of its rejections have been handed over (rule R6).
 *
 * <p>Called by several threads at once; implementations must be safe for concurrent calls.
 */
@FunctionalInterface
public interface RejectionWriter extends AutoCloseable {

    /**
     * Takes rejected records over; when it returns they are safe.
     *
     * @param rejected at least one, of one partition, in order
     * @throws IOException if it may work later: the same records are then given again with backoff
     * @throws InterruptedException if the pipeline stops
     */
    void write(List<RejectedRecord> rejected) throws IOException, InterruptedException;

    /** Gives everything back; no write is under way any more. Nothing to do by default. */
    @Override
    default void close() {}
}
