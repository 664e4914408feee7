package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.credentials.Secret;
import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.model.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Commits to Event Hubs")
class EventHubsCommitsTest {

    private static final int COMMITS = 6;

    @Test
    @DisplayName("are at most four a second, however often the engine asks, and each arrives")
    void keepTheGap() throws Exception {
        LoopbackKafka kafka = Brokers.shared();
        String hub = Brokers.unique("hub");
        kafka.createTopic(hub, 1);
        kafka.produce(hub, Brokers.values("v", COMMITS));
        String login = "Endpoint=sb://soc-logs.servicebus.windows.net/;SharedAccessKeyName=listen-only;SharedAccessKey="
                + "Zm9yIHRlc3RzIG9ubHksIG9mIG5vIG5hbWVzcGFjZQ=;EntityPath=" + hub;
        kafka.setUser("$ConnectionString", login);
        EventHubsKafka.Builder builder = EventHubsKafka.builder()
                .connectionString(Secret.of(login))
                .group(hub)
                .bootstrapServers(kafka.bootstrap(Listener.SASL_SSL))
                .trustStore(kafka.trustStore(), Secret.of(kafka.trustStorePassword()));
        try (EngineSide engine = EngineSide.open(builder.build())) {
            engine.committing = false;
            engine.pollUntil("all records", () -> engine.records().size() == COMMITS);
            long start = System.nanoTime();
            for (int next = 1; next <= COMMITS; next++) {
                commit(engine, Position.of(hub + "/0", "v1:" + next));
                assertThat(committed(kafka, hub)).isEqualTo(next);
            }
            // A bound from below only: a busy machine makes it longer.
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(250).multipliedBy(COMMITS - 1));
        }
    }

    /** Tries again, as the engine does, what a busy broker did not answer in time. */
    private static void commit(EngineSide engine, Position position) {
        Waiting.until("committed", () -> {
            try {
                engine.reader.commit(List.of(position));
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static long committed(LoopbackKafka kafka, String hub) throws Exception {
        OffsetAndMetadata offset = kafka.admin()
                .listConsumerGroupOffsets(hub)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(new TopicPartition(hub, 0));
        return offset.offset();
    }
}
