package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.credentials.Secret;
import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.spi.BlockedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("When the broker refuses, a Kafka source")
class FailuresTest {

    private final LoopbackKafka kafka = Brokers.shared();
    private final String topic = Brokers.unique("refused");
    private final String group = Brokers.unique("group");

    @BeforeEach
    void topic() {
        kafka.createTopic(topic, 1);
        kafka.produce(topic, Brokers.values("v", 3));
    }

    @ParameterizedTest
    @EnumSource(
            value = SaslMechanism.class,
            names = {"PLAIN", "SCRAM_SHA_256", "SCRAM_SHA_512"})
    @DisplayName("is blocked by wrong credentials without printing them, and the same reader goes on with right ones")
    void wrongThenRight(SaslMechanism mechanism) throws Exception {
        AtomicReference<Credentials> now = new AtomicReference<>(Credentials.of(Brokers.USER, "wr0ng-s3cret"));
        try (EngineSide engine = EngineSide.open(
                Brokers.source(topic, group).sasl(mechanism, now::get).build())) {
            for (int attempt = 0; attempt < 2; attempt++) {
                BlockedException blocked = blocked(engine);
                assertThat(blocked.reason()).contains("authentication", kafka.bootstrap(Listener.SASL_PLAINTEXT));
                assertThat(blocked.advice()).contains("user name and password");
                assertThat(KafkaFailures.text(blocked)).doesNotContain("wr0ng-s3cret");
            }
            now.set(Credentials.of(Brokers.USER, Brokers.PASSWORD));
            engine.reader.keepAlive();
            engine.pollUntil("3 records", () -> engine.records().size() == 3);
        }
    }

    @Test
    @DisplayName("asks for credentials anew when those that it connected with are refused later")
    void rotation() throws Exception {
        String user = Brokers.unique("rotating");
        kafka.setUser(user, "first");
        AtomicReference<Credentials> now = new AtomicReference<>(Credentials.of(user, "first"));
        try (EngineSide engine = EngineSide.open(Brokers.source(topic, group)
                .sasl(SaslMechanism.PLAIN, now::get)
                .property("connections.max.idle.ms", "1000")
                .build())) {
            engine.pollUntil("3 records", () -> engine.records().size() == 3);
            kafka.setUser(user, "second");
            now.set(Credentials.of(user, "second"));
            // Idle connections are closed, so that the reader has to log in again.
            Waiting.pause(Duration.ofSeconds(3));
            kafka.produce(topic, Brokers.values("w", 3));
            engine.pollUntil("3 more", () -> engine.texts().contains("w2"));
        }
    }

