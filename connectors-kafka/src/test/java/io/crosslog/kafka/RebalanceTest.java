package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.model.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("hand nothing out any more of what they read before the group went on without them")
    void evicted(boolean commitFails) throws Exception {
        kafka.createTopic(topic, 4);
        for (int partition = 0; partition < 4; partition++) {
            kafka.produce(topic, partition, null, "v".getBytes(StandardCharsets.UTF_8));
        }
        try (EngineSide engine = EngineSide.open(Brokers.source(topic, group)
                .property("fetch.min.bytes", "1000000")
                .property("fetch.max.wait.ms", "1000")
                .build())) {
            engine.committing = false;
            engine.pollUntil("a first record", () -> engine.records().size() == 1);
            long polled = System.nanoTime();
            kafka.admin()
                    .removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
            if (commitFails) {
                assertThatThrownBy(engine::commit).isInstanceOf(IOException.class);
            } else {
                Waiting.until("long silence", () -> System.nanoTime() - polled > 3_000_000_000L);
            }
            assertThat(engine.reader.poll(Duration.ZERO)).isEmpty();
            assertThat(engine.lost).isNotEmpty();
            engine.pollUntil("all, again", () -> new HashSet<>(origins(engine)).size() == 4);
        }
    }

    @Test
    @DisplayName("do not say that offsets are committed while the group rebalances, and commit them when it has")
    void commitDuringRebalance() throws Exception {
        kafka.createTopic(topic, 2);
        KafkaSource source = Brokers.source(topic, group).build();
        EngineSide first = EngineSide.open(source);
        EngineSide idle = EngineSide.open(source);
        first.committing = false;
        idle.committing = false;
        Waiting.until("each has read", () -> {
            kafka.produce(topic, 0, null, new byte[] {1});
            kafka.produce(topic, 1, null, new byte[] {1});
            poll(first);
            poll(idle);
            return first.durable.size() == 1 && idle.durable.size() == 1;
        });
        Position owed = first.durable.values().iterator().next();
        RunningReader third = RunningReader.start(source);
        // The one that is not polled holds the rebalance up.
        AtomicReference<String> refusal = new AtomicReference<>();
        Waiting.until("the commit is put off", () -> {
            try {
                first.reader.keepAlive();
                first.commit();
            } catch (IOException e) {
                refusal.set(e.getMessage());
            }
            return refusal.get() != null;
        });
        assertThat(refusal.get()).contains("while the group rebalances");
        idle.close();
        Waiting.until("committed", () -> {
            poll(first);
            try {
                first.commit();
                return true;
            } catch (IOException e) {
                return false;
            }
        });
        Map<TopicPartition, OffsetAndMetadata> committed = kafka.admin()
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        assertThat(committed.get(Offsets.partition(owed.partition())).offset())
                .isGreaterThanOrEqualTo(Offsets.next(owed));
        third.stop();
        first.close();
    }

    private static List<String> origins(EngineSide engine) {
        return engine.records().stream()
                .map(record -> record.origin().toString())
                .toList();
    }

    private static void poll(EngineSide engine) {
        try {
            engine.pollOnce();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
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
