package io.crosslog.kafka;

import io.crosslog.model.Origin;
import io.crosslog.model.Position;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** One partition that the group has given to this reader. Confined to one thread. */
final class Held {

    final TopicPartition partition;
    final String name;
    final Origin.Prefix origin;
    final Map<String, String> attributes;
    State state = State.UNDECIDED;

    /** Offset of the next record to hand out, once ready. */
    long next = -1;

    /** Time of the last record read, or -1. */
    long lastTimestamp = -1;

    /** How often something of it was handed out. */
    long moves;

    enum State {
        /** Where to resume is not known yet; nothing is read. */
        UNDECIDED,
        /** Being read. */
        READY,
        /** Somebody else holds it in the checkpoint store; nothing is read. */
        ELSEWHERE
    }

    Held(TopicPartition partition, String source, Map<String, String> attributes) {
        this.partition = partition;
        this.name = Offsets.partition(partition);
        this.origin = Origin.prefix(source, "kafka://" + name + "@");
        this.attributes = attributes;
    }

    boolean ready() {
        return state == State.READY;
    }

    Position position() {
        return Offsets.position(name, next);
    }
}
