package io.crosslog.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosslog.Pipeline;
import io.crosslog.RunningPipeline;
import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.loopback.sls.LoopbackSls;
import io.crosslog.loopback.sls.SlsLog;
import io.crosslog.render.RowRenderer;
import io.crosslog.sls.SlsLayout;
import io.crosslog.sls.SlsSink;
import io.crosslog.spi.Normalizer;
import io.crosslog.tencent.ClsDecoder;
import io.crosslog.tencent.TencentRules;
import io.crosslog.testkit.FakeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The scripts of docs/agentic-soc.md, on logs as they are delivered")
class StandardizationScriptTest {

    private static final Map<String, String> RECORDS = records();
    private static final String REST = "extend_content";

    @Test
    @DisplayName("make of the flat layout what the renderer makes of the events, and lose nothing")
    void flat() throws Exception {
        assertSame("flat", delivered(TencentRules.all(), SlsLayout.flat()));
    }

    @Test
    @DisplayName("and of the top-level layout")
    void topLevel() throws Exception {
        assertSame("top level", delivered(TencentRules.all(), SlsLayout.topLevel()));
    }

    @Test
    @DisplayName("and of the vendor's own fields of each kind of log there is one for")
    void raw() throws Exception {
        List<Map<String, String>> rows = rows();
        List<Map<String, String>> logs = delivered(Normalizer.none(), SlsLayout.topLevel());
        List<String> kinds = new ArrayList<>(RECORDS.keySet());
        assertThat(kinds.stream().filter(kind -> !kind.startsWith("no script")))
                .hasSize(scripts("raw "))
                .isNotEmpty();
        for (int i = 0; i < kinds.size(); i++) {
            if (!kinds.get(i).startsWith("no script")) {
                Map<String, String> made = script("raw " + kinds.get(i)).apply(logs.get(i));
                assertLosesNothing(logs.get(i), made);
                made.remove(REST);
                assertThat(rows.get(i)).as(kinds.get(i)).containsAllEntriesOf(made);
            }
        }
    }

    private static void assertSame(String layout, List<Map<String, String>> logs) throws Exception {
        SplScript script = script(layout);
        List<Map<String, String>> rows = rows();
        List<String> kinds = new ArrayList<>(RECORDS.keySet());
        for (int i = 0; i < kinds.size(); i++) {
            Map<String, String> made = script.apply(logs.get(i));
            assertLosesNothing(logs.get(i), made);
            made.remove(REST);
            assertThat(made).as(kinds.get(i)).isEqualTo(rows.get(i)).containsKeys("cloud_code", "src_ip");
        }
    }

    /** Each value of the log is in a column or in the rest, under its own name there. */
    private static void assertLosesNothing(Map<String, String> log, Map<String, String> made) throws IOException {
        Map<String, String> rest = new ObjectMapper().readValue(made.get(REST), new TypeReference<>() {});
        List<String> all = new ArrayList<>(made.values());
        all.addAll(rest.values());
        assertThat(all).containsAll(log.values());
    }

    /** What the renderer makes of the records, without the rest and what the sink adds. */
    private static List<Map<String, String>> rows() throws Exception {
        List<Map<String, String>> rows =
                delivered(TencentRules.all().then(RowRenderer.agenticSoc()), SlsLayout.topLevel());
        rows.forEach(row -> row.keySet().removeIf(key -> key.equals(REST) || key.startsWith("crosslog_")));
        return rows;
    }

    private static SplScript script(String name) throws IOException {
        String page = Files.readString(Path.of("../docs/agentic-soc.md"));
        String begin = "<!-- generated: spl " + name + " -->\n```\n";
        int from = page.indexOf(begin);
        assertThat(from).as(name).isPositive();
        return SplScript.parse(page.substring(from + begin.length(), page.indexOf("```", from + begin.length())));
    }

