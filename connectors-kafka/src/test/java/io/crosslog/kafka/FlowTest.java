package io.crosslog.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.credentials.Secret;
import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.loopback.kafka.LoopbackProxy;
import io.crosslog.model.Position;
import io.crosslog.spi.Source;
import io.crosslog.spi.SourceEvent;
import io.crosslog.spi.SourceEvent.Flow;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A Kafka source tells a reader that has caught up from one that is behind, throttled or stalled:")
class FlowTest {

    private static final String KEY = "SharedAccessKeyName=p;SharedAccessKey=a2V5";
    private static final String SERVICE = "Endpoint=sb://soc-logs.servicebus.windows.net/;" + KEY;
    private static final String EMULATOR = "Endpoint=sb://localhost/;" + KEY + ";UseDevelopmentEmulator=true";

    private static LoopbackKafka kafka;
    private static LoopbackProxy proxy;

    private final String hub = Brokers.unique("hub");

    @BeforeAll
    static void start() {
        kafka = LoopbackKafka.builder()
                .eventHubsUser(EMULATOR)
                .mechanisms("PLAIN")
                .proxied(Listener.SASL_PLAINTEXT)
                .start();
        proxy = kafka.proxy(Listener.SASL_PLAINTEXT);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void hub() {
        proxy.restore();
        kafka.setUser("$ConnectionString", EMULATOR);
        kafka.createTopic(hub, 1);
    }

    private EventHubsKafka.Builder throughTheProxy() {
        return throughTheProxy(hub);
    }

    private static EventHubsKafka.Builder throughTheProxy(String hub) {
        return quick(EventHubsKafka.builder()
                .connectionString(Secret.of(EMULATOR))
                .hubs(hub)
                .bootstrapServers(kafka.bootstrap(Listener.SASL_PLAINTEXT)));
    }

    private static EventHubsKafka.Builder quick(EventHubsKafka.Builder builder) {
        builder.draft.lagBeat = Duration.ofMillis(500);
        return builder;
    }

    private static Flow last(EngineSide engine) {
        List<SourceEvent.Lag> lags = engine.events(SourceEvent.Lag.class);
        return lags.isEmpty() ? null : lags.get(lags.size() - 1).flow();
    }

    private static boolean hasTrouble(EngineSide engine, String kind) {
        return engine.events(SourceEvent.Trouble.class).stream()
                .anyMatch(trouble -> trouble.kind().equals(kind));
    }

    private static boolean hasRecovered(EngineSide engine, String kind) {
        return engine.events(SourceEvent.Recovered.class).stream()
                .anyMatch(over -> over.kind().equals(kind));
    }

    @Test
    @DisplayName("answers without records and without an error, that claim the end is reached, do not look like it")
    void emptied() throws Exception {
        kafka.produce(hub, Brokers.values("v", 3));
        try (EngineSide engine = EngineSide.open(throughTheProxy().build())) {
            engine.pollUntil("caught up", () -> engine.records().size() == 3 && last(engine) == Flow.CAUGHT_UP);
            proxy.emptyFetches(Duration.ofMillis(700));
            kafka.produce(hub, Brokers.values("w", 5));
            engine.pollUntil("throttled", () -> last(engine) == Flow.THROTTLED);
            SourceEvent.Lag lag = engine.events(SourceEvent.Lag.class)
                    .get(engine.events(SourceEvent.Lag.class).size() - 1);
            assertThat(lag.records()).isEqualTo(5);
            assertThat(hasTrouble(engine, "throttled")).isTrue();
            assertThat(engine.events(SourceEvent.Trouble.class).get(0).advice()).contains("throughput units");
            proxy.restore();
            engine.pollUntil("the rest", () -> engine.records().size() == 8);
            engine.pollUntil("caught up again", () -> last(engine) == Flow.CAUGHT_UP);
            assertThat(hasRecovered(engine, "throttled")).isTrue();
        }
    }

    @Test
    @DisplayName("answers that come late and empty, as a throttling service gives them")
    void late() throws Exception {
        kafka.produce(hub, Brokers.values("v", 3));
        try (EngineSide engine = EngineSide.open(throughTheProxy().build())) {
            engine.pollUntil("caught up", () -> engine.records().size() == 3 && last(engine) == Flow.CAUGHT_UP);
            proxy.throttleFetches(Duration.ofSeconds(2));
            kafka.produce(hub, Brokers.values("w", 5));
            engine.pollUntil("throttled", () -> last(engine) == Flow.THROTTLED);
            proxy.restore();
            engine.pollUntil("the rest", () -> engine.records().size() == 8);
            engine.pollUntil("caught up again", () -> last(engine) == Flow.CAUGHT_UP);
        }
    }

    @Test
    @DisplayName("records that wait and never come make it stalled, and a new connection, which heals what it can")
    void stalled() throws Exception {
        kafka.produce(hub, Brokers.values("v", 3));
        try (EngineSide engine = EngineSide.open(
                throughTheProxy().stallLimit(Duration.ofSeconds(2)).build())) {
            engine.pollUntil("caught up", () -> engine.records().size() == 3 && last(engine) == Flow.CAUGHT_UP);
            proxy.emptyFetches(Duration.ZERO);
            kafka.produce(hub, Brokers.values("w", 5));
            engine.pollUntil("behind", () -> last(engine) == Flow.BEHIND);
            int before = proxy.accepted();
            engine.pollUntil("stalled", () -> last(engine) == Flow.STALLED);
            assertThat(hasTrouble(engine, "stalled")).isTrue();
            engine.pollUntil("a new connection", () -> proxy.accepted() > before);
            int looks = engine.events(SourceEvent.Lag.class).size();
            engine.pollUntil(
                    "more looks", () -> engine.events(SourceEvent.Lag.class).size() > looks + 2);
            assertThat(engine.events(SourceEvent.Lag.class).subList(looks, looks + 2))
                    .extracting(SourceEvent.Lag::flow)
                    .containsOnly(Flow.STALLED);
            assertThat(hasRecovered(engine, "stalled")).isFalse();
            proxy.restore();
            engine.pollUntil("the rest", () -> engine.texts().containsAll(List.of("w0", "w1", "w2", "w3", "w4")));
            engine.pollUntil("recovered", () -> hasRecovered(engine, "stalled"));
            engine.pollUntil("caught up again", () -> last(engine) == Flow.CAUGHT_UP);
        }
    }

    @Test
    @DisplayName("a pipeline without room is behind, whatever the broker does, and its connection stays")
    void heldBack() throws Exception {
        kafka.produce(hub, Brokers.values("v", 50));
        EventHubsKafka.Builder builder =
                throughTheProxy().stallLimit(Duration.ofSeconds(1)).property("max.poll.records", "10");
        try (EngineSide engine = EngineSide.open(builder.build())) {
            engine.pollUntil("a first batch", () -> !engine.records().isEmpty());
            int before = proxy.accepted();
            Waiting.until("three looks", () -> {
                Waiting.pause(Duration.ofMillis(100));
                keepAlive(engine);
                return engine.events(SourceEvent.Lag.class).size() >= 3;
            });
            assertThat(engine.events(SourceEvent.Lag.class)).last().satisfies(lag -> {
                assertThat(lag.flow()).isEqualTo(Flow.BEHIND);
                assertThat(lag.records()).isPositive();
            });
            assertThat(proxy.accepted()).isEqualTo(before);
            assertThat(hasTrouble(engine, "stalled")).isFalse();
        }
    }

    @Test
    @DisplayName(
            "a partition without a leader is stalled and named, its sibling stays caught up, and the connection stays")
    void leaderless() throws Exception {
        String two = Brokers.unique("two");
        kafka.createTopic(two, 2);
        kafka.produce(two, 0, null, "a".getBytes(UTF_8));
        kafka.produce(two, 1, null, "b".getBytes(UTF_8));
        proxy.orphan(two, 1);
        EngineSide side = new EngineSide();
        for (String partition : List.of(two + "/0", two + "/1")) {
            side.claims.put(partition, Optional.of(Position.of(partition, "v1:0")));
        }
        Source source = throughTheProxy(two).stallLimit(Duration.ofSeconds(1)).build();
        try (EngineSide engine = side.started(source)) {
            engine.pollUntil("an orphan", () -> hasTrouble(engine, "leader"));
            int before = proxy.accepted();
            int looks = flows(engine, two + "/1").size();
            engine.pollUntil(
                    "far more looks than the limit has",
                    () -> flows(engine, two + "/1").size() > looks + 5);
            assertThat(flows(engine, two + "/1")).containsOnly(Flow.STALLED);
            assertThat(flows(engine, two + "/0")).doesNotContain(Flow.STALLED).endsWith(Flow.CAUGHT_UP);
            assertThat(engine.texts()).containsExactly("a");
            assertThat(engine.lost).isEmpty();
            assertThat(proxy.accepted()).isEqualTo(before);
            assertThat(hasTrouble(engine, "stalled")).isFalse();
            assertThat(engine.events(SourceEvent.Trouble.class).get(0).reason()).contains(two + "/1");
            proxy.restore();
            engine.pollUntil("the orphan's record", () -> engine.texts().contains("b"));
            engine.pollUntil("recovered", () -> hasRecovered(engine, "leader"));
            engine.pollUntil("caught up", () -> flows(engine, two + "/1").contains(Flow.CAUGHT_UP));
            assertThat(engine.texts()).containsExactly("a", "b");
        }
    }

    private static List<Flow> flows(EngineSide engine, String partition) {
        return engine.events(SourceEvent.Lag.class).stream()
                .filter(lag -> lag.partition().equals(partition))
                .map(SourceEvent.Lag::flow)
                .toList();
    }

    @Test
    @DisplayName(
            "a leader that does not tell where a partition ends is asked again, and taken at its word when it does")
    void silentLeader() {
        TopicPartition partition = new TopicPartition(hub, 0);
        kafka.produce(hub, Brokers.values("v", 3));
        Map<String, Object> settings = kafka.clientSettings(Listener.SASL_PLAINTEXT, "$ConnectionString", EMULATOR);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            PartitionEnds ends = new PartitionEnds();
            assertThat(ends.ask(consumer, Set.of(partition)).ends()).containsOnly(Map.entry(partition, 3L));
            proxy.stall();
            for (int i = 0; i < 2; i++) {
                PartitionEnds.Answer none = ends.ask(consumer, Set.of(partition));
                assertThat(none.ends()).isEmpty();
                assertThat(none.leaderless()).isEmpty();
            }
            proxy.restore();
            Waiting.until(
                    "an answer",
                    () -> ends.ask(consumer, Set.of(partition)).ends().equals(Map.of(partition, 3L)));
            assertThat(ends.canAsk()).isTrue();
        }
    }

