package io.crosslog.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.Pipeline;
import io.crosslog.RunningPipeline;
import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.kafka.TencentClsKafka;
import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.loopback.sls.LoopbackSls;
import io.crosslog.samples.quickstart.WafLogs;
import io.crosslog.tencent.ClsDecoder;
import io.crosslog.tencent.TencentRules;
import io.crosslog.testkit.RecordingSink;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TencentWafOverKafkaTest {

    @TempDir
    Path dir;

    private Settings settings(Properties properties) throws IOException {
        Path file = dir.resolve("crosslog.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return Settings.of(file);
    }

    @Test
    @DisplayName("The sample's pipeline carries logs from broker to endpoint with nothing but a properties file")
    void runs() throws Exception {
        try (LoopbackKafka kafka = LoopbackKafka.builder()
                        .clsUser("logset", "AKID", "tencent-key")
                        .topic("waf", 2)
                        .start();
                LoopbackSls sls = LoopbackSls.builder()
                        .logstore("soc", "waf")
                        .accessKey("LTAI", "alibaba-key")
                        .start()) {
            WafLogs logs = new WafLogs(Instant.now().minusSeconds(60));
            kafka.produce("waf", IntStream.range(0, 500).mapToObj(logs::record).toList());
            Properties properties = new Properties();
            properties.setProperty("tencent.region", "ap-shanghai");
            properties.setProperty("tencent.logset", "logset");
            properties.setProperty("tencent.topics", "waf");
            properties.setProperty("tencent.secret-id", "AKID");
            properties.setProperty("tencent.secret-key", "tencent-key");
            properties.setProperty("tencent.bootstrap", kafka.bootstrap(Listener.SASL_PLAINTEXT));
            properties.setProperty("aliyun.region", sls.region());
            properties.setProperty("aliyun.project", "soc");
            properties.setProperty("aliyun.logstore", "waf");
            properties.setProperty("aliyun.access-key-id", "LTAI");
            properties.setProperty("aliyun.access-key-secret", "alibaba-key");
            properties.setProperty("aliyun.http", "true");
            properties.setProperty("aliyun.proxy", "127.0.0.1:" + sls.port());
            properties.setProperty("rejections", dir.resolve("rejections").toString());
            Pipeline pipeline = TencentWafOverKafka.pipeline(settings(properties));
            try (RunningPipeline running = pipeline.start()) {
                sls.awaitLogs("soc", "waf", 500, Duration.ofSeconds(60));
                assertThat(running.status().records().received()).isEqualTo(500);
            }
            assertThat(sls.logs("soc", "waf").get(0).field("metadata"))
                    .contains("\"Tencent Cloud\"", "\"uid\":\"waf\"");
        }
    }

    @Test
    @DisplayName("What is said of a topic holds for the records that the preset reads from it, whatever they look like")
    void kinds() throws Exception {
        try (LoopbackKafka kafka = LoopbackKafka.builder()
                .clsUser("logset", "AKID", "tencent-key")
                .topic("operations", 1)
                .start()) {
            kafka.produce("operations", List.of("{\"detail\":\"of no kind\"}".getBytes(StandardCharsets.UTF_8)));
            RecordingSink sink = RecordingSink.create();
            try (RunningPipeline running = Pipeline.named("kinds")
                    .from(TencentClsKafka.builder()
                            .region("ap-shanghai")
                            .logset("logset")
                            .group("logset")
                            .topics("operations")
                            .credentials(CredentialsProvider.fixed(Credentials.of("AKID", "tencent-key")))
                            .bootstrapServers(kafka.bootstrap(Listener.SASL_PLAINTEXT))
                            .build())
                    .decode(ClsDecoder.create())
                    .normalize(TencentRules.builder()
                            .kind("operations", TencentRules.Kind.CFW_OPERATION)
                            .all())
                    .to(sink)
                    .build()
                    .start()) {
                assertThat(sink.await(1, 60)).hasSize(1);
                assertThat(running.failure()).isEmpty();
            }
            assertThat(sink.events().get(0).text("metadata.log_name")).contains("cfw_operation");
        }
    }

    @Test
    @DisplayName("All missing settings are named at once, with the variable that would do as well")
    void missing() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("tencent.region", "ap-shanghai");
        Settings settings = settings(properties);
        assertThatThrownBy(() -> TencentWafOverKafka.pipeline(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tencent.logset (CROSSLOG_TENCENT_LOGSET)")
                .hasMessageContaining("aliyun.access-key-secret (CROSSLOG_ALIYUN_ACCESS_KEY_SECRET)")
                .hasMessageNotContaining("tencent.region");
    }
}
