package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.model.Position;
import io.crosslog.model.RawRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A Kafka source")
class KafkaSourceTest {

    private final LoopbackKafka kafka = Brokers.shared();
    private final String topic = Brokers.unique("topic");
    private final String group = Brokers.unique("group");

    @BeforeEach
    void topic() {
        kafka.createTopic(topic, 2);
    }

    @Test
    @DisplayName("hands out every record with origin, arrival, key and attributes, one partition in a batch")
    void everyRecord() throws Exception {
        Instant before = Instant.now();
        for (int i = 0; i < 10; i++) {
            kafka.produce(
                    topic,
                    i % 2,
                    ("k" + i).getBytes(StandardCharsets.UTF_8),
                    ("v" + i).getBytes(StandardCharsets.UTF_8));
        }
        try (EngineSide engine = EngineSide.open(
                Brokers.source(topic, group).name("waf").label("team", "soc").build())) {
            engine.pollUntil("10 records", () -> engine.records().size() == 10);

            RawRecord third = engine.records().stream()
                    .filter(record -> record.origin().toString().equals("kafka://" + topic + "/1@1"))
                    .findFirst()
                    .orElseThrow();
            assertThat(new String(third.copyBytes(), StandardCharsets.UTF_8)).isEqualTo("v3");
            assertThat(third.key().orElseThrow())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("k3");
            assertThat(third.origin().source()).isEqualTo("waf");
            assertThat(third.arrival())
                    .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
            assertThat(third.attributes())
                    .containsEntry("kafka.topic", topic)
                    .containsEntry("team", "soc")
                    .hasSize(2);
            assertThat(engine.batches).allSatisfy(batch -> assertThat(batch.records())
                    .allSatisfy(record ->
                            assertThat(record.origin().toString()).startsWith("kafka://" + batch.partition() + "@")));
        }
    }

    @Test
    @DisplayName("resumes after what was committed, and only that")
    void resumes() throws Exception {
        kafka.produce(topic, Brokers.values("a", 20));
        try (EngineSide engine = EngineSide.open(Brokers.source(topic, group).build())) {
            engine.pollUntil("20 records", () -> engine.records().size() == 20);
        }
        kafka.produce(topic, Brokers.values("b", 5));
        EngineSide crashed = EngineSide.open(Brokers.source(topic, group).build());
        crashed.committing = false;
        crashed.pollUntil("5 records", () -> crashed.records().size() == 5);
        crashed.crash();
        try (EngineSide engine = EngineSide.open(Brokers.source(topic, group).build())) {
            engine.pollUntil("the same 5 records", () -> engine.records().size() == 5);
            assertThat(engine.texts()).containsExactlyInAnyOrder("b0", "b1", "b2", "b3", "b4");
        }
    }

    @Test
    @DisplayName("prefers a saved position to the group's, and leaves alone what others hold")
    void savedPosition() throws Exception {
        kafka.produce(topic, 0, null, "a".getBytes(StandardCharsets.UTF_8));
        kafka.produce(topic, 0, null, "b".getBytes(StandardCharsets.UTF_8));
        kafka.produce(topic, 1, null, "c".getBytes(StandardCharsets.UTF_8));
        EngineSide engine = new EngineSide();
        engine.claims.put(topic + "/0", Optional.of(Position.of(topic + "/0", "v1:1")));
        engine.claims.put(topic + "/1", Optional.empty());
        engine.reader = Brokers.source(topic, group).build().open(engine);
        try (engine) {
            engine.pollUntil("one record", () -> !engine.records().isEmpty());
            for (int i = 0; i < 5; i++) {
                engine.pollOnce();
            }
            assertThat(engine.texts()).containsExactly("b");
        }
    }

    @Test
    @DisplayName("keeps every record while held back, and stays in the group")
    void heldBack() throws Exception {
        kafka.produce(topic, Brokers.values("a", 10));
        try (EngineSide engine = EngineSide.open(Brokers.source(topic, group)
                .property("max.poll.interval.ms", "7000")
                .build())) {
            engine.pollUntil("10 records", () -> engine.records().size() == 10);
            kafka.produce(topic, Brokers.values("b", 10));
            long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
            while (System.nanoTime() < end) {
                engine.reader.keepAlive();
                Waiting.pause(Duration.ofMillis(200));
            }
            assertThat(engine.released).isEmpty();
            assertThat(engine.lost).isEmpty();
            engine.pollUntil("all 20", () -> engine.records().size() == 20);
            assertThat(engine.texts()).doesNotHaveDuplicates();
        }
    }

    @Test
    @DisplayName("filters a record without a value as a tombstone")
    void tombstone() throws Exception {
        kafka.produce(topic, 0, "k".getBytes(StandardCharsets.UTF_8), null);
        try (EngineSide engine = EngineSide.open(Brokers.source(topic, group).build())) {
            engine.pollUntil("the tombstone", () -> !engine.records().isEmpty());
            assertThat(engine.records().get(0).emptiness()).contains("tombstone");
        }
    }

    @Test
    @DisplayName("ends a poll early when woken up, and an interrupted one with InterruptedException")
    void wokenUp() throws Exception {
        try (EngineSide engine = EngineSide.open(Brokers.source(topic, group).build())) {
            engine.pollUntil("both starts", () -> engine.batches.size() == 2);
            Thread waker = new Thread(() -> {
                Waiting.pause(Duration.ofMillis(300));
                engine.reader.wakeUp();
            });
            waker.start();
            long start = System.nanoTime();
            assertThat(engine.reader.poll(Duration.ofSeconds(20))).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            waker.join();

            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> engine.reader.poll(Duration.ofSeconds(20)))
                    .isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();

            Thread.currentThread().interrupt();
            engine.reader.commit(List.of(Position.of(topic + "/0", "v1:0")));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    @DisplayName("authenticates with a bearer token through the client's own properties")
    void bearerToken() throws Exception {
        kafka.produce(topic, Brokers.values("v", 3));
        KafkaSource source = KafkaSource.builder()
                .bootstrapServers(kafka.bootstrap(Listener.SASL_PLAINTEXT))
                .topics(topic)
                .group(group)
                .property("security.protocol", "SASL_PLAINTEXT")
                .property("sasl.mechanism", "OAUTHBEARER")
                .property(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required "
                                + "unsecuredLoginStringClaim_sub=\"reader\";")
                .build();
        try (EngineSide engine = EngineSide.open(source)) {
            engine.pollUntil("3 records", () -> engine.records().size() == 3);
        }
    }

    @Test
    @DisplayName("commits again what stands, for brokers that forget the offsets of a live group")
    void commitsAgain() throws Exception {
        Map<String, Object> settings = new HashMap<>(kafka.clientSettings(Listener.PLAINTEXT));
        settings.put("group.id", group);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            KafkaFailures failures =
                    new KafkaFailures(Brokers.source(topic, group).draft.settings("test", new Problems()));
            Commits rarely = new Commits(failures, Duration.ofHours(1), Duration.ZERO);
            rarely.stands(partition, 7);
            rarely.keep(consumer);
            assertThat(consumer.committed(Set.of(partition)).get(partition)).isNull();

            Commits often = new Commits(failures, Duration.ZERO, Duration.ZERO);
            often.stands(partition, 7);
            often.keep(consumer);
            assertThat(consumer.committed(Set.of(partition)).get(partition).offset())
                    .isEqualTo(7);
            often.owe(partition, 9);
            often.keep(consumer);
            assertThat(consumer.committed(Set.of(partition)).get(partition).offset())
                    .isEqualTo(9);
        }
    }
}
