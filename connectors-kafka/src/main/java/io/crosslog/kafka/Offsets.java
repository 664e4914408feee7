package io.crosslog.kafka;

import io.crosslog.model.Position;
import org.apache.kafka.common.TopicPartition;

/**
 * Positions of Kafka partitions: the partition is {@code topic/number}, the token {@code v1:} and the offset of the next
 * record to read.
 */
final class Offsets {

    private static final String VERSION = "v1:";

    private Offsets() {}

    static String partition(TopicPartition partition) {
        return partition.topic() + "/" + partition.partition();
    }

    static TopicPartition partition(String name) {
        int slash = name.lastIndexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("'" + name + "' is not a Kafka partition, which would be topic/number");
        }
        return new TopicPartition(name.substring(0, slash), Integer.parseInt(name.substring(slash + 1)));
    }

    static Position position(String partition, long next) {
        return Position.of(partition, () -> VERSION + next);
    }

    /** The offset of the next record to read. */
    static long next(Position position) {
        String token = position.token();
        if (!token.startsWith(VERSION)) {
            throw new IllegalArgumentException("The saved position of partition '" + position.partition() + "' is '"
                    + token + "', which this version cannot read; it would be " + VERSION + "<offset>");
        }
        try {
            return Long.parseLong(token.substring(VERSION.length()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "The saved position of partition '" + position.partition() + "' is '" + token
                            + "', in which there is no offset",
                    e);
        }
    }
}
