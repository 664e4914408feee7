package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.credentials.Secret;
import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.loopback.kafka.LoopbackProxy;
import io.crosslog.spi.SourceEvent;
import io.crosslog.spi.SourceEvent.Flow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
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
