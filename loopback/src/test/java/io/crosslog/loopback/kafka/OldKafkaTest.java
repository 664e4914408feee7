package io.crosslog.loopback.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An old Kafka broker")
class OldKafkaTest {
    private static OldKafka kafka;

    @BeforeAll
    static void start() {
        kafka = OldKafka.builder()
                .clsUser("logset", "AKIDexample", "key=;")
                .topic("waf", 2)
                .start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    @DisplayName("A group reads what was produced, and commits")
    void readAndCommit() {
        kafka.produce("waf", TestClients.values("v", 100));
        var settings = kafka.clientSettings(Listener.SASL_PLAINTEXT, "logset", "AKIDexample#key=;");
        try (KafkaConsumer<byte[], byte[]> consumer = TestClients.consumer(settings, "soc")) {
            consumer.subscribe(List.of("waf"));
            assertThat(TestClients.read(consumer, 100)).hasSize(100).containsAll(TestClients.texts("v", 100));
            consumer.commitSync();
            assertThat(consumer.committed(consumer.assignment()).values())
                    .hasSize(2)
                    .doesNotContainNull();
        }
    }

    @Test
    @DisplayName("A wrong password is refused")
    void wrongPassword() {
        var settings = kafka.clientSettings(Listener.SASL_PLAINTEXT, "logset", "AKIDexample");
        assertThatThrownBy(() -> TestClients.readFromStart(settings, "waf", 1))
                .isInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    @DisplayName("It is old indeed: it knows nothing of requests that came later")
    void isOld() {
        assertThatThrownBy(
                        () -> kafka.admin().describeUserScramCredentials().all().get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(UnsupportedVersionException.class);
    }

    @Test
    @DisplayName("Asking for a listener that it has not says which it has")
    void noSuchListener() {
        assertThatThrownBy(() -> kafka.bootstrap(Listener.SASL_SSL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SASL_SSL");
    }
}
