package io.crosslog.loopback.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Plain consumers, for looking at brokers from outside. */
final class TestClients {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private TestClients() {}

    static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> settings, String group) {
        settings.put("group.id", group);
        settings.putIfAbsent("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        settings.put("reconnect.backoff.max.ms", "200");
        settings.put("default.api.timeout.ms", "10000");
        settings.put("fetch.max.wait.ms", "50");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Reads on until it has this many records or the time is up. */
    static List<String> read(KafkaConsumer<byte[], byte[]> consumer, int count) {
        List<String> values = new ArrayList<>();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (values.size() < count && System.nanoTime() < deadline) {
            consumer.poll(Duration.ofMillis(200))
                    .forEach(each -> values.add(new String(each.value(), StandardCharsets.UTF_8)));
        }
        return values;
    }

    static List<String> readFromStart(Map<String, Object> settings, String topic, int count) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(settings, "reads-from-start")) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.seekToBeginning(consumer.assignment());
            return read(consumer, count);
        }
    }

    static List<byte[]> values(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> (prefix + i).getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    static List<String> texts(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }
}
