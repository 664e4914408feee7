package io.crosslog.spi;

import java.io.IOException;

/**
 * Writes events and says what became of each. Called by several threads at once, up to the pipeline's writes in flight;
 * batches of one partition come one after another (rule R9).
 *
 * <p>Implementations must be safe for concurrent calls.
 */
public interface SinkWriter extends AutoCloseable {

    /**
     * How much one {@link #write} takes at the most; a single event may be larger.
     *
     * @return the limits, the same at each call
     */
    Limits limits();

    /**
     * Writes a batch. When it returns, every event that is named neither as refused nor as unsent is durable.
     *
     * <p>May block for as long as the writer's own deadline allows; must end soon after an interrupt. It does not retry by
     * itself: what it could not send it returns as unsent, and the engine sends only that again (rule R5).
     *
     * @param batch events of one partition, in order
     * @return what was refused for what it holds, and what was not sent
     * @throws IOException if nothing is known to be durable and it may work later; {@link BlockedException} and
     *     {@link ThrottledException} say more
     * @throws InterruptedException if the pipeline stops
     */
    WriteResult write(WriteBatch batch) throws IOException, InterruptedException;

    /** Gives everything back; no write is under way any more. */
    @Override
    void close();
}
