package io.crosslog.campaign;

import io.crosslog.Pipeline;
import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.loopback.sls.LoopbackSls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** The two clouds of one test: the shared broker with topics of the test's own, and an SLS endpoint. */
final class Clouds implements AutoCloseable {

    private final LoopbackKafka kafka;
    private final LoopbackSls sls;
    private final Accepted accepted;
    private final Route route;
    private final String name;

    private Clouds(String name, LoopbackKafka kafka, LoopbackSls sls, Accepted accepted, Route route) {
        this.name = name;
        this.kafka = kafka;
        this.sls = sls;
        this.accepted = accepted;
        this.route = route;
    }

    /** Starts an endpoint and makes this many topics. */
    static Clouds open(String name, LoopbackKafka kafka, Path directory, int topics, int partitions)
            throws IOException, InterruptedException {
        String unique = name + "-" + UUID.randomUUID().toString().substring(0, 8);
        List<String> names =
                IntStream.range(0, topics).mapToObj(i -> unique + "-" + i).toList();
        names.forEach(topic -> kafka.createTopic(topic, partitions));
        Accepted accepted = new Accepted();
        LoopbackSls sls = LoopbackSls.builder()
                .logstore(Route.PROJECT, Route.LOGSTORE)
                .accessKey(Route.ACCESS_KEY, Route.ACCESS_SECRET)
                .keepNothing()
                .onAccepted(accepted::add)
                .start();
        Route route = new Route(kafka.bootstrap(Listener.SASL_PLAINTEXT), names, unique, sls.port(), directory);
        return new Clouds(name, kafka, sls, accepted, route);
    }

    LoopbackKafka kafka() {
        return kafka;
    }

    LoopbackSls sls() {
        return sls;
    }

    Accepted accepted() {
        return accepted;
    }

    Route route() {
        return route;
    }

    String topic() {
        return route.topics().get(0);
    }

    /** The pipeline that most tests run. */
    Pipeline pipeline() {
        return pipeline("campaign");
    }

    Pipeline pipeline(String itsName) {
        return route.pipeline(itsName, route.source().build(), route.sink().build())
                .build();
    }

    void awaitAccepted(long more, Duration within) throws InterruptedException {
        long target = accepted.records() + more;
        Waiting.until(
                target + " records at the endpoint", within, () -> accepted.records() >= target, accepted::records);
    }

    /** Waits until everything from a number on has arrived. */
    Verdict awaitAll(Traffic traffic, long first, Duration within) throws InterruptedException {
        Waiting.until(
                "all records delivered or rejected",
                within,
                () -> accepted.records() + traffic.produced() / 90 + 1 >= traffic.produced() - first
                        && verdict(traffic, first).isComplete(),
                () -> verdict(traffic, first) + ", missing "
                        + verdict(traffic, first).lost());
        return verdict(traffic, first);
    }

    Verdict verdict(Traffic traffic, long first) {
        return Verdict.of(name, first, traffic, accepted, Verdict.read(route));
    }

    @Override
    public void close() throws IOException {
        sls.close();
    }
}
