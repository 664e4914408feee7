package io.crosslog.loopback.kafka;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A loopback broker in a child JVM")
class ForkedLoopbackKafkaTest implements LoopbackKafkaBehaviour {
    private static LoopbackKafka kafka;

    @BeforeAll
    static void start() {
        kafka = LoopbackKafkaBehaviour.broker().start();
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
