package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.loopback.kafka.LoopbackKafka;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The start rule of a Kafka source (R12)")
class StartRuleTest {

    private final LoopbackKafka kafka = Brokers.shared();
    private final String topic = Brokers.unique("start");
    private final String group = Brokers.unique("group");

    @Test
    @DisplayName("latest skips what was there at the group's first start, and nothing after it, whenever a reader dies")
    void latest() throws Exception {
        kafka.createTopic(topic, 3);
        kafka.produce(topic, Brokers.values("old", 30));
        KafkaSource source = Brokers.source(topic, group).startAtLatest().build();
        EngineSide first = EngineSide.open(source);
        first.committing = false;
        first.pollUntil("the three starts", () -> first.batches.size() == 3);
        assertThat(first.records()).isEmpty();
        first.crash();

        kafka.produce(topic, Brokers.values("new", 30));
        try (EngineSide second = EngineSide.open(source)) {
            second.pollUntil(
                    "all that came after the first start",
                    () -> second.records().size() == 30);
            assertThat(second.texts()).allMatch(text -> text.startsWith("new"));
        }
    }

    @Test
    @DisplayName("a time starts at the first record of that time or later")
    void time() throws Exception {
        kafka.createTopic(topic, 2);
        Instant noon = Instant.now().minusSeconds(3600);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            records.add(new ProducerRecord<>(
                    topic,
                    0,
                    noon.plusSeconds(i - 5).toEpochMilli(),
                    null,
                    ("v" + i).getBytes(StandardCharsets.UTF_8)));
        }
        records.add(new ProducerRecord<>(
                topic, 1, noon.minusSeconds(9).toEpochMilli(), null, "before".getBytes(StandardCharsets.UTF_8)));
        kafka.produce(records.stream());
        try (EngineSide engine =
                EngineSide.open(Brokers.source(topic, group).startAt(noon).build())) {
            engine.pollUntil("five records", () -> engine.records().size() == 5);
            assertThat(engine.texts()).containsExactly("v5", "v6", "v7", "v8", "v9");
            kafka.produce(topic, 1, null, "after".getBytes(StandardCharsets.UTF_8));
            engine.pollUntil("the record after", () -> engine.records().size() == 6);
            assertThat(engine.texts()).contains("after").doesNotContain("before");
        }
    }

    @Test
    @DisplayName("a partition added under load is read from its first record, though the rule says latest")
    void partitionAdded() throws Exception {
        kafka.createTopic(topic, 2);
        kafka.produce(topic, Brokers.values("old", 10));
        try (EngineSide engine =
                EngineSide.open(Brokers.source(topic, group).startAtLatest().build())) {
            engine.pollUntil("the two starts", () -> engine.batches.size() == 2);
            Set<String> sent = new TreeSet<>();
            for (int round = 0; round < 20; round++) {
                if (round == 5) {
                    kafka.growTopic(topic, 4);
                }
                for (int partition = 0; partition < (round < 5 ? 2 : 4); partition++) {
                    String value = "r" + round + "p" + partition;
                    kafka.produce(topic, partition, null, value.getBytes(StandardCharsets.UTF_8));
                    sent.add(value);
                }
                engine.pollOnce();
            }
            engine.pollUntil("all that was sent", () -> engine.records().size() >= sent.size());
            assertThat(engine.texts()).containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    @Test
    @DisplayName("a topic that appears later under a pattern is read from its first record")
    void topicAdded() throws Exception {
        kafka.createTopic(topic + "-a", 1);
        kafka.produce(topic + "-a", Brokers.values("old", 3));
        try (EngineSide engine = EngineSide.open(Brokers.source(topic, group)
                .topics(List.of())
                .topicPattern(Pattern.compile(Pattern.quote(topic) + "-[a-z]"))
                .startAtLatest()
                .build())) {
            engine.pollUntil("the start", () -> engine.batches.size() == 1);
            kafka.createTopic(topic + "-b", 2);
            kafka.produce(topic + "-b", Brokers.values("new", 8));
            engine.pollUntil("the new topic's records", () -> engine.records().size() == 8);
            assertThat(engine.texts()).allMatch(text -> text.startsWith("new"));
        }
    }

    @Test
    @DisplayName("is applied by one reader for all, when several start at once")
    void severalReaders() throws Exception {
        kafka.createTopic(topic, 6);
        kafka.produce(topic, Brokers.values("old", 60));
        KafkaSource source = Brokers.source(topic, group).startAtLatest().build();
        List<RunningReader> readers = new ArrayList<>();
        AtomicBoolean go = new AtomicBoolean();
        for (int i = 0; i < 3; i++) {
            readers.add(RunningReader.start(source, go::get));
        }
        go.set(true);
        Waiting.until("all six starts are committed", () -> committed() == 6);
        kafka.produce(topic, Brokers.values("new", 60));
        Waiting.until(
                "all 60",
                () -> readers.stream()
                                .flatMap(reader -> reader.texts().stream())
                                .distinct()
                                .count()
                        >= 60);
        for (RunningReader reader : readers) {
            reader.stop();
            assertThat(reader.texts()).allMatch(text -> text.startsWith("new"));
        }
    }

    private int committed() {
        try {
            return kafka.admin()
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .size();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
