package io.crosslog.loopback.kafka;

import java.nio.file.Path;
import org.apache.kafka.common.utils.AppInfoParser;

/** Makes the broker in this JVM, after looking whether the class path can carry it. */
final class EmbeddedBroker {
    private static final String REMEDY =
            "; leave out embedded(), so that the broker runs in a child JVM with its own class path";

    private EmbeddedBroker() {}

    static Broker of(Path propertiesFile) {
        String version = BuildFacts.kafkaVersion();
        if (!AppInfoParser.getVersion().equals(version)) {
            throw new IllegalStateException("An embedded broker needs kafka-clients " + version
                    + " on the class path, where there is " + AppInfoParser.getVersion() + REMEDY);
        }
        try {
            Class.forName("kafka.server.KafkaRaftServer", false, EmbeddedBroker.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "An embedded broker needs org.apache.kafka:kafka_2.13:" + version + " on the class path" + REMEDY,
                    e);
        }
        return new KraftServer(propertiesFile);
    }
}
