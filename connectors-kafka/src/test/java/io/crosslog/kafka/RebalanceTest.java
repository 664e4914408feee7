package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.loopback.kafka.LoopbackKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Readers of one group (R7)")
class RebalanceTest {

    private final LoopbackKafka kafka = Brokers.shared();
    private final String topic = Brokers.unique("shared");
    private final String group = Brokers.unique("group");

    @ParameterizedTest
    @ValueSource(strings = {"CooperativeStickyAssignor", "RangeAssignor"})
    @DisplayName("join and leave under load without a loss")
    void joinAndLeave(String assignor) throws Exception {
        kafka.createTopic(topic, 4);
        KafkaSource source = Brokers.source(topic, group)
                .property("partition.assignment.strategy", "org.apache.kafka.clients.consumer." + assignor)
                .build();
        List<RunningReader> readers = new ArrayList<>();
        Set<String> sent = new TreeSet<>();
        for (int round = 0; round < 60; round++) {
            if (round % 15 == 0) {
                readers.add(RunningReader.start(source));
            }
            if (round == 40) {
                readers.get(0).stop();
            }
            for (int partition = 0; partition < 4; partition++) {
                String value = "r" + round + "p" + partition;
                kafka.produce(topic, partition, null, value.getBytes(StandardCharsets.UTF_8));
                sent.add(value);
            }
            Waiting.pause(Duration.ofMillis(40));
        }
        Waiting.until("all " + sent.size(), () -> read(readers).size() == sent.size());
        for (RunningReader reader : readers.subList(1, readers.size())) {
            reader.stop();
        }
        assertThat(read(readers)).isEqualTo(sent);
    }

    @Test
    @DisplayName("are taken up while the reader is held back, and nothing is read meanwhile")
    void assignedWhileHeldBack() throws Exception {
        kafka.createTopic(topic, 2);
        kafka.produce(topic, Brokers.values("v", 10));
        try (EngineSide engine = EngineSide.open(Brokers.source(topic, group).build())) {
            long end = System.nanoTime() + 3_000_000_000L;
            while (System.nanoTime() < end) {
                engine.reader.keepAlive();
                Waiting.pause(Duration.ofMillis(50));
            }
            engine.pollUntil("10 records", () -> engine.records().size() == 10);
            assertThat(engine.texts()).doesNotHaveDuplicates();
        }
    }

    @Test
    @DisplayName("drop what was not handed out of a partition that goes, and commit what is durable")
    void revoked() throws Exception {
        kafka.createTopic(topic, 2);
        for (int partition = 0; partition < 2; partition++) {
            for (byte[] value : Brokers.values("p" + partition + "-", 20)) {
                kafka.produce(topic, partition, null, value);
            }
        }
        KafkaSource source =
                Brokers.source(topic, group).property("max.poll.records", "5").build();
        EngineSide first = EngineSide.open(source);
        first.committing = false;
        first.pollUntil("some records", () -> first.records().size() >= 10);
        RunningReader second = RunningReader.start(source);
        Waiting.until("one partition goes and the other reader has it", () -> {
            keepAlive(first);
            return !first.released.isEmpty() && !second.texts().isEmpty();
        });
        String gone = first.released.get(0).iterator().next();
        int before = first.batches.size();
        first.pollUntil("all the rest", () -> distinct(first, second) == 40);
        second.stop();
        first.close();
        assertThat(first.batches.subList(before, first.batches.size()))
                .noneMatch(batch -> batch.partition().equals(gone));
        List<String> all = new ArrayList<>(first.texts());
        all.addAll(second.texts());
        assertThat(all).hasSize(40);
    }

    private static void keepAlive(EngineSide engine) {
        try {
            engine.reader.keepAlive();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int distinct(EngineSide first, RunningReader second) {
        Set<String> all = new HashSet<>(first.texts());
        all.addAll(second.texts());
        return all.size();
    }

    private static Set<String> read(List<RunningReader> readers) {
        Set<String> all = new TreeSet<>();
        readers.forEach(reader -> all.addAll(reader.texts()));
        return all;
    }
}
