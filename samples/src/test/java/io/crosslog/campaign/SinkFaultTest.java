package io.crosslog.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.Pipeline;
import io.crosslog.PipelineState;
import io.crosslog.PipelineStatus;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.loopback.sls.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedKafka.class)
@DisplayName("A pipeline whose sink")
class SinkFaultTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final List<String> KINDS = List.of("attack", "access", "bot");

    @TempDir
    Path directory;

    @Test
    @DisplayName("is down stays in its group with a bounded buffer, says why, and then delivers everything")
    void down(LoopbackKafka kafka) throws Exception {
        down(kafka, SHORT);
    }

    @Test
    @Tag("campaign")
    @Timeout(400)
    @DisplayName("is down for two minutes stays in its group with a bounded buffer, and then delivers everything")
    void downForMinutes(LoopbackKafka kafka) throws Exception {
        down(kafka, LONG);
    }

    @Test
    @DisplayName("refuses one of three kinds in every partition delivers no other kind twice")
    void oneKindRefused(LoopbackKafka kafka) throws Exception {
        oneKindRefused(kafka, Duration.ofSeconds(3));
    }

    @Test
    @Tag("campaign")
    @Timeout(400)
    @DisplayName("refuses one of three kinds in every partition for two minutes delivers no other kind twice")
    void oneKindRefusedForMinutes(LoopbackKafka kafka) throws Exception {
        oneKindRefused(kafka, LONG);
    }

    @Test
    @DisplayName("refuses one of three kinds, each in a topic of its own, lets the others flow meanwhile")
    void oneTopicRefused(LoopbackKafka kafka) throws Exception {
        oneTopicRefused(kafka, Duration.ofSeconds(3), 120);
    }

    @Test
    @Tag("campaign")
    @Timeout(400)
    @DisplayName(
            "refuses one of three kinds, each in a topic of its own, for two minutes lets the others flow meanwhile")
    void oneTopicRefusedForMinutes(LoopbackKafka kafka) throws Exception {
        oneTopicRefused(kafka, LONG, 20);
    }

    private void down(LoopbackKafka kafka, Duration time) throws Exception {
        try (Clouds clouds = Clouds.open("down", kafka, directory, 1, 2);
                Traffic traffic = Traffic.over(kafka, clouds.topic(), 2)) {
            traffic.begin(1_000);
            Pipeline pipeline = clouds.route()
                    .pipeline(
                            "down",
                            // Less than the sink is down: without signs of life the group would exclude it.
                            clouds.route()
                                    .source()
                                    .property("max.poll.interval.ms", "4000")
                                    .build(),
                            clouds.route().sink().build())
                    .build();
            try (Watched watched = Watched.start(pipeline)) {
                clouds.awaitAccepted(200, PATIENCE);
                Set<String> members = members(clouds);

                clouds.sls().goDown();
                PipelineStatus status = watched.await(PipelineState.RETRYING, "write of partition", PATIENCE);
                assertThat(status.reason()).contains("127.0.0.1");
                Waiting.pause(time);
                assertThat(watched.status().state()).isEqualTo(PipelineState.RETRYING);
                assertThat(watched.mostBuffered()).as("the buffer was full").isGreaterThan(Route.BUFFER / 2);

                Fault busy = clouds.sls().faults().add(Fault.serverBusy());
                clouds.sls().comeUp();
                clouds.sls().faults().awaitHits(busy, 3, PATIENCE);
                watched.await("the service's own words", s -> s.reason().contains("ServerBusy"), PATIENCE);
                clouds.sls().faults().remove(busy);

                traffic.end();
                clouds.awaitAll(traffic, 0, PATIENCE);
                watched.awaitSettled(PATIENCE);
                watched.await("no trouble", s -> s.state() == PipelineState.RUNNING, PATIENCE);
                watched.await("no lag", s -> s.lagRecords() == 0, PATIENCE);
                assertThat(watched.status().records().released())
                        .as("records given back")
                        .isZero();
                assertThat(members(clouds)).as("members of the group").isEqualTo(members);
                print(watched);
            }
            clouds.verdict(traffic, 0).check(0).checkNoDuplicates();
        }
    }

    private void oneKindRefused(LoopbackKafka kafka, Duration time) throws Exception {
        try (Clouds clouds = Clouds.open("quota", kafka, directory, 1, 2);
                Traffic traffic = new Traffic(kafka, Traffic.kinds(KINDS, number -> clouds.topic(), 2))) {
            traffic.begin(300);
            try (Watched watched = Watched.start(clouds.pipeline())) {
                clouds.awaitAccepted(200, PATIENCE);
                refuse(clouds, watched, time);
                traffic.end();
                clouds.awaitAll(traffic, 0, PATIENCE);
                watched.awaitSettled(PATIENCE);
                print(watched);
            }
            clouds.verdict(traffic, 0).check(0).checkNoDuplicates();
        }
    }

    private void oneTopicRefused(LoopbackKafka kafka, Duration time, int perSecond) throws Exception {
        try (Clouds clouds = Clouds.open("topics", kafka, directory, 3, 1);
                Traffic traffic = new Traffic(kafka, ownTopics(clouds))) {
            traffic.begin(perSecond);
            try (Watched watched = Watched.start(clouds.pipeline())) {
                clouds.awaitAccepted(60, PATIENCE);
                List<Long> others = refuse(clouds, watched, time);
                assertThat(others)
                        .as("how many of the other kinds came meanwhile")
                        .allMatch(count -> count >= 20);
                traffic.end();
                clouds.awaitAll(traffic, 0, PATIENCE);
                watched.awaitSettled(PATIENCE);
                print(watched);
            }
            clouds.verdict(traffic, 0).check(0).checkNoDuplicates();
        }
    }

    /** Refuses attack logs with quota errors for some time; returns how many of the other kinds came meanwhile. */
    private static List<Long> refuse(Clouds clouds, Watched watched, Duration time) throws Exception {
        Fault quota = clouds.sls().faults().add(Fault.writeQuotaExceed().onTopic("attack"));
        clouds.sls().faults().awaitHits(quota, 1, PATIENCE);
        PipelineStatus status = watched.await(PipelineState.THROTTLED, "WriteQuotaExceed", PATIENCE);
        assertThat(status.troubles())
                .allSatisfy(trouble -> assertThat(trouble.where()).contains(clouds.topic()));
        long attacks = clouds.accepted().records("attack");
        long access = clouds.accepted().records("access");
        long bot = clouds.accepted().records("bot");
        Waiting.pause(time);
        List<Long> meanwhile = List.of(
                clouds.accepted().records("access") - access, clouds.accepted().records("bot") - bot);
        assertThat(clouds.accepted().records("attack")).as("attack logs").isEqualTo(attacks);
        clouds.sls().faults().remove(quota);
        watched.await(PipelineState.RUNNING, "", PATIENCE);
        return meanwhile;
    }

    private static LongFunction<Traffic.Place> ownTopics(Clouds clouds) {
        return Traffic.kinds(KINDS, number -> clouds.route().topics().get((int) (number % KINDS.size())), 1);
    }

    private static Set<String> members(Clouds clouds) throws Exception {
        Set<String> members = new TreeSet<>();
        String group = clouds.route().group();
        clouds
                .kafka()
                .admin()
                .describeConsumerGroups(List.of(group))
                .all()
                .get(20, TimeUnit.SECONDS)
                .get(group)
                .members()
                .stream()
                .map(MemberDescription::consumerId)
                .forEach(members::add);
        return members;
    }

    @SuppressWarnings("SystemOut")
    private static void print(Watched watched) {
        System.out.println(
                "at most " + watched.mostBuffered() + " bytes buffered of " + Route.BUFFER + "; " + watched.status());
    }
}
