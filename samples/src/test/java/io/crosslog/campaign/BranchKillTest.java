package io.crosslog.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.loopback.sls.Fault;
import io.crosslog.loopback.sls.LoopbackSls;
import io.crosslog.loopback.sls.SlsLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedKafka.class)
@DisplayName(
        "A pipeline that routes three kinds to two Logstores and copies the raw form to a third, killed and restarted")
class BranchKillTest {

    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> LOGSTORES = List.of(Branching.RAW, Branching.SECURITY, Branching.NETWORK);

    @TempDir
    Path directory;

    private final Map<String, Accepted> logstores = Map.of(
            Branching.RAW, new Accepted(), Branching.SECURITY, new Accepted(), Branching.NETWORK, new Accepted());
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    @Test
    @DisplayName("leaves each Logstore complete, and a copy with the id of its original")
    void complete(LoopbackKafka kafka) throws Exception {
        campaign(2, kafka, 400);
    }

    @Test
    @Tag("campaign")
    @Timeout(900)
    @DisplayName("leaves each Logstore complete, and a copy with the id of its original, in the long run")
    void completeInTheLongRun(LoopbackKafka kafka) throws Exception {
        campaign(20, kafka, 1_000);
    }

    @SuppressWarnings("SystemOut")
    private void campaign(int kills, LoopbackKafka kafka, int perSecond) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String topic = Branching.NAME + "-" + UUID.randomUUID().toString().substring(0, 8);
        kafka.createTopic(topic, PARTITIONS);
        try (LoopbackSls sls = endpoint();
                Traffic traffic = new Traffic(kafka, Traffic.kinds(Branching.KINDS, number -> topic, PARTITIONS))) {
            Route route =
                    new Route(kafka.bootstrap(Listener.SASL_PLAINTEXT), List.of(topic), topic, sls.port(), directory);
            traffic.produce(500);
            traffic.begin(perSecond);
            long hits = 0;
            for (int kill = 0; kill < kills; kill++) {
                boolean fromTheStart = kill % 2 == 0;
                Fault trouble = trouble(kill, random);
                if (fromTheStart) {
                    sls.faults().add(trouble);
                }
                try (ImportProcess process = ImportProcess.start(Branching.NAME, false, route)) {
                    process.await(fromTheStart ? ImportMain.READING : ImportMain.COMMITTED, PATIENCE);
                    if (!fromTheStart) {
                        sls.faults().add(trouble);
                    }
                    Waiting.pause(Duration.ofMillis(random.nextInt(fromTheStart ? 1_500 : 2_000)));
                    process.kill();
                }
                hits += sls.faults().hits(trouble);
                sls.faults().remove(trouble);
            }
            try (ImportProcess process = ImportProcess.start(Branching.NAME, false, route)) {
                process.await(ImportMain.COMMITTED, PATIENCE);
                traffic.end();
                Waiting.until(
                        "all records in each Logstore or rejected",
                        PATIENCE,
                        () -> missing(traffic, route).isEmpty(),
                        () -> missing(traffic, route));
                process.finish();
            }
            check(traffic, route);
            System.out.println(kills + " kills, seed " + seed + ": " + traffic.produced() + " records, "
                    + duplicates(Branching.RAW) + " raw, " + duplicates(Branching.SECURITY) + " security and "
                    + duplicates(Branching.NETWORK) + " network logs came again; "
                    + hits + " writes failed");
        }
    }

    /** What one Logstore does while the others work, so that the branches are far apart when the process is killed. */
    private static Fault trouble(int kill, Random random) {
        Fault fault =
                switch (kill % 5) {
                    case 0 -> Fault.cutAfterAccepting().atRate(0.5);
                    case 1 -> Fault.writeQuotaExceed();
                    case 2 -> Fault.unauthorized();
                    case 3 -> Fault.slow(Duration.ofMillis(700));
                    default -> Fault.stallAfterAccepting();
                };
        return fault.onLogstore(Route.PROJECT, LOGSTORES.get(random.nextInt(LOGSTORES.size())));
    }

    private LoopbackSls endpoint() throws IOException, InterruptedException {
        return LoopbackSls.builder()
                .project(Route.PROJECT, Branching.RAW, Branching.SECURITY, Branching.NETWORK)
                .accessKey(Route.ACCESS_KEY, Route.ACCESS_SECRET)
                .keepNothing()
                .onAccepted(this::take)
                .start();
    }

    private void take(SlsLog log) {
        String logstore = log.logstore();
        String kind = String.valueOf(log.field("kind"));
        String expected = logstore.equals(Branching.RAW) ? null : Branching.classOf(kind);
        if (expected != null && !logstore.equals(Branching.home(kind))
                || !Objects.equals(expected, log.field("class_uid"))) {
            wrong.add(log + " is not of " + logstore);
        }
        logstores.get(logstore).add(log);
    }

    /** What is not where it belongs, the first hundred. */
    private List<String> missing(Traffic traffic, Route route) {
        Map<Long, String> rejected = Verdict.read(route).origins();
        List<String> missing = new ArrayList<>();
        for (long number = 0; number < traffic.produced() && missing.size() < 100; number++) {
            if (Traffic.isMalformed(number)) {
                if (!rejected.containsKey(number)) {
                    missing.add(number + " among the rejected");
                }
                continue;
            }
            for (String logstore : List.of(Branching.RAW, Branching.home(kind(number)))) {
                if (!logstores.get(logstore).has(number)) {
                    missing.add(number + " in " + logstore);
                }
            }
        }
        return missing;
    }

    private void check(Traffic traffic, Route route) {
        Accepted raw = logstores.get(Branching.RAW);
        assertThat(wrong).isEmpty();
        for (Accepted accepted : logstores.values()) {
            assertThat(accepted.strangers()).isEmpty();
            assertThat(accepted.distinctIds()).isEqualTo(accepted.records());
        }
        long whole = 0;
        for (long number = 0; number < traffic.produced(); number++) {
            if (!Traffic.isMalformed(number)) {
                whole++;
                assertThat(logstores.get(Branching.home(kind(number))).id(number))
                        .isEqualTo(raw.id(number));
            }
        }
        assertThat(raw.records()).isEqualTo(whole);
        assertThat(logstores.get(Branching.SECURITY).records()
                        + logstores.get(Branching.NETWORK).records())
                .isEqualTo(whole);
        assertThat(Verdict.read(route).origins()).hasSize((int) (traffic.produced() - whole));
    }

    private long duplicates(String logstore) {
        return logstores.get(logstore).duplicates();
    }

    private static String kind(long number) {
        return Branching.KINDS.get((int) (number % Branching.KINDS.size()));
    }
}
