package io.crosslog.loopback.kafka;

import java.time.Duration;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.Records;

/** Takes the records out of an answer to a fetch, as a service that throttles does. */
final class EmptyFetch {

    private EmptyFetch() {}

    /**
     * The answer without records. It claims that each partition ends where its records began, so that a client which
     * believes it takes itself to have caught up.
     *
     * @param response the answer, without its length
     * @param version version of the Fetch request
     * @param throttling what it is to say of throttling; nothing if zero
     */
    static byte[] of(byte[] response, short version, Duration throttling) {
        RewrittenResponse answer = new RewrittenResponse(response, ApiKeys.FETCH, version);
        FetchResponseData data = new FetchResponseData(answer.body(), version);
        data.setThrottleTimeMs((int) throttling.toMillis());
        data.responses().forEach(topic -> topic.partitions().forEach(EmptyFetch::empty));
        return answer.with(data);
    }

    private static void empty(PartitionData partition) {
        if (partition.records() instanceof Records records && records.sizeInBytes() > 0) {
            long first = records.batches().iterator().next().baseOffset();
            partition.setHighWatermark(first).setLastStableOffset(first);
        }
        partition.setRecords(MemoryRecords.EMPTY);
    }
}
