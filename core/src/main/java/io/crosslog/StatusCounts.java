package io.crosslog;

import java.time.Duration;
import java.util.Map;

/** What a pipeline has counted, all of one moment. Immutable. */
record StatusCounts(
        RecordLedger records,
        EventLedger events,
        long bytesReceived,
        Map<String, PartitionStatus> partitions,
        Map<String, Long> filtered,
        Map<String, Long> rejected,
        Map<String, Long> noted,
        Duration oldestUnacknowledged) {}
