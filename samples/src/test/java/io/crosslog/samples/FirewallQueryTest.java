package io.crosslog.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosslog.Pipeline;
import io.crosslog.RunningPipeline;
import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.loopback.sls.LoopbackSls;
import io.crosslog.loopback.sls.SlsLog;
import io.crosslog.sls.SlsLayout;
import io.crosslog.sls.SlsSink;
import io.crosslog.tencent.ClsDecoder;
import io.crosslog.tencent.TencentRules;
import io.crosslog.testkit.FakeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The queries of docs/tencent-cloud-firewall.md, on logs as they are delivered")
class FirewallQueryTest {

    private static final String BLOCKED = "{\"src_ip\":\"203.0.113.7\",\"dst_ip\":\"192.0.2.20\",\"src_port\":51234,"
            + "\"dst_port\":22,\"protocol\":\"tcp\",\"direction\":1,\"detail\":\"no SSH\",\"strategy\":\"1\",\"uid\":4711,"
            + "\"rule_info\":\"deny-ssh\",\"time\":1741072577}";
    private static final String ALLOWED =
            BLOCKED.replace("203.0.113.7", "198.51.100.8").replace("\"1\"", "\"2\"");
    private static final String ALARM =
            "{\"src_ip\":\"203.0.113.7\",\"dst_ip\":\"192.0.2.20\",\"event_name\":\"Log4j2\","
                    + "\"strategy\":\"0\",\"level\":\"high\",\"time\":1741072577}";
    private static final Pattern CONDITION = Pattern.compile("([a-z_.]+): \"?([^ \"]+)\"?");

    @Test
    @DisplayName("find action and rule by source and destination in the flat layout")
    void flat() throws Exception {
        List<SlsLog> logs = delivered(SlsLayout.flat());
        List<String> queries = queries("src_endpoint_ip: ");
        assertThat(queries).hasSize(2);
        for (String query : queries) {
            assertThat(found(query, logs)).singleElement().satisfies(log -> {
                assertThat(log.field("action")).isEqualTo("Denied");
                assertThat(log.field("firewall_rule_uid")).isEqualTo("4711");
                assertThat(log.field("firewall_rule_desc")).isEqualTo("deny-ssh");
                assertThat(log.field("dst_endpoint_port")).isEqualTo("22");
            });
        }
    }

    @Test
    @DisplayName("and in the top-level layout")
    void topLevel() throws Exception {
        List<SlsLog> logs = delivered(SlsLayout.topLevel());
        List<String> queries = queries("src_endpoint.ip: ");
        assertThat(queries).hasSize(2);
        for (String query : queries) {
            assertThat(found(query, logs)).singleElement().satisfies(log -> {
                assertThat(value(log, "action")).isEqualTo("Denied");
                assertThat(value(log, "firewall_rule.uid")).isEqualTo("4711");
            });
        }
    }

    @Test
    @DisplayName("find the alarms between two addresses")
    void alarms() throws Exception {
        List<SlsLog> logs = delivered(SlsLayout.flat());
        List<String> queries = queries("class_uid: 2004");
        assertThat(queries).hasSize(1);
        assertThat(found(queries.get(0), logs)).singleElement().satisfies(log -> {
            assertThat(log.field("finding_info_title")).isEqualTo("Log4j2");
            assertThat(log.field("action")).isEqualTo("Observed");
            assertThat(log.field("severity")).isEqualTo("High");
        });
    }

    private static List<String> queries(String beginning) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("../docs/tencent-cloud-firewall.md"))) {
            return lines.filter(line -> line.startsWith("    " + beginning))
                    .map(String::strip)
                    .toList();
        }
    }

    /** The logs that the search part of a query finds; the columns that its SQL part names must be those of such a log. */
    private static List<SlsLog> found(String query, List<SlsLog> logs) {
        String[] parts = query.split(" \\| SELECT ", -1);
        List<SlsLog> found = logs.stream()
                .filter(log -> Stream.of(parts[0].split(" and ", -1)).allMatch(condition -> holds(condition, log)))
                .toList();
        if (parts.length > 1) {
            String columns = parts[1].replaceAll(" (ORDER BY|LIMIT) .*", "");
            for (String column : columns.split(", ", -1)) {
                String name = column.replaceAll("from_unixtime\\(time / 1000\\) AS at", "time")
                        .replace("\"", "");
                if (!name.endsWith("name")) {
                    assertThat(found)
                            .allSatisfy(
                                    log -> assertThat(value(log, name)).as(name).isNotEmpty());
                }
            }
        }
        return found;
    }

    private static boolean holds(String condition, SlsLog log) {
        Matcher matcher = CONDITION.matcher(condition);
        assertThat(matcher.matches()).as(condition).isTrue();
        String value = value(log, matcher.group(1));
        return condition.contains("\"") ? value.contains('"' + matcher.group(2) + '"') : value.equals(matcher.group(2));
    }

    /** A key, or a member of the JSON text in one; empty if there is none. */
    private static String value(SlsLog log, String name) {
        int dot = name.indexOf('.');
        String text = log.field(dot < 0 ? name : name.substring(0, dot));
        if (text == null || dot < 0) {
            return text == null ? "" : text;
        }
        try {
            JsonNode node = new ObjectMapper().readTree(text);
            return node.at('/' + name.substring(dot + 1).replace('.', '/')).asText();
        } catch (IOException e) {
            throw new AssertionError(name + " is no JSON: " + text, e);
        }
    }

    private static List<SlsLog> delivered(SlsLayout layout) throws Exception {
        try (LoopbackSls sls = LoopbackSls.builder()
                .logstore("soc", "firewall")
                .accessKey("LTAI", "alibaba-key")
                .start()) {
            Pipeline pipeline = Pipeline.named("firewall")
                    .from(FakeSource.named("cls")
                            .batch("p0", BLOCKED, ALLOWED, ALARM)
                            .build())
                    .decode(ClsDecoder.create())
                    .normalize(TencentRules.cloudFirewall())
                    .to(SlsSink.builder()
                            .region(sls.region())
                            .project("soc")
                            .logstore("firewall")
                            .credentials(CredentialsProvider.fixed(Credentials.of("LTAI", "alibaba-key")))
                            .layout(layout)
                            .allowHttp()
                            .proxy("127.0.0.1", sls.port())
                            .build())
                    .build();
            try (RunningPipeline running = pipeline.start()) {
                sls.awaitLogs("soc", "firewall", 3, Duration.ofSeconds(60));
                assertThat(running.status().rejected()).isEmpty();
            }
            return sls.logs("soc", "firewall");
        }
    }
}
