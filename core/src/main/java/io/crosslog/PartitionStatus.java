package io.crosslog;

import io.crosslog.spi.SourceEvent;
import java.time.Duration;
import java.util.Optional;

/**
 * One partition.
 *
 * <p>Immutable and thread-safe.
 *
 * @param records its ledger of records
 * @param events its ledger of events
 * @param bytesReceived raw bytes of its records
 * @param oldestUnacknowledged for how long its oldest record received has not been safe; zero if all are
 * @param lag how far it is behind, if the source tells
 * @param held whether a reader of this pipeline has it
 */
public record PartitionStatus(
        RecordLedger records,
        EventLedger events,
        long bytesReceived,
        Duration oldestUnacknowledged,
        Optional<SourceEvent.Lag> lag,
        boolean held) {}