    @Test
    @DisplayName("a stall that is found while the broker cannot be reached makes the connection anew all the same")
    void stalledAndAway() throws Exception {
        kafka.produce(hub, Brokers.values("v", 3));
        Source source = throughTheProxy(hub)
                .stallLimit(Duration.ofSeconds(3))
                .connectionDeadline(Duration.ofSeconds(1))
                .property("session.timeout.ms", "6000")
                .property("heartbeat.interval.ms", "1000")
                .build();
        try (EngineSide engine = EngineSide.open(source)) {
            engine.pollUntil("caught up", () -> engine.records().size() == 3 && last(engine) == Flow.CAUGHT_UP);
            engine.commit();
            engine.committing = false;
            proxy.refuse();
            AtomicBoolean blocked = new AtomicBoolean();
            Waiting.until("blocked, then made anew", () -> {
                blocked.compareAndSet(false, pollFails(engine));
                return blocked.get() && !engine.lost.isEmpty();
            });
            assertThat(hasTrouble(engine, "stalled")).isTrue();
            proxy.restore();
            kafka.produce(hub, Brokers.values("w", 1));
            Waiting.until("what came since", () -> {
                pollFails(engine);
                return engine.texts().contains("w0");
            });
        }
    }

    @Test
    @DisplayName("a stall is over when the credentials are refused, since nothing is read then that could stall")
    void stalledAndRefused() throws Exception {
        kafka.produce(hub, Brokers.values("v", 3));
        Source source = throughTheProxy(hub).stallLimit(Duration.ofSeconds(1)).build();
        try (EngineSide engine = EngineSide.open(source)) {
            engine.pollUntil("caught up", () -> engine.records().size() == 3 && last(engine) == Flow.CAUGHT_UP);
            engine.commit();
            engine.committing = false;
            proxy.emptyFetches(Duration.ZERO);
            kafka.produce(hub, Brokers.values("w", 5));
            engine.pollUntil("stalled", () -> hasTrouble(engine, "stalled"));
            kafka.setUser("$ConnectionString", SERVICE);
            proxy.cut();
            Waiting.until("over", () -> {
                pollFails(engine);
                return hasRecovered(engine, "stalled");
            });
        }
    }

