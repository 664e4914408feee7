package io.crosslog.spi;

import java.io.IOException;

/**
 * Where records come from: an immutable recipe that opens readers, as often as it is asked to.
 *
 * <p>A pipeline opens one reader for each of its reader threads. A complete source that hands out three records:
 *
 * <pre>{@code
 * final class Countdown implements Source {
 *     public String name() { return "countdown"; }
 *     public boolean remembersPositions() { return false; }          // the pipeline then needs a CheckpointStore
 *     public SourceReader open(SourceContext context) {
 *         int from = context.claim("all").map(p -> p.isStart() ? 3 : Integer.parseInt(p.token().substring(3))).orElse(0);
 *         return new SourceReader() {
 *             private int left = from;
 *             public Optional<RecordBatch> poll(Duration maxWait) {
 *                 if (left == 0) { return Optional.empty(); }
 *                 RawRecord record = RawRecord.of(Origin.prefix("countdown", "countdown:").at(left),
 *                         ("t minus " + left).getBytes(UTF_8), Instant.now());
 *                 left--;
 *                 return Optional.of(RecordBatch.of(Position.of("all", "v1:" + left), List.of(record)));
 *             }
 *             public boolean isExhausted() { return left == 0; }
 *             public void close() {}
 *         };
 *     }
 * }
 * }</pre>
 *
 * <p>Implementations must be safe for concurrent calls.
 */
public interface Source {

    /**
     * The source's configured name; part of checkpoints and event ids, so it stays the same over restarts.
     *
     * @return the name, not blank
     */
    String name();

    /**
     * Whether the source remembers by itself how far it has committed, as a Kafka group does. One that does not needs a
     * {@link CheckpointStore}, or the pipeline cannot be built (rule R3).
     *
     * @return whether it does
     */
    boolean remembersPositions();

    /**
     * Whether reading again from one position gives the same records of a partition in the same order (rule R11).
     *
     * @return whether it does; false by default
     */
    default boolean replayable() {
        return false;
    }

    /**
     * Opens a reader. Called on the thread that will use the reader; may block, and is called again with backoff after an
     * {@link IOException}.
     *
     * @param context what the reader may ask of the engine
     * @return a new reader
     * @throws IOException if it may work later; {@link BlockedException} if somebody must change something first
     */
    SourceReader open(SourceContext context) throws IOException;
}
