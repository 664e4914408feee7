package io.crosslog;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a pipeline has counted, all of one moment; {@code branches} has the ledgers of all branches, by index. Immutable. */
record StatusCounts(
        RecordLedger records,
        EventLedger events,
        List<EventLedger> branches,
        long bytesReceived,
        Map<String, PartitionStatus> partitions,
        Map<String, Long> filtered,
        Map<String, Long> rejected,
        Map<String, Long> noted,
        Duration oldestUnacknowledged) {}