    @Test
    @DisplayName("is blocked, too, where the provider gives other wrong credentials at every asking")
    void everOtherCredentials() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        KafkaSource source = Brokers.source(topic, group)
                .sasl(SaslMechanism.PLAIN, () -> Credentials.of(Brokers.USER, "wr0ng-" + asked.incrementAndGet()))
                .build();
        try (EngineSide engine = EngineSide.open(source)) {
            assertThat(blocked(engine).reason()).contains("authentication");
            assertThat(asked.get()).isLessThan(6);
        }
    }

    @Test
    @DisplayName("is blocked, too, where the provider throws what it should not or gives null, and tells no secret")
    void brokenProvider() throws Exception {
        AtomicReference<CredentialsProvider> now = new AtomicReference<>(Brokers.right());
        KafkaSource source = Brokers.source(topic, group)
                .sasl(SaslMechanism.PLAIN, () -> now.get().get())
                .build();
        for (CredentialsProvider broken : List.<CredentialsProvider>of(
                () -> {
                    throw new IllegalArgumentException("cannot use not-to-be-t0ld");
                },
                () -> null)) {
            now.set(broken);
            assertThatThrownBy(() -> source.open(new EngineSide()))
                    .isInstanceOf(BlockedException.class)
                    .hasMessageContaining("the credentials provider io.crosslog.kafka.FailuresTest")
                    .hasMessageContaining(";")
                    .hasNoCause()
                    .hasMessageNotContaining("not-to-be-t0ld");
        }
        assertThatThrownBy(() -> TencentClsKafka.builder()
                        .region("ap-guangzhou")
                        .bootstrapServers(kafka.bootstrap(Listener.SASL_PLAINTEXT))
                        .logset("logset-1")
                        .topics(topic)
                        .group(group)
                        .credentials(() -> null)
                        .build()
                        .open(new EngineSide()))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("returned null");
        now.set(Brokers.right());
        try (EngineSide engine = EngineSide.open(source)) {
            engine.pollUntil("3 records", () -> engine.records().size() == 3);
        }
    }

    @Test
    @DisplayName("is blocked by a topic that it may not read, and reads it once it may")
    void topicDenied() throws Exception {
        kafka.denyTopic(topic, Brokers.USER);
        try (EngineSide engine = EngineSide.open(Brokers.source(topic, group).build())) {
            assertThat(blocked(engine))
                    .hasMessageContaining("may not read [" + topic + "]")
                    .hasMessageContaining("grant");
            kafka.allowTopic(topic, Brokers.USER);
            readThree(engine);
        }
    }

    @Test
    @DisplayName("is blocked by a group that it may not use, and reads once it may")
    void groupDenied() throws Exception {
        kafka.denyGroup(group, Brokers.USER);
        try (EngineSide engine = EngineSide.open(Brokers.source(topic, group).build())) {
            assertThat(blocked(engine))
                    .hasMessageContaining("consumer group '" + group + "'")
                    .hasMessageContaining("grant");
            kafka.allowGroup(group, Brokers.USER);
            readThree(engine);
        }
    }

    @Test
    @DisplayName("stops for a topic that does not exist, and names it")
    void noSuchTopic() throws Exception {
        EngineSide engine = EngineSide.open(Brokers.source(topic, group)
                .topics(topic, "no-such-topic")
                .connectionDeadline(Duration.ofSeconds(2))
                .build());
        assertThatThrownBy(() -> engine.pollUntil("the stop", () -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[no-such-topic] do not exist");
        engine.close();
    }

    @Test
    @DisplayName("reads over TLS with a trust store or with certificates, and is blocked without")
    void tls() throws Exception {
        Secret password = Secret.of(kafka.trustStorePassword());
        KafkaSource.Builder builder = KafkaSource.builder()
                .bootstrapServers(kafka.bootstrap(Listener.SSL))
                .topics(topic)
                .group(group)
                .tls();
        try (EngineSide engine = EngineSide.open(builder.build())) {
            assertThat(blocked(engine))
                    .hasMessageContaining("TLS handshake")
                    .hasMessageContaining("trust store holds the certificate");
        }
        try (EngineSide engine =
                EngineSide.open(builder.trustStore(kafka.trustStore(), password).build())) {
            engine.pollUntil("3 records", () -> engine.records().size() == 3);
        }
        KafkaSource pem = KafkaSource.builder()
                .bootstrapServers(kafka.bootstrap(Listener.SASL_SSL))
                .sasl(SaslMechanism.PLAIN, Brokers.right())
                .topics(topic)
                .group(group + "-pem")
                .trustedCertificates(pem(kafka.trustStore(), password))
                .build();
        try (EngineSide engine = EngineSide.open(pem)) {
            engine.pollUntil("3 records", () -> engine.records().size() == 3);
        }
        assertThatThrownBy(() -> builder.trustStore(kafka.trustStore(), Secret.of("n0t-it"))
                        .build()
                        .open(new EngineSide()))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("trust store")
                .hasMessageNotContaining("n0t-it");
    }

    private static BlockedException blocked(EngineSide engine) {
        AtomicReference<BlockedException> found = new AtomicReference<>();
        assertThatThrownBy(() -> engine.pollUntil("the refusal", () -> false))
                .isInstanceOfSatisfying(BlockedException.class, found::set);
        return found.get();
    }

    /** Goes on over refusals that were under way. */
    private static void readThree(EngineSide engine) {
        Waiting.until("3 records", () -> {
            try {
                engine.pollOnce();
            } catch (BlockedException e) {
                return false;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return engine.records().size() == 3;
        });
    }

    private static String pem(Path store, Secret password) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, password.reveal().toCharArray());
        }
        Certificate certificate = keys.getCertificate(keys.aliases().nextElement());
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }
}
