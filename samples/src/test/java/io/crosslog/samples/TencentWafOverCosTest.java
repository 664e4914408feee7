package io.crosslog.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.RunningPipeline;
import io.crosslog.loopback.s3.LoopbackS3;
import io.crosslog.loopback.sls.LoopbackSls;
import io.crosslog.samples.quickstart.ShippedLogs;
import io.crosslog.samples.quickstart.WafLogs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TencentWafOverCosTest {

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
    @DisplayName(
            "The sample's pipeline carries logs, of gzip and of lzop, from bucket to endpoint with nothing but a properties file")
    void runs() throws Exception {
        try (LoopbackS3 s3 = LoopbackS3.builder()
                        .bucket("logs-1250000000")
                        .accessKey("AKID", "tencent-key")
                        .start();
                LoopbackSls sls = LoopbackSls.builder()
                        .logstore("soc", "waf")
                        .accessKey("LTAI", "alibaba-key")
                        .start()) {
            Instant now = Instant.now();
            ShippedLogs objects = new ShippedLogs(new WafLogs(now.minusSeconds(60)), 100);
            for (int i = 0; i < 4; i++) {
                s3.bucket("logs-1250000000").put(objects.key(i, now), objects.content(i));
            }
            // Whoever sets up the shipping may choose lzop as well.
            byte[] plain = new GZIPInputStream(new ByteArrayInputStream(objects.content(4))).readAllBytes();
            s3.bucket("logs-1250000000").put(objects.key(4, now).replace(".gz", ".lzo"), Lzop.pack(plain));
            s3.bucket("logs-1250000000").put("other/not-ours.gz", new byte[] {1, 2, 3});
            Properties properties = new Properties();
            properties.setProperty("tencent.region", "ap-guangzhou");
            properties.setProperty("tencent.bucket", "logs-1250000000");
            properties.setProperty("tencent.prefix", "waf/");
            properties.setProperty("tencent.secret-id", "AKID");
            properties.setProperty("tencent.secret-key", "tencent-key");
            properties.setProperty("tencent.endpoint", "http://" + s3.endpointHost());
            properties.setProperty("tencent.proxy", s3.endpoint().toString());
            properties.setProperty("tencent.http", "true");
            properties.setProperty("one-pass", "true");
            properties.setProperty("aliyun.region", sls.region());
            properties.setProperty("aliyun.project", "soc");
            properties.setProperty("aliyun.logstore", "waf");
            properties.setProperty("aliyun.access-key-id", "LTAI");
            properties.setProperty("aliyun.access-key-secret", "alibaba-key");
            properties.setProperty("aliyun.http", "true");
            properties.setProperty("aliyun.proxy", "127.0.0.1:" + sls.port());
            properties.setProperty("checkpoints", dir.resolve("checkpoints").toString());
            properties.setProperty("rejections", dir.resolve("rejections").toString());
            try (RunningPipeline running =
                    TencentWafOverCos.pipeline(settings(properties)).start()) {
                assertThat(running.awaitEnd(Duration.ofSeconds(60))).isTrue();
                assertThat(running.failure()).isEmpty();
                assertThat(running.status().records().delivered()).isEqualTo(500);
            }
            assertThat(sls.logs("soc", "waf")).hasSize(500);
            assertThat(sls.logs("soc", "waf").get(0).field("metadata"))
                    .contains("\"Tencent Cloud\"", "cos://logs-1250000000/waf/");
        }
    }

    @Test
    @DisplayName("All missing settings are named at once, with the variable that would do as well")
    void missing() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("tencent.region", "ap-guangzhou");
        Settings settings = settings(properties);
        assertThatThrownBy(() -> TencentWafOverCos.pipeline(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tencent.bucket (CROSSLOG_TENCENT_BUCKET)")
                .hasMessageContaining("aliyun.access-key-secret (CROSSLOG_ALIYUN_ACCESS_KEY_SECRET)")
                .hasMessageNotContaining("tencent.region");
    }
}
