package io.crosslog.spi;

import io.crosslog.model.Position;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * One running pipeline's hold on its saved positions.
 *
 * <p>A store either locks all of a source's partitions for one process or leases them one by one; either way a save by one
 * who has lost a partition is refused. Safe for concurrent calls.
 */
public interface Checkpoints extends Closeable {

    /**
     * Takes a partition. Taking one that is held here already is allowed and gives its last saved position.
     *
     * @param partition name of the partition
     * @return its saved position, {@link Position#start} if nothing was saved, or empty if somebody else holds it
     * @throws IOException if the store cannot be reached now
     */
    Optional<Position> claim(String partition) throws IOException;

    /**
     * Saves positions. When it returns they survive a crash of process and machine.
     *
     * @param positions at most one for a partition
     * @throws IOException if the store cannot be reached now
     * @throws StaleClaimException if one of the partitions is no longer held; positions of the others are saved
     */
    void save(Collection<Position> positions) throws IOException, StaleClaimException;

    /**
     * Gives partitions back, so that others may take them.
     *
     * @param partitions the partitions
     * @throws IOException if the store cannot be reached now; leases then expire by themselves
     */
    void release(Set<String> partitions) throws IOException;

    /**
     * Keeps what is held, for stores whose claims expire. Called at least every few seconds.
     *
     * @return partitions that were lost since the last call
     * @throws IOException if the store cannot be reached now
     */
    default Set<String> renew() throws IOException {
        return Set.of();
    }

    /**
     * Tells which partitions held here should be handed over, because another process waits for them and this one has
     * more than its share: no more than that, so that shares become even and stay so. Called after each {@link #renew}, on
     * the same beat; a partition is named again for as long as it is held here and wanted there.
     *
     * <p>The reader that holds such a partition is told by {@link SourceReader#handOver}, gives it back when it can, and
     * this store then sees a last {@link #save} and a {@link #release} of it. From then on the one that waits gets it.
     *
     * @return partitions to hand over; none by default, for stores that lock everything at once
     * @throws IOException if the store cannot be reached now
     */
    default Set<String> wanted() throws IOException {
        return Set.of();
    }

    /**
     * Gives everything back.
     *
     * @throws IOException if that failed
     */
    @Override
    void close() throws IOException;
}
