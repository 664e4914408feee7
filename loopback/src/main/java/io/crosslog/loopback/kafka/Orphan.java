package io.crosslog.loopback.kafka;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Takes a partition's leader out of an answer to Metadata, as a cluster does that has lost the brokers which keep it. */
final class Orphan {

    private static final int NOBODY = -1;

    private Orphan() {}

    /**
     * The answer without the leader.
     *
     * @param response the answer, without its length
     * @param version version of the Metadata request
     * @param orphan the partition
     */
    static byte[] of(byte[] response, short version, TopicPartition orphan) {
        RewrittenResponse answer = new RewrittenResponse(response, ApiKeys.METADATA, version);
        MetadataResponseData data = new MetadataResponseData(answer.body(), version);
        data.topics().stream()
                .filter(topic -> orphan.topic().equals(topic.name()))
                .flatMap(topic -> topic.partitions().stream())
                .filter(partition -> partition.partitionIndex() == orphan.partition())
                .forEach(Orphan::bereave);
        return answer.with(data);
    }

    private static void bereave(MetadataResponsePartition partition) {
        partition.setErrorCode(Errors.LEADER_NOT_AVAILABLE.code()).setLeaderId(NOBODY);
    }
}
