package io.crosslog.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that is decided before the first connection: what the reader knows of its builder. Immutable and thread-safe.
 *
 * @param name the source's name, in event ids
 * @param bootstrapServers {@code host:port} each
 * @param topics the topics to read; empty if {@code topicPattern} is there
 * @param topicPattern the topics to read, by name; null if {@code topics} are there
 * @param group the consumer group
 * @param security protection and identity
 * @param start where a group begins that has never read
 * @param outOfRange what to do when the offset to resume at is gone
 * @param labels attributes of every record
 * @param topicAttribute the name of the attribute that holds the topic
 * @param lagLimit how far behind in time is reported as trouble
 * @param connectionDeadline after how long without a working connection the likely cause is looked for
 * @param largestRecordBytes floor of the fetch size
 * @param assignor class name of the partition assignor
 * @param stallLimit after how long without a record, while some wait, the connection is made anew
 * @param commitGap the shortest time between two commits
 * @param lagBeat how often the lag is looked at
 * @param advice what a person should do when the broker refuses something
 * @param properties the caller's own client properties
 */
record KafkaSettings(
        String name,
        List<String> bootstrapServers,
        Set<String> topics,
        @Nullable Pattern topicPattern,
        String group,
        Security security,
        StartRule start,
        OutOfRange outOfRange,
        Map<String, String> labels,
        String topicAttribute,
        Duration lagLimit,
        Duration connectionDeadline,
        int largestRecordBytes,
        String assignor,
        Duration stallLimit,
        Duration commitGap,
        Duration lagBeat,
        Advice advice,
        Map<String, String> properties) {

    /** In a group's name, stands for the name of the pipeline that reads. */
    static final String PIPELINE = "{pipeline}";

    /** These settings, with the name of the pipeline where the group asks for it. */
    KafkaSettings of(String pipeline) {
        return new KafkaSettings(
                name,
                bootstrapServers,
                topics,
                topicPattern,
                group.replace(PIPELINE, pipeline),
                security,
                start,
                outOfRange,
                labels,
                topicAttribute,
                lagLimit,
                connectionDeadline,
                largestRecordBytes,
                assignor,
                stallLimit,
                commitGap,
                lagBeat,
                advice,
                properties);
    }

    /** What is read, for messages. */
    String what() {
        return topicPattern == null ? "topics " + topics : "topics that match " + topicPattern;
    }

    /** Where it is read, for messages. */
    String where() {
        return String.join(",", bootstrapServers);
    }

    /** The value of {@code security.protocol}, whoever set it. */
    String protocol() {
        String own = properties.get("security.protocol");
        return own == null ? security.protocol() : own.toUpperCase(Locale.ROOT);
    }

    boolean tls() {
        return protocol().endsWith("SSL");
    }

    boolean sasl() {
        return protocol().startsWith("SASL");
    }

    @Override
    public String toString() {
        return "Kafka source '" + name + "': " + what() + " of " + where() + " (" + protocol() + ") as group '" + group
                + "'";
    }
}
