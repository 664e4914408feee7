package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.credentials.Credentials;
import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.OldKafka;
import io.crosslog.spi.BlockedException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("From a real Kafka 1.1.1 broker, as CLS says it is, the CLS preset")
class OldBrokerTest {

    private static final String LOGSET = "0f8e4b82-8adb-47b1-0000-000000000000";

    @Test
    @DisplayName("reads, commits, resumes, applies start rules, and is blocked by wrong keys")
    void oldBroker() throws Exception {
        try (OldKafka kafka = OldKafka.builder()
                .clsUser(LOGSET, "AKIDexample", "SecretKey")
                .topic("waf", 3)
                .start()) {
            kafka.produce("waf", Brokers.values("old", 30));
            try (EngineSide engine =
                    EngineSide.open(source(kafka, "all", "SecretKey").build())) {
                engine.pollUntil("30 records", () -> engine.records().size() == 30);
            }
            try (EngineSide latest = EngineSide.open(
                    source(kafka, "late", "SecretKey").startAtLatest().build())) {
                latest.pollUntil("three starts", () -> latest.batches.size() == 3);
                kafka.produce("waf", Brokers.values("new", 30));
                latest.pollUntil("30 new ones", () -> latest.records().size() == 30);
                assertThat(latest.texts()).allMatch(text -> text.startsWith("new"));
            }
            try (EngineSide engine =
                    EngineSide.open(source(kafka, "all", "SecretKey").build())) {
                engine.pollUntil("30 new ones", () -> engine.records().size() == 30);
                assertThat(engine.texts()).allMatch(text -> text.startsWith("new"));
            }
            try (EngineSide engine =
                    EngineSide.open(source(kafka, "all", "wrong").build())) {
                assertThatThrownBy(() -> engine.pollUntil("the refusal", () -> false))
                        .isInstanceOf(BlockedException.class)
                        .hasMessageContaining("the user name must be the id of the logset (here " + LOGSET + ")")
                        .hasMessageContaining("SecretId#SecretKey");
            }
        }
    }

    private static TencentClsKafka.Builder source(OldKafka kafka, String group, String key) {
        return TencentClsKafka.builder()
                .region("ap-guangzhou")
                .logset(LOGSET)
                .topics("waf")
                .group(group)
                .credentials(() -> Credentials.of("AKIDexample", key))
                .bootstrapServers(kafka.bootstrap(Listener.SASL_PLAINTEXT));
    }
}
