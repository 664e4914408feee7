package io.crosslog.spi;

import io.crosslog.model.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a reader may ask of the engine. Its methods are called on the reader's own thread, from inside {@link Source#open},
 * {@link SourceReader#poll}, {@link SourceReader#keepAlive} or {@link SourceReader#handOver}; {@link #report} from any
 * thread.
 */
public interface SourceContext {

    /** {@return the name of the pipeline} */
    String pipeline();

    /** {@return which of the pipeline's readers this is, from 0} */
    int index();

    /** {@return how many readers the pipeline has} */
    int readers();

    /** {@return how many bytes this reader may hold in buffers of its own, such as prefetched responses (rule R8)} */
    long prefetchBytes();

    /**
     * Takes a partition and tells where to resume it. A saved position wins over what the source remembers itself
     * (rule R3).
     *
     * <p>From then on the partition is this reader's, even if another reader of the pipeline held it: that one's batches
     * are dropped, and those that it still hands out count as released. A partition that nobody has held so far may also
     * be read without a claim; one that was given back or lost must be claimed before batches of it count again.
     *
     * @param partition name of the partition
     * @return the saved position, or {@link Position#start} if nothing was saved; empty if somebody else holds the
     *     partition, which is then not to be read
     * @throws IOException if the store cannot tell now
     */
    Optional<Position> claim(String partition) throws IOException;

    /**
     * Gives partitions back in good order, as at a Kafka rebalance (rule R7): what is not yet being written is dropped,
     * writes in flight are waited for, positions are saved. The reader commits what is returned, itself, at once.
     * Partitions that it does not hold (any more) are left alone.
     *
     * @param partitions the partitions
     * @param max how long to wait for writes in flight at the most
     * @return for each partition of which anything new is durable, where to resume
     */
    Map<String, Position> release(Set<String> partitions, Duration max);

    /**
     * Says that partitions are gone already: nothing of theirs is waited for or committed any more (rule R7). Partitions
     * that another reader of the pipeline has claimed meanwhile are left alone.
     *
     * @param partitions the partitions
     */
    void lost(Set<String> partitions);

    /**
     * Tells status and listeners of something.
     *
     * @param event what happened
     */
    void report(SourceEvent event);
}