    private static int scripts(String kind) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("../docs/agentic-soc.md"))) {
            return (int) lines.filter(line -> line.startsWith("<!-- generated: spl " + kind))
                    .count();
        }
    }

    /** The logs in the order of the records. */
    private static List<Map<String, String>> delivered(Normalizer normalizer, SlsLayout layout) throws Exception {
        try (LoopbackSls sls = LoopbackSls.builder()
                .logstore("soc", "logs")
                .accessKey("LTAI", "alibaba-key")
                .start()) {
            Pipeline pipeline = Pipeline.named("standardized")
                    .from(FakeSource.named("cls")
                            .batch("p0", RECORDS.values().toArray(String[]::new))
                            .build())
                    .decode(ClsDecoder.create())
                    .normalize(normalizer)
                    .to(SlsSink.builder()
                            .region(sls.region())
                            .project("soc")
                            .logstore("logs")
                            .credentials(CredentialsProvider.fixed(Credentials.of("LTAI", "alibaba-key")))
                            .layout(layout)
                            .allowHttp()
                            .proxy("127.0.0.1", sls.port())
                            .build())
                    .build();
            try (RunningPipeline running = pipeline.start()) {
                sls.awaitLogs("soc", "logs", RECORDS.size(), Duration.ofSeconds(60));
                assertThat(running.status().rejected()).isEmpty();
            }
            List<Map<String, String>> logs = new ArrayList<>();
            for (SlsLog log : sls.logs("soc", "logs")) {
                logs.add(new LinkedHashMap<>(log.fields()));
            }
            return logs;
        }
    }

    private static Map<String, String> records() {
        Map<String, String> records = new LinkedHashMap<>();
        records.put("waf attack", """
                {"attack_time":"2025-03-04 15:16:17","domain":"shop.example.com","attack_ip":"203.0.113.7","attack_type":"SQL注入攻击",
                 "rule_id":21000042,"risk_level":2,"status":1,"count":3,"uri":"/cart?id=1","method":"GET","appid":1250000001,
                 "bot_score":88,"__SOURCE__":"192.0.2.9"}""");
        records.put("waf access", """
                {"client":"198.51.100.23","schema":"https","host":"shop.example.com","domain":"shop.example.com","method":"POST",
                 "url":"/api/v1/orders","status":"403","bytes_sent":"718","msec":"1741072577.703","appid":"1250000001",
                 "user_agent":"Mozilla/5.0 (示例)","some-new-field":"x"}""");
        records.put("cfw intrusion", """
                {"cls_event_type":"threat_defense","appid":"1250000001","time":1741072577,"src_ip":"203.0.113.7",
                 "dst_ip":"192.0.2.20","src_port":51234,"dst_port":8080,"direction":1,"protocol":"TCP","strategy":"0",
                 "event_name":"Log4j2漏洞利用","eventname_res":"log4j2_exploit","level":"high"}""");
        records.put("cfw access-control", """
                {"src_ip":"203.0.113.7","dst_ip":"192.0.2.20","src_port":51234,"dst_port":22,"protocol":"tcp","direction":1,
                 "detail":"no SSH","strategy":"1","uid":4711,"rule_info":"deny-ssh","time":1741072577,"appid":"1250000001"}""");
        records.put("flow raw", """
                {"version":"1","account-id":"1250000001","interface-id":"eni-ab12cd34","srcaddr":"10.0.0.5","dstaddr":"10.0.1.9",
                 "srcport":"51234","dstport":3306,"protocol":6,"packets":12,"bytes":2048,"start":1741072517,"end":1741072577,
                 "action":"REJECT","log-status":"OK"}""");
        records.put("no script: dns", """
                {"index":"cfw_netflow_dns_2025030415","src_ip":"10.0.0.5","dst_ip":"198.51.100.53","src_port":35074,"dst_port":53,
                 "protocol":"UDP","direction":0,"dst_domain":"www.example.com","query_type":"AAAA","rcode":0,"time":1741072577}""");
        return records;
    }
}
