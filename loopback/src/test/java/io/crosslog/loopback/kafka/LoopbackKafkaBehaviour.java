package io.crosslog.loopback.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a loopback broker does wherever it runs. */
interface LoopbackKafkaBehaviour {
    String LOGSET = "0f8e4b82-8adb-47b1-a1b2-c3d4e5f60718";
    String SECRET = "AKIDexample#not/a=secret;";
    String CONNECTION_STRING =
            "Endpoint=sb://ns.example.com/;SharedAccessKeyName=listen;SharedAccessKey=bm90IGEga2V5\"\\=";

    LoopbackKafka kafka();

    static LoopbackKafka.Builder broker() {
        return LoopbackKafka.builder()
                .clsUser(LOGSET, "AKIDexample", "not/a=secret;")
                .eventHubsUser(CONNECTION_STRING);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Records come back through each listener as they were produced")
    default void eachListenerServes(Listener listener) {
        String topic = "each-" + listener;
        kafka().createTopic(topic, 1);
        kafka().produce(topic, TestClients.values("v", 100));
        assertThat(TestClients.readFromStart(kafka().clientSettings(listener, LOGSET, SECRET), topic, 100))
                .isEqualTo(TestClients.texts("v", 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "SCRAM-SHA-512"})
    @DisplayName("The same user and password do for SCRAM")
    default void scram(String mechanism) {
        String topic = "by-" + mechanism;
        kafka().createTopic(topic, 1);
        kafka().produce(topic, TestClients.values("v", 1));
        Map<String, Object> settings = kafka().clientSettings(Listener.SASL_SSL);
        settings.put("sasl.mechanism", mechanism);
        settings.put("sasl.jaas.config", Jaas.entry("scram.ScramLoginModule", "username", LOGSET, "password", SECRET));
        assertThat(TestClients.readFromStart(settings, topic, 1)).containsExactly("v0");
    }

    @Test
    @DisplayName("An unsecured token does for OAUTHBEARER")
    default void oauthBearer() {
        kafka().createTopic("by-token", 1);
        kafka().produce("by-token", TestClients.values("v", 1));
        Map<String, Object> settings = kafka().clientSettings(Listener.SASL_PLAINTEXT);
        settings.put("sasl.mechanism", "OAUTHBEARER");
        settings.put(
                "sasl.jaas.config",
                Jaas.entry("oauthbearer.OAuthBearerLoginModule", "unsecuredLoginStringClaim_sub", "reader"));
        assertThat(TestClients.readFromStart(settings, "by-token", 1)).containsExactly("v0");
    }

    @Test
    @DisplayName("A connection string with quotes and backslashes does for a password")
    default void eventHubsUser() {
        kafka().createTopic("hub", 1);
        kafka().produce("hub", TestClients.values("v", 1));
        Map<String, Object> settings =
                kafka().clientSettings(Listener.SASL_SSL, "$ConnectionString", CONNECTION_STRING);
        assertThat(TestClients.readFromStart(settings, "hub", 1)).containsExactly("v0");
    }

    @Test
    @DisplayName("A password is refused until the user is given it, and again when the user is removed")
    default void passwordsChangeUnderWay() {
        kafka().createTopic("secret", 1);
        kafka().produce("secret", TestClients.values("v", 1));
        Map<String, Object> settings = kafka().clientSettings(Listener.SASL_PLAINTEXT, "auditor", "new");
        kafka().setUser("auditor", "old");
        assertThatThrownBy(() -> TestClients.readFromStart(settings, "secret", 1))
                .isInstanceOf(SaslAuthenticationException.class);
        kafka().setUser("auditor", "new");
        assertThat(TestClients.readFromStart(settings, "secret", 1)).containsExactly("v0");
        kafka().removeUser("auditor");
        assertThatThrownBy(() -> TestClients.readFromStart(settings, "secret", 1))
                .isInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    @DisplayName("A client without the trust store is turned away")
    default void unknownCertificate() {
        kafka().createTopic("trusted", 1);
        Map<String, Object> settings = kafka().clientSettings(Listener.SSL);
        settings.keySet().removeIf(key -> key.startsWith("ssl."));
        assertThatThrownBy(() -> TestClients.readFromStart(settings, "trusted", 1))
                .isInstanceOf(SslAuthenticationException.class);
    }

    @Test
    @DisplayName("A denied topic is closed to that user only, until allowed again")
    default void deniedTopic() {
        kafka().createTopic("closed", 1);
        kafka().produce("closed", TestClients.values("v", 1));
        Map<String, Object> cls = kafka().clientSettings(Listener.SASL_PLAINTEXT, LOGSET, SECRET);
        kafka().denyTopic("closed", LOGSET);
        assertThatThrownBy(() -> TestClients.readFromStart(cls, "closed", 1))
                .isInstanceOf(TopicAuthorizationException.class);
        Map<String, Object> other = kafka().clientSettings(Listener.SASL_SSL, "$ConnectionString", CONNECTION_STRING);
        assertThat(TestClients.readFromStart(other, "closed", 1)).containsExactly("v0");
        kafka().allowTopic("closed", LOGSET);
        assertThat(TestClients.readFromStart(cls, "closed", 1)).containsExactly("v0");
    }

    @Test
    @DisplayName("A denied group cannot be joined")
    default void deniedGroup() {
        kafka().createTopic("grouped", 1);
        kafka().produce("grouped", TestClients.values("v", 1));
        kafka().denyGroup("nobodys", LOGSET);
        Map<String, Object> cls = kafka().clientSettings(Listener.SASL_PLAINTEXT, LOGSET, SECRET);
        try (KafkaConsumer<byte[], byte[]> consumer = TestClients.consumer(cls, "nobodys")) {
            consumer.subscribe(List.of("grouped"));
            assertThatThrownBy(() -> TestClients.read(consumer, 1)).isInstanceOf(GroupAuthorizationException.class);
        }
        kafka().allowGroup("nobodys", LOGSET);
        try (KafkaConsumer<byte[], byte[]> consumer = TestClients.consumer(cls, "nobodys")) {
            consumer.subscribe(List.of("grouped"));
            assertThat(TestClients.read(consumer, 1)).containsExactly("v0");
        }
    }

    @Test
    @DisplayName("Who asks for deleted records gets OffsetOutOfRange")
    default void deletedRecords() {
        kafka().createTopic("short", 1);
        kafka().produce("short", TestClients.values("v", 10));
        assertThat(kafka().endOffset("short", 0)).isEqualTo(10);
        kafka().deleteRecordsBefore("short", 0, 7);
        Map<String, Object> settings = kafka().clientSettings(Listener.PLAINTEXT);
        settings.put("auto.offset.reset", "none");
        TopicPartition partition = new TopicPartition("short", 0);
        try (KafkaConsumer<byte[], byte[]> consumer = TestClients.consumer(settings, "late")) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, 3);
            assertThatThrownBy(() -> TestClients.read(consumer, 1)).isInstanceOf(OffsetOutOfRangeException.class);
        }
        assertThat(TestClients.readFromStart(kafka().clientSettings(Listener.PLAINTEXT), "short", 3))
                .containsExactly("v7", "v8", "v9");
    }

    @Test
    @DisplayName("Partitions can be added, keys and nulls produced, and the members of a group see them")
    default void growingTopic() {
        kafka().createTopic("growing", 1);
        kafka().growTopic("growing", 3);
        kafka().produce("growing", 2, "key".getBytes(StandardCharsets.UTF_8), null);
        assertThat(kafka().endOffset("growing", 2)).isEqualTo(1);
        try (KafkaConsumer<byte[], byte[]> consumer =
                TestClients.consumer(kafka().clientSettings(Listener.PLAINTEXT), "growing")) {
            assertThat(consumer.partitionsFor("growing")).hasSize(3);
        }
    }

    @Test
    @DisplayName("A restarted broker has its ports, records, users and committed positions, and its clients go on")
    default void restart() {
        kafka().createTopic("lasting", 1);
        kafka().produce("lasting", TestClients.values("before", 10));
        Map<String, Object> settings = kafka().clientSettings(Listener.SASL_SSL, LOGSET, SECRET);
        try (KafkaConsumer<byte[], byte[]> consumer = TestClients.consumer(settings, "lasting")) {
            consumer.subscribe(List.of("lasting"));
            assertThat(TestClients.read(consumer, 10)).hasSize(10);
            consumer.commitSync();
            kafka().restart();
            kafka().produce("lasting", TestClients.values("after", 5));
            assertThat(TestClients.read(consumer, 5)).isEqualTo(TestClients.texts("after", 5));
            assertThat(consumer.committed(consumer.assignment()).values())
                    .allSatisfy(committed -> assertThat(committed.offset()).isEqualTo(10));
        }
    }

    @Test
    @DisplayName("A refused wish is an error that names the topic and carries the broker's word")
    default void refusedWish() {
        kafka().createTopic("twice", 1);
        assertThatThrownBy(() -> kafka().createTopic("twice", 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("twice")
                .hasCauseInstanceOf(TopicExistsException.class);
    }
}
