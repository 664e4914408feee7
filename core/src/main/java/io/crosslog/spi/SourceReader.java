package io.crosslog.spi;

import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Reads records, on one thread: that which opened it calls everything but {@link #wakeUp()} (rule R4).
 *
 * <p>The engine calls {@link #poll} in a loop while it has room, {@link #keepAlive()} at least once a second while it has
 * none, and {@link #commit} about once a second when records have become durable. It never calls a reader again after a
 * {@link RuntimeException}, except to close it; after an {@link IOException} it tries the same reader again (rule R5).
 *
 * <p>Confined to one thread, {@link #wakeUp()} excepted.
 */
public interface SourceReader extends Closeable {

    /**
     * The next batch of one partition.
     *
     * @param maxWait how long to wait for records at the most; a longer wait delays commits and the end of the pipeline
     * @return the batch, or empty if there is none now
     * @throws IOException if it may work later; {@link BlockedException} if somebody must change something first
     * @throws InterruptedException if the pipeline stops
     */
    Optional<RecordBatch> poll(Duration maxWait) throws IOException, InterruptedException;

    /**
     * Remembers that everything before these positions is durable. Only positions of partitions that the reader holds
     * are given, at most one for a partition, each later than the one before. A failure costs duplicates, never records.
     *
     * @param durable where to resume after a restart
     * @throws IOException if it may work later; later positions are then given
     */
    default void commit(Collection<Position> durable) throws IOException {}

    /**
     * Shows the other side that the reader lives, without reading on. Partitions may be taken away or given meanwhile.
     *
     * @throws IOException if it may work later
     */
    default void keepAlive() throws IOException {}

    /**
     * Asks the reader to give partitions up, because another process waits for them (rule R7). Called on the reader's
     * thread between polls, with partitions that the reader holds, and again every few seconds for as long as it does.
     *
     * <p>A reader that can, calls {@link SourceContext#release} for them, here or in a later poll at the next good point, and
     * commits what that returns. It may claim them again at any time and gets them once nobody else holds them, from the
     * position that was saved last.
     *
     * @param partitions the partitions
     * @throws IOException if it may work later
     */
    default void handOver(Set<String> partitions) throws IOException {}

    /**
     * Whether all records have been handed out and none will follow.
     *
     * @return whether the reader is done; false by default, for one that follows a stream without end
     */
    default boolean isExhausted() {
        return false;
    }

    /**
     * Ends the current or the next {@link #poll} early, never a {@link #commit}. Called from any thread.
     */
    default void wakeUp() {}

    /**
     * Gives everything back. Called once, after the last commit.
     *
     * @throws IOException if that failed; it is logged, and nothing else depends on it
     */
    @Override
    void close() throws IOException;
}
