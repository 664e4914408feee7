package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.model.Position;
import io.crosslog.spi.SourceEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Of a Kafka log that is not a plain row of records, a source")
class RecordsTest {

    private final LoopbackKafka kafka = Brokers.shared();
    private final String topic = Brokers.unique("records");
    private final String group = Brokers.unique("group");

    @ParameterizedTest
    @ValueSource(strings = {"read_uncommitted", "read_committed"})
    @DisplayName("moves its position over the marks of transactions and over what was aborted")
    void transactions(String isolation) throws Exception {
        kafka.createTopic(topic, 1);
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", topic))) {
            producer.initTransactions();
            transaction(producer, "kept", true);
            transaction(producer, "given up", false);
        }
        boolean uncommitted = isolation.equals("read_uncommitted");
        try (EngineSide engine = EngineSide.open(Brokers.source(topic, group)
                .property("isolation.level", isolation)
                .build())) {
            // Two records and two marks: offsets 0 to 3.
            Position end = Position.of(topic + "/0", "v1:4");
            engine.pollUntil("the end of the log", () -> end.equals(engine.durable.get(topic + "/0")));
            assertThat(engine.texts()).isEqualTo(uncommitted ? List.of("kept", "given up") : List.of("kept"));
            assertThat(engine.batches.get(engine.batches.size() - 1).end()).isEqualTo(end);
        }
    }

    @Test
    @DisplayName("hands out a record of eight times the memory that it may use, and small ones beside it")
    void largeRecord() throws Exception {
        kafka.createTopic(topic, 1, Map.of("max.message.bytes", Integer.toString(16 << 20)));
        byte[] large = new byte[8 << 20];
        large[large.length - 1] = 7;
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("max.request.size", 16 << 20))) {
            byte[] small = "small".getBytes(StandardCharsets.UTF_8);
            send(producer, List.of(small, large, small));
        }
        EngineSide engine = new EngineSide();
        engine.prefetch = 1 << 20;
        engine.reader = Brokers.source(topic, group).build().open(engine);
        try (engine) {
            engine.pollUntil("three records", () -> engine.records().size() == 3);
            assertThat(engine.records().get(1).length()).isEqualTo(large.length);
            assertThat(engine.records().get(1).copyBytes()).endsWith((byte) 7);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
    @DisplayName("reads every compression")
    void compression(String codec) throws Exception {
        kafka.createTopic(topic, 1);
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("compression.type", codec, "linger.ms", 50))) {
            send(producer, Brokers.values("a value ", 100));
        }
        try (EngineSide engine = EngineSide.open(Brokers.source(topic, group).build())) {
            engine.pollUntil("100 records", () -> engine.records().size() == 100);
            assertThat(engine.texts()).startsWith("a value 0").endsWith("a value 99");
        }
    }

    @Test
    @DisplayName("tells lag in records and in time, calls it trouble past the limit, and takes that back")
    void lag() throws Exception {
        kafka.createTopic(topic, 1);
        long old = Instant.now().minus(Duration.ofHours(3)).toEpochMilli();
        kafka.produce(Brokers.values("v", 300).stream().map(value -> new ProducerRecord<>(topic, 0, old, null, value)));
        try (EngineSide engine = EngineSide.open(Brokers.source(topic, group)
                .property("max.poll.records", "1")
                .lagLimit(Duration.ofHours(2))
                .build())) {
            engine.pollUntil("a first record", () -> engine.records().size() == 1);
            Waiting.until("trouble", () -> {
                keepAlive(engine);
                return !engine.events(SourceEvent.Trouble.class).isEmpty();
            });
            SourceEvent.Lag lag = engine.events(SourceEvent.Lag.class).stream()
                    .filter(event -> event.age().toHours() == 3)
                    .findFirst()
                    .orElseThrow();
            assertThat(lag.records()).isBetween(290L, 300L);
            assertThat(engine.events(SourceEvent.Trouble.class).get(0).reason()).contains(topic + "/0", "3 h");
            engine.pollUntil("recovery", () -> !engine.events(SourceEvent.Recovered.class)
                    .isEmpty());
            assertThat(engine.events(SourceEvent.Lag.class))
                    .last()
                    .isEqualTo(new SourceEvent.Lag(topic + "/0", 0, Duration.ZERO));
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, List<byte[]> values) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        values.forEach(value -> sent.add(producer.send(new ProducerRecord<>(topic, value))));
        for (Future<?> future : sent) {
            future.get();
        }
    }

    private void transaction(KafkaProducer<byte[], byte[]> producer, String value, boolean commit) throws Exception {
        producer.beginTransaction();
        send(producer, List.of(value.getBytes(StandardCharsets.UTF_8)));
        if (commit) {
            producer.commitTransaction();
        } else {
            producer.abortTransaction();
        }
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(kafka.clientSettings(Listener.PLAINTEXT));
        all.putAll(settings);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void keepAlive(EngineSide engine) {
        try {
            engine.reader.keepAlive();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
