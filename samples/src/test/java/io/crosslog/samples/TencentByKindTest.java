package io.crosslog.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.PipelineStatus;
import io.crosslog.RunningPipeline;
import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.loopback.sls.LoopbackSls;
import io.crosslog.loopback.sls.SlsLog;
import io.crosslog.samples.quickstart.WafLogs;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TencentByKindTest {

    private static final String FINDING = "{\"cls_event_type\":\"threat_defense\",\"index\":\"cfw_threat_2025030415\","
            + "\"time\":1741072577,\"src_ip\":\"203.0.113.7\",\"dst_ip\":\"192.0.2.20\",\"src_port\":51234,"
            + "\"dst_port\":8080,\"direction\":1,\"protocol\":\"TCP\",\"strategy\":\"0\",\"level\":\"high\"}";
    private static final String ACCESS = "{\"index\":\"cfw_rule_acl\",\"cls_event_type\":\"rule_acl\","
            + "\"time\":1741072577,\"src_ip\":\"203.0.113.7\",\"dst_ip\":\"192.0.2.20\",\"src_port\":51234,"
            + "\"dst_port\":443,\"direction\":1,\"protocol\":\"TCP\",\"strategy\":1,\"rule_id\":7}";

    @TempDir
    Path dir;

    @Test
    @DisplayName("Each kind of log comes to its own Logstore, a raw copy of everything to a third, joined by the id")
    void runs() throws Exception {
        try (LoopbackKafka kafka = LoopbackKafka.builder()
                        .clsUser("logset", "AKID", "tencent-key")
                        .topic("waf", 2)
                        .topic("cfw", 2)
                        .topic("other", 1)
                        .start();
                LoopbackSls sls = LoopbackSls.builder()
                        .project("soc", "raw", "security", "network")
                        .accessKey("LTAI", "alibaba-key")
                        .start()) {
            WafLogs logs = new WafLogs(Instant.now().minusSeconds(60));
            kafka.produce("waf", IntStream.range(0, 100).mapToObj(logs::record).toList());
            kafka.produce(
                    "cfw",
                    Stream.of(FINDING, ACCESS, ACCESS)
                            .map(TencentByKindTest::bytes)
                            .toList());
            kafka.produce("other", List.of(bytes("{\"a\":1}")));
            try (RunningPipeline running =
                    TencentByKind.pipeline(settings(kafka, sls)).start()) {
                sls.awaitLogs("soc", "raw", 104, Duration.ofSeconds(60));
                sls.awaitLogs("soc", "security", 101, Duration.ofSeconds(60));
                sls.awaitLogs("soc", "network", 2, Duration.ofSeconds(60));
                PipelineStatus status = running.status();
                assertThat(status.branches()).containsOnlyKeys("raw", "waf", "traffic", "cfw.otherwise");
                assertThat(status.unrouted().filtered()).isEqualTo(1);
                assertThat(status.events().balances()).isTrue();
            }
            assertThat(ids(sls, "raw"))
                    .hasSize(104)
                    .containsAll(ids(sls, "security"))
                    .containsAll(ids(sls, "network"));
            assertThat(sls.logs("soc", "network")).allMatch(log -> "4001".equals(log.field("class_uid")));
            assertThat(sls.logs("soc", "security").stream().map(log -> log.field("class_uid")))
                    .containsOnlyOnce("2004")
                    .contains("4002");
        }
    }

    private Settings settings(LoopbackKafka kafka, LoopbackSls sls) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("tencent.region", "ap-shanghai");
        properties.setProperty("tencent.logset", "logset");
        properties.setProperty("tencent.topics", "waf,cfw,other");
        properties.setProperty("tencent.waf-topic", "waf");
        properties.setProperty("tencent.cfw-topic", "cfw");
        properties.setProperty("tencent.secret-id", "AKID");
        properties.setProperty("tencent.secret-key", "tencent-key");
        properties.setProperty("tencent.bootstrap", kafka.bootstrap(Listener.SASL_PLAINTEXT));
        properties.setProperty("aliyun.region", sls.region());
        properties.setProperty("aliyun.project", "soc");
        properties.setProperty("aliyun.raw-logstore", "raw");
        properties.setProperty("aliyun.security-logstore", "security");
        properties.setProperty("aliyun.network-logstore", "network");
        properties.setProperty("aliyun.access-key-id", "LTAI");
        properties.setProperty("aliyun.access-key-secret", "alibaba-key");
        properties.setProperty("aliyun.http", "true");
        properties.setProperty("aliyun.proxy", "127.0.0.1:" + sls.port());
        properties.setProperty("rejections", dir.resolve("rejections").toString());
        Path file = dir.resolve("crosslog.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return Settings.of(file);
    }

    /** The ids under which raw and unified logs are joined. */
    private static Set<String> ids(LoopbackSls sls, String logstore) {
        return sls.logs("soc", logstore).stream().map(TencentByKindTest::id).collect(Collectors.toSet());
    }

    private static String id(SlsLog log) {
        return String.valueOf(log.field("crosslog_id"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