    /** Whether a poll was refused, as it may be while a broker cannot be reached. */
    private static boolean pollFails(EngineSide engine) {
        try {
            engine.pollOnce();
            return false;
        } catch (IOException e) {
            return true;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void keepAlive(EngineSide engine) {
        try {
            engine.reader.keepAlive();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("a broker that enforces a quota, over SASL_SSL")
    void quota() throws Exception {
        kafka.setUser("$ConnectionString", SERVICE);
        quota(20_000.0);
        try (EngineSide engine = EngineSide.open(quick(EventHubsKafka.builder()
                        .connectionString(Secret.of(SERVICE))
                        .hubs(hub)
                        .bootstrapServers(kafka.bootstrap(Listener.SASL_SSL))
                        .trustStore(kafka.trustStore(), Secret.of(kafka.trustStorePassword())))
                .build())) {
            int sent = 0;
            while (last(engine) != Flow.THROTTLED && sent < 300) {
                kafka.produce(hub, List.of(new byte[20_000], new byte[20_000], new byte[20_000]));
                sent += 3;
                engine.pollOnce();
            }
            assertThat(hasTrouble(engine, "throttled")).isTrue();
            quota(null);
            int all = sent;
            engine.pollUntil("all records", () -> engine.records().size() == all);
            engine.pollUntil("caught up", () -> last(engine) == Flow.CAUGHT_UP);
        } finally {
            quota(null);
        }
    }

    private static void quota(Double bytesPerSecond) throws Exception {
        ClientQuotaEntity user = new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, "$ConnectionString"));
        kafka.admin()
                .alterClientQuotas(List.of(new ClientQuotaAlteration(
                        user, List.of(new ClientQuotaAlteration.Op("consumer_byte_rate", bytesPerSecond)))))
                .all()
                .get();
    }
}
