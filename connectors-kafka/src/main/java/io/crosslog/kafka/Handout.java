package io.crosslog.kafka;

import io.crosslog.model.RawRecord;
import io.crosslog.model.RecordBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;

/**
 * Cuts what one poll gave into one batch for each partition (rule R1). A position that moved without records, over
 * transaction marks or what compaction removed, becomes a batch without records.
 */
final class Handout {

    private Handout() {}

    static void take(
            Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records, Assignment assignment) {
        for (Held held : assignment.all()) {
            if (!held.ready()) {
                continue;
            }
            List<ConsumerRecord<byte[], byte[]>> read = records.records(held.partition);
            long end = read.isEmpty() ? held.next : read.get(read.size() - 1).offset() + 1;
            end = Math.max(end, positionOf(consumer, held, end));
            if (end == held.next && read.isEmpty()) {
                continue;
            }
            List<RawRecord> raw = new ArrayList<>(read.size());
            for (ConsumerRecord<byte[], byte[]> record : read) {
                raw.add(rawRecord(held, record));
            }
            held.next = end;
            held.moves++;
            assignment.pending().add(RecordBatch.of(held.position(), raw));
        }
    }

    private static RawRecord rawRecord(Held held, ConsumerRecord<byte[], byte[]> record) {
        long timestamp = record.timestamp();
        Instant arrival = timestamp >= 0 ? Instant.ofEpochMilli(timestamp) : Instant.now();
        held.lastTimestamp = arrival.toEpochMilli();
        RawRecord.Builder raw = RawRecord.builder(held.origin.at(record.offset()), arrival)
                .key(record.key())
                .attributes(held.attributes);
        byte[] value = record.value();
        return value == null ? raw.empty("tombstone") : raw.bytes(value).build();
    }

    private static long positionOf(Consumer<?, ?> consumer, Held held, long otherwise) {
        try {
            return consumer.position(held.partition, Duration.ZERO);
        } catch (KafkaException e) {
            // The client has no position that it is sure of just now; the next poll tells or throws why.
            return otherwise;
        }
    }
}
