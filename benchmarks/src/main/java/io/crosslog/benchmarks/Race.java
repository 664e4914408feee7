package io.crosslog.benchmarks;

import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.loopback.sls.LoopbackSls;
import io.crosslog.loopback.sls.SlsLogstore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Whole pipelines from a loopback broker to a loopback SLS endpoint, side by side with a bare loop: each {@link Entry}
 * reads the same records in a JVM of its own, one after another, several rounds, the first of which only warms up.
 * Broker and endpoint run in other processes than the contenders, but on the same cores.
 */
public final class Race {

    private static final int PARTITIONS = 4;

    private final int records;
    private final int rounds;
    private final PrintStream out;

    Race(int records, int rounds, PrintStream out) {
        this.records = records;
        this.rounds = rounds;
        this.out = out;
    }

    /**
     * Runs the race.
     *
     * @param args number of records, 200,000 if not given, and of rounds that count, 3 if not given
     * @throws Exception if a server or a contender fails
     */
    public static void main(String[] args) throws Exception {
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.print(new Race(records, rounds, out).run());
        out.flush();
    }

    Standings run() throws IOException, InterruptedException {
        LoopbackSls.Builder endpoint = LoopbackSls.builder()
                .region(Course.REGION)
                .accessKey(Course.KEY.id(), Course.KEY.secret().reveal())
                .keepNothing();
        for (Entry entry : Entry.values()) {
            endpoint.logstore(Course.PROJECT, entry.logstore());
        }
        try (LoopbackKafka kafka =
                        LoopbackKafka.builder().topic(Course.TOPIC, PARTITIONS).start();
                LoopbackSls sls = endpoint.start()) {
            out.printf("Producing %,d WAF records ...%n", records);
            produce(kafka);
            return race(new Course(kafka.bootstrap(Listener.PLAINTEXT), sls.port()), sls);
        }
    }

    /** One attack log to two access logs. */
    private void produce(LoopbackKafka kafka) {
        Instant start = Instant.now().minusSeconds(600);
        WafLogs access = WafLogs.of("access", start);
        WafLogs attacks = WafLogs.of("attack", start);
        kafka.produce(IntStream.range(0, records)
                .mapToObj(n -> new ProducerRecord<>(Course.TOPIC, (n % 3 == 0 ? attacks : access).bytes(n))));
    }

    private Standings race(Course course, LoopbackSls sls) throws IOException {
        Standings standings = new Standings(records);
        Map<Entry, RacerProcess> racers = new EnumMap<>(Entry.class);
        try {
            for (Entry entry : Entry.values()) {
                racers.put(
                        entry,
                        new RacerProcess(
                                entry.name(),
                                Racer.class,
                                List.of(entry.name(), course.bootstrap(), Integer.toString(course.slsPort()))));
            }
            for (int round = 0; round <= rounds; round++) {
                for (Map.Entry<Entry, RacerProcess> racer : racers.entrySet()) {
                    Entry entry = racer.getKey();
                    SlsLogstore logstore = sls.logstore(Course.PROJECT, entry.logstore());
                    Arrived before = Arrived.at(logstore);
                    Lap lap = racer.getValue().lap("race-" + entry.logstore() + "-" + round + " " + records);
                    Arrived arrived = Arrived.at(logstore).since(before);
                    if (arrived.logs() != records) {
                        throw new IOException(
                                entry + " brought " + arrived.logs() + " logs of " + records + " records");
                    }
                    out.printf(
                            "round %d%s  %-16s %,7.0f events/s  %5.1f µs CPU/event%n",
                            round,
                            round == 0 ? " (warm-up)" : "",
                            entry,
                            Standings.perSecond(lap, records),
                            Standings.cpuMicros(lap, records));
                    if (round > 0) {
                        standings.add(entry, lap, arrived);
                    }
                }
            }
            return standings;
        } finally {
            for (RacerProcess racer : racers.values()) {
                racer.close();
            }
        }
    }
}
