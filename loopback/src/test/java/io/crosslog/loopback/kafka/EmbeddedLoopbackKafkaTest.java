package io.crosslog.loopback.kafka;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A loopback broker in the same JVM")
class EmbeddedLoopbackKafkaTest implements LoopbackKafkaBehaviour {
    private static LoopbackKafka kafka;

    @BeforeAll
    static void start() {
        kafka = LoopbackKafkaBehaviour.broker().embedded().start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Override
    public LoopbackKafka kafka() {
        return kafka;
    }
}
