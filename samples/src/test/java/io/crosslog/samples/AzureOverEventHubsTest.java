package io.crosslog.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.RunningPipeline;
import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.loopback.sls.LoopbackSls;
import io.crosslog.samples.quickstart.HubLogs;
import io.crosslog.spi.SourceEvent.Flow;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AzureOverEventHubsTest {

    private static final String CONNECTION =
            "Endpoint=sb://soc-logs.servicebus.windows.net/;SharedAccessKeyName=listen-only;SharedAccessKey=a2V5";

    @TempDir
    Path dir;

    private Settings settings(Properties properties) throws IOException {
        Path file = dir.resolve("crosslog.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return Settings.of(file);
    }

    private static Properties destination() {
        Properties properties = new Properties();
        properties.setProperty("aliyun.region", "cn-shanghai");
        properties.setProperty("aliyun.project", "soc");
        properties.setProperty("aliyun.logstore", "azure");
        properties.setProperty("aliyun.access-key-id", "LTAI");
        properties.setProperty("aliyun.access-key-secret", "alibaba-key");
        return properties;
    }

    @Test
    @DisplayName("The sample's pipeline carries logs from hub to endpoint over TLS with nothing but a properties file")
    void runs() throws Exception {
        try (LoopbackKafka kafka = LoopbackKafka.builder()
                        .eventHubsUser(CONNECTION)
                        .mechanisms("PLAIN")
                        .topic("hub", 2)
                        .start();
                LoopbackSls sls = LoopbackSls.builder()
                        .region("cn-shanghai")
                        .logstore("soc", "azure")
                        .accessKey("LTAI", "alibaba-key")
                        .start()) {
            HubLogs logs = new HubLogs(Instant.now().minusSeconds(60));
            kafka.produce("hub", List.of(logs.message(0), logs.message(1), logs.message(25)));
            Properties properties = destination();
            properties.setProperty("azure.connection-string", CONNECTION);
            properties.setProperty("azure.hubs", "hub");
            properties.setProperty("azure.bootstrap", kafka.bootstrap(Listener.SASL_SSL));
            properties.setProperty("azure.trust-store", kafka.trustStore().toString());
            properties.setProperty("azure.trust-store-password", kafka.trustStorePassword());
            properties.setProperty("aliyun.http", "true");
            properties.setProperty("aliyun.proxy", "127.0.0.1:" + sls.port());
            properties.setProperty("rejections", dir.resolve("rejections").toString());
            try (RunningPipeline running =
                    AzureOverEventHubs.pipeline(settings(properties)).start()) {
                long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                while (sls.logs("soc", "azure").size() < 45 && System.nanoTime() < end) {
                    assertThat(running.awaitEnd(Duration.ofMillis(100))).isFalse();
                }
                while (!running.status().flow().equals(Optional.of(Flow.CAUGHT_UP)) && System.nanoTime() < end) {
                    assertThat(running.awaitEnd(Duration.ofMillis(100))).isFalse();
                }
                assertThat(running.status().toString()).contains("caught up").doesNotContain("a2V5");
            }
            assertThat(sls.logs("soc", "azure")).hasSize(45);
            assertThat(sls.logs("soc", "azure"))
                    .extracting(log -> log.field("class_uid"))
                    .contains("3002", "4001", "6003");
        }
    }

    @Test
    @DisplayName("What is missing is named, be it the sample's or the source's")
    void missing() throws Exception {
        Settings none = settings(new Properties());
        assertThatThrownBy(() -> AzureOverEventHubs.pipeline(none))
                .hasMessageContaining("aliyun.region (CROSSLOG_ALIYUN_REGION)");
        Settings noSource = settings(destination());
        assertThatThrownBy(() -> AzureOverEventHubs.pipeline(noSource))
                .hasMessageContaining("connectionString(...)")
                .hasMessageContaining("namespace was not set");
    }
}
