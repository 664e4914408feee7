package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.model.Position;
import io.crosslog.spi.SourceEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Where the offset to resume at is gone, a Kafka source")
class LostOffsetsTest {

    private final LoopbackKafka kafka = Brokers.shared();
    private final String topic = Brokers.unique("lost");
    private final String group = Brokers.unique("group");

    @BeforeEach
    void deletedBeforeRead() throws Exception {
        kafka.createTopic(topic, 1);
        kafka.produce(topic, Brokers.values("a", 10));
        try (EngineSide engine = EngineSide.open(source(OutOfRange.EARLIEST))) {
            engine.pollUntil("10 records", () -> engine.records().size() == 10);
        }
        kafka.produce(topic, Brokers.values("b", 10));
        kafka.deleteRecordsBefore(topic, 0, 17);
    }

    @Test
    @DisplayName("goes on at the earliest, counts what may be lost and commits the new position")
    void earliest() throws Exception {
        EngineSide engine = EngineSide.open(source(OutOfRange.EARLIEST));
        engine.pollUntil("the three that are left", () -> engine.records().size() == 3);
        assertThat(engine.texts()).containsExactly("b7", "b8", "b9");
        SourceEvent.PossibleLoss loss =
                engine.events(SourceEvent.PossibleLoss.class).get(0);
        assertThat(loss.partition()).isEqualTo(topic + "/0");
        assertThat(loss.records()).isEqualTo(OptionalLong.of(7));
        assertThat(loss.detail()).contains("offset 10 is gone", "earliest left is 17", "going on at 17");
        assertThat(engine.batches.get(0).records()).isEmpty();
        assertThat(engine.batches.get(0).end()).isEqualTo(Position.of(topic + "/0", "v1:17"));
        engine.close();
        try (EngineSide again = EngineSide.open(source(OutOfRange.STOP))) {
            kafka.produce(topic, Brokers.values("c", 1));
            again.pollUntil("what is new", () -> !again.records().isEmpty());
            assertThat(again.texts()).containsExactly("c0");
        }
    }

    @Test
    @DisplayName("set to latest, skips what is left too and counts it")
    void latest() throws Exception {
        try (EngineSide engine = EngineSide.open(source(OutOfRange.LATEST))) {
            engine.pollUntil("the loss", () -> !engine.events(SourceEvent.PossibleLoss.class)
                    .isEmpty());
            assertThat(engine.events(SourceEvent.PossibleLoss.class).get(0).records())
                    .isEqualTo(OptionalLong.of(10));
            kafka.produce(topic, Brokers.values("c", 1));
            engine.pollUntil("what is new", () -> !engine.records().isEmpty());
            assertThat(engine.texts()).containsExactly("c0");
        }
    }

    @Test
    @DisplayName("set to stop, stops and says what happened")
    void stop() throws Exception {
        EngineSide engine = EngineSide.open(source(OutOfRange.STOP));
        assertThatThrownBy(() -> engine.pollUntil("the stop", () -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(topic + "/0")
                .hasMessageContaining("deleted up to 7 records")
                .hasMessageContaining("outOfRange(EARLIEST)");
        engine.crash();
    }

    @Test
    @DisplayName(
            "beyond the end of a topic made anew, reads it from its beginning and says that records may be replaced")
    void beyondTheEnd() throws Exception {
        EngineSide engine = new EngineSide();
        engine.claims.put(topic + "/0", Optional.of(Position.of(topic + "/0", "v1:5000")));
        engine.reader = source(OutOfRange.EARLIEST).open(engine);
        try (engine) {
            engine.pollUntil("the three that are there", () -> engine.records().size() == 3);
            assertThat(engine.events(SourceEvent.PossibleLoss.class).get(0).records())
                    .isEmpty();
            assertThat(engine.events(SourceEvent.PossibleLoss.class).get(0).detail())
                    .contains("the log ends at 20", "made anew");
        }
    }

    @Test
    @DisplayName("reads on in the other partitions meanwhile")
    void others() throws Exception {
        kafka.growTopic(topic, 2);
        kafka.produce(topic, 1, null, "other".getBytes(StandardCharsets.UTF_8));
        try (EngineSide engine = EngineSide.open(source(OutOfRange.EARLIEST))) {
            engine.pollUntil("all that is left", () -> engine.records().size() == 4);
            assertThat(engine.texts()).containsAll(List.of("b7", "b8", "b9", "other"));
        }
    }

    private KafkaSource source(OutOfRange policy) {
        return Brokers.source(topic, group).outOfRange(policy).build();
    }
}
