package io.crosslog.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.Pipeline;
import io.crosslog.PipelineState;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.spi.SourceEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedKafka.class)
@DisplayName("A pipeline whose broker")
class BrokerFaultTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path directory;

    @Test
    @DisplayName("is restarted under way says that it is gone, goes on by itself, and loses nothing")
    void restarted(LoopbackKafka kafka) throws Exception {
        try (Clouds clouds = Clouds.open("restart", kafka, directory, 1, 2);
                Traffic traffic = Traffic.over(kafka, clouds.topic(), 2)) {
            traffic.begin(400);
            try (Watched watched = Watched.start(clouds.pipeline())) {
                clouds.awaitAccepted(200, PATIENCE);
                kafka.stop();
                try {
                    assertThat(watched.await(
                                            "a trouble with the broker",
                                            status -> !status.troubles().isEmpty(),
                                            PATIENCE)
                                    .troubles()
                                    .toString())
                            .contains(clouds.route().bootstrap());
                } finally {
                    kafka.start();
                }
                clouds.awaitAccepted(500, PATIENCE);
                watched.await(
                        "no trouble any more",
                        status -> status.state() == PipelineState.RUNNING
                                && status.troubles().isEmpty(),
                        PATIENCE);
                traffic.end();
                clouds.awaitAll(traffic, 0, PATIENCE);
            }
            clouds.verdict(traffic, 0).check(0);
        }
    }

    @Test
    @DisplayName(
            "gets partitions under load, or while it stands still, skips nothing of them even if it began at the latest")
    void partitionsAdded(LoopbackKafka kafka) throws Exception {
        try (Clouds clouds = Clouds.open("grow", kafka, directory, 1, 2);
                Traffic traffic = Traffic.over(kafka, clouds.topic(), 2)) {
            Pipeline pipeline = clouds.route()
                    .pipeline(
                            "grow",
                            clouds.route().source().startAtLatest().build(),
                            clouds.route().sink().build())
                    .build();
            traffic.produce(100);
            long first = traffic.produced();
            try (Watched watched = Watched.start(pipeline)) {
                watched.await(
                        "both partitions held and their start committed",
                        status -> status.partitions().size() == 2
                                && status.lastCommit().isPresent(),
                        PATIENCE);
                traffic.begin(400);
                clouds.awaitAccepted(200, PATIENCE);
                kafka.growTopic(clouds.topic(), 4);
                traffic.redirect(Traffic.spread(clouds.topic(), 4));
                watched.await(
                        "the new partitions", status -> status.partitions().size() == 4, PATIENCE);
                clouds.awaitAccepted(200, PATIENCE);
            }
            kafka.growTopic(clouds.topic(), 5);
            traffic.redirect(Traffic.spread(clouds.topic(), 5));
            try (Watched watched = Watched.start(pipeline)) {
                watched.await(
                        "the newest partition", status -> status.partitions().size() == 5, PATIENCE);
                traffic.end();
                clouds.awaitAll(traffic, first, PATIENCE);
                watched.awaitSettled(PATIENCE);
            }
            clouds.verdict(traffic, first).check(0);
            assertThat(clouds.accepted().has(0))
                    .as("what was there before the first start")
                    .isFalse();
        }
    }

    @Test
    @DisplayName("has deleted records before they could be read reports a possible loss and how many, and goes on")
    void outOfRange(LoopbackKafka kafka) throws Exception {
        try (Clouds clouds = Clouds.open("deleted", kafka, directory, 1, 1);
                Traffic traffic = Traffic.over(kafka, clouds.topic(), 1)) {
            traffic.produce(150);
            try (Watched watched = Watched.start(clouds.pipeline())) {
                clouds.awaitAll(traffic, 0, PATIENCE);
                watched.awaitSettled(PATIENCE);
            }
            traffic.produce(300);
            kafka.deleteRecordsBefore(clouds.topic(), 0, 350);
            try (Watched watched = Watched.start(clouds.pipeline())) {
                clouds.awaitAll(traffic, 350, PATIENCE);
                SourceEvent.PossibleLoss loss = watched.await(
                                "a possible loss", status -> status.possibleLosses() > 0, PATIENCE)
                        .lastLosses()
                        .get(0);
                assertThat(loss.partition()).isEqualTo(clouds.topic() + "/0");
                assertThat(loss.records()).isEqualTo(OptionalLong.of(200));
                assertThat(watched.status().possibleLosses()).isEqualTo(1);
            }
            Verdict verdict = clouds.verdict(traffic, 350).check(0).checkNoDuplicates();
            assertThat(verdict.accepted().records()
                            + verdict.rejected().origins().size())
                    .isEqualTo(250);
        }
    }
}
