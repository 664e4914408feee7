package io.crosslog.loopback.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A loopback broker behind proxies, which offers PLAIN only")
class ProxiedLoopbackKafkaTest {
    private static final String TOPIC = "waf";

    private static LoopbackKafka kafka;

    @BeforeAll
    static void start() {
        kafka = LoopbackKafka.builder()
                .user("reader", "secret")
                .topic(TOPIC, 1)
                .mechanisms("PLAIN")
                .proxied(Listener.SASL_PLAINTEXT, Listener.SASL_SSL)
                .start();
        kafka.produce(TOPIC, TestClients.values("v", 1_000));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @AfterEach
    void restore() {
        kafka.proxy(Listener.SASL_PLAINTEXT).restore();
    }

    private static Map<String, Object> settings(Listener listener) {
        return kafka.clientSettings(listener, "reader", "secret");
    }

    @ParameterizedTest
    @EnumSource(names = {"SASL_PLAINTEXT", "SASL_SSL"})
    @DisplayName("All of a client's connections come through the proxy")
    void clientsComeThroughTheProxy(Listener listener) {
        LoopbackProxy proxy = kafka.proxy(listener);
        int before = proxy.accepted();
        assertThat(kafka.bootstrap(listener)).isEqualTo(proxy.address());
        assertThat(TestClients.readFromStart(settings(listener), TOPIC, 1_000))
                .isEqualTo(TestClients.texts("v", 1_000));
        // One to the address it was told, one to the address that the broker told it.
        assertThat(proxy.accepted() - before).isGreaterThanOrEqualTo(2);
    }

    @Test
    @DisplayName("A client that opens with ApiVersions v4 is reset again and again, and served once that ends")
    void resetAtApiVersions4() {
        LoopbackProxy proxy = kafka.proxy(Listener.SASL_PLAINTEXT);
        proxy.resetOnApiVersions4();
        int before = proxy.accepted();
        try (KafkaConsumer<byte[], byte[]> consumer = TestClients.consumer(settings(Listener.SASL_PLAINTEXT), "v4")) {
            consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
            Await.until("the client has come six times", Duration.ofSeconds(20), () -> {
                assertThat(consumer.poll(Duration.ofMillis(50)).isEmpty()).isTrue();
                return proxy.accepted() >= before + 6;
            });
            proxy.restore();
            consumer.seekToBeginning(consumer.assignment());
            assertThat(TestClients.read(consumer, 1_000)).hasSize(1_000);
        }
    }

    @Test
    @DisplayName("A client whose connections are cut, stalled and refused misses nothing")
    void faultsUnderWay() {
        LoopbackProxy proxy = kafka.proxy(Listener.SASL_PLAINTEXT);
        Map<String, Object> settings = settings(Listener.SASL_PLAINTEXT);
        settings.put("max.poll.records", "200");
        settings.put("max.partition.fetch.bytes", "1000");
        try (KafkaConsumer<byte[], byte[]> consumer = TestClients.consumer(settings, "faults")) {
            consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
            consumer.seekToBeginning(consumer.assignment());
            List<String> got = TestClients.read(consumer, 200);
            proxy.cut();
            got.addAll(TestClients.read(consumer, 200));
            proxy.stall();
            consumer.poll(Duration.ofMillis(100))
                    .forEach(each -> got.add(new String(each.value(), StandardCharsets.UTF_8)));
            proxy.restore();
            got.addAll(TestClients.read(consumer, 200));
            proxy.refuse();
            proxy.restore();
            got.addAll(TestClients.read(consumer, 1_000 - got.size()));
            assertThat(got).isEqualTo(TestClients.texts("v", 1_000));
        }
    }

    @Test
    @DisplayName("A mechanism that is not on offer is refused by name")
    void mechanismNotOnOffer() {
        Map<String, Object> settings = kafka.clientSettings(Listener.SASL_PLAINTEXT);
        settings.put("sasl.mechanism", "SCRAM-SHA-256");
        settings.put(
                "sasl.jaas.config", Jaas.entry("scram.ScramLoginModule", "username", "reader", "password", "secret"));
        assertThatThrownBy(() -> TestClients.readFromStart(settings, TOPIC, 1))
                .isInstanceOf(UnsupportedSaslMechanismException.class)
                .hasMessageContaining("[PLAIN]");
    }

    @Test
    @DisplayName("Asking for a proxy that was not wished for is an error that says how to get it")
    void noProxy() {
        assertThatThrownBy(() -> kafka.proxy(Listener.SSL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("proxied");
    }
}
