package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.spi.BlockedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The presets for Tencent Cloud")
class TencentPresetsTest {

    private static final String LOGSET = "0f8e4b82-8adb-47b1-0000-000000000000";

    private static TencentClsKafka.Builder cls() {
        return TencentClsKafka.builder()
                .region("ap-guangzhou")
                .logset(LOGSET)
                .topics("1250000000-633a268c-0000-4a4c-0000-000000000000")
                .group("soc-import")
                .credentials(keys("AKIDexample", "SecretKeyExample"));
    }

    private static CredentialsProvider keys(String id, String key) {
        return CredentialsProvider.fixed(Credentials.of(id, key));
    }

    @Test
    @DisplayName("know the addresses of CLS")
    void addresses() {
        assertThat(cls().build().toString())
                .contains("kafkaconsumer-ap-guangzhou.cls.tencentcs.com:9096", "SASL_PLAINTEXT")
                .doesNotContain("SecretKeyExample");
        assertThat(cls().privateNetwork().build().toString())
                .contains("kafkaconsumer-ap-guangzhou.cls.tencentyun.com:9095");
        assertThat(cls().privateNetwork().publicNetwork().build().toString()).contains(".tencentcs.com:9096");
        assertThat(cls().build().name()).isEqualTo("tencent-cls");
    }

    @Test
    @DisplayName("tell all that is missing at once")
    void missing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TencentClsKafka.builder().region("Guangzhou!").build())
                .withMessageContaining("region was 'Guangzhou!' but must look like ap-guangzhou")
                .withMessageContaining("logset was not set")
                .withMessageContaining("credentials was not set")
                .withMessageContaining("topics was []")
                .withMessageContaining("group was not set");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TencentCKafka.builder()
                        .mechanism(SaslMechanism.OAUTHBEARER)
                        .build())
                .withMessageContaining("instance was not set")
                .withMessageContaining("bootstrapServers was empty")
                .withMessageContaining("CKafka offers PLAIN and SCRAM");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cls().label("tencent.region", "mine").build())
                .withMessageContaining("labels held 'tencent.region'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AKIDexample#key", "two words", "ключ"})
    @DisplayName("refuse a SecretKey that cannot be one, without printing it")
    void impossibleKeys(String key) {
        KafkaSource source = cls().credentials(keys("AKIDexample", key)).build();
        assertThatThrownBy(() -> source.open(new EngineSide()))
                .isInstanceOf(BlockedException.class)
                .message()
                .doesNotContain(key);
    }

    @Test
    @DisplayName("refuse temporary keys, which CLS does not take over Kafka")
    void temporaryKeys() {
        KafkaSource source = cls().credentials(() -> Credentials.temporary("AKIDexample", "key", "token"))
                .build();
        assertThatThrownBy(() -> source.open(new EngineSide()))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("lasting key");
    }

    @Test
    @DisplayName("read as CLS wants it: logset as user, SecretId#SecretKey as password, attributes for rules")
    void clsReads() throws Exception {
        LoopbackKafka kafka = Brokers.shared();
        kafka.setUser(LOGSET, "AKIDexample#SecretKeyExample");
        String topic = Brokers.unique("cls");
        kafka.createTopic(topic, 1);
        kafka.produce(topic, List.of("{}".getBytes(StandardCharsets.UTF_8)));
        try (EngineSide engine = EngineSide.open(cls().topics(topic)
                .group(topic)
                .bootstrapServers(kafka.bootstrap(Listener.SASL_PLAINTEXT))
                .label("tenant", "a")
                .build())) {
            engine.pollUntil("one record", () -> !engine.records().isEmpty());
            assertThat(engine.records().get(0).attributes())
                    .containsEntry("tencent.region", "ap-guangzhou")
                    .containsEntry("tencent.logset", LOGSET)
                    .containsEntry("tencent.topic", topic)
                    .containsEntry("tenant", "a")
                    .hasSize(4);
        }
    }

    @Test
    @DisplayName("read from CKafka with and without a login")
    void ckafkaReads() throws Exception {
        LoopbackKafka kafka = Brokers.shared();
        kafka.setUser("ckafka-abc#reader", "pass");
        String topic = Brokers.unique("ckafka");
        kafka.createTopic(topic, 1);
        kafka.produce(topic, List.of("{}".getBytes(StandardCharsets.UTF_8)));
        TencentCKafka.Builder plain = TencentCKafka.builder()
                .instance("ckafka-abc")
                .topics(topic)
                .group(topic)
                .bootstrapServers(kafka.bootstrap(Listener.PLAINTEXT));
        try (EngineSide engine = EngineSide.open(plain.build())) {
            engine.pollUntil("one record", () -> !engine.records().isEmpty());
            assertThat(engine.records().get(0).attributes())
                    .containsEntry("tencent.instance", "ckafka-abc")
                    .containsEntry("tencent.topic", topic)
                    .hasSize(2);
        }
        for (String user : List.of("reader", "ckafka-abc#reader")) {
            TencentCKafka.Builder login = TencentCKafka.builder()
                    .instance("ckafka-abc")
                    .region("ap-guangzhou")
                    .mechanism(SaslMechanism.SCRAM_SHA_256)
                    .credentials(keys(user, "pass"))
                    .topics(topic)
                    .group(topic + user.length())
                    .bootstrapServers(kafka.bootstrap(Listener.SASL_PLAINTEXT));
            try (EngineSide engine = EngineSide.open(login.build())) {
                engine.pollUntil("one record", () -> !engine.records().isEmpty());
                assertThat(engine.records().get(0).attributes()).containsEntry("tencent.region", "ap-guangzhou");
            }
        }
    }
}
