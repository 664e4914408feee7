package io.crosslog.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.spi.Normalizer;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Coverage tells what became of every field")
class CoverageTest {

    private static final String RULE = """
            rule: acme/proxy
            version: 1
            class: http_activity
            match: {has: client}
            open: {target: host_port}
            filter: [{as: heartbeat, when: {equals: {client: beat}}}]
            map:
              time: {from: t, formats: [epoch]}
              activity_id: {from: method, values: {GET: Get}}
              src_endpoint.ip: client
              dst_endpoint.hostname: target.host
              dst_endpoint.port: target.port
              http_request.url.url_string: {template: "http://{target.host}{path}"}
              http_request.http_headers: {each: headers, map: {name: .name, value: .value}}
              severity_id: {from: level, values: {1: Low}, inferred: "seen"}
              metadata.product.name: {value: Acme}
              message: note
            """;

    private final Coverage coverage = Coverage.of(
            RuleNormalizer.of(RuleSet.builder().text("acme.yaml", RULE).build()));

    private static String record(String more) {
        return "{\"t\":1700000000,\"method\":\"GET\",\"client\":\"192.0.2.1\",\"target\":\"a.example.com:80\",\"path\":\"/\","
                + "\"headers\":[{\"name\":\"A\",\"value\":\"b\",\"odd\":1}],\"level\":1,\"empty\":\"\"" + more + "}";
    }

    @Test
    @DisplayName("mapped, mapped and kept, unmapped, failed, by path; absent ones are nobody's")
    void fields() {
        Parsers.parse(
                JsonDecoder.create(), coverage, record(""), record(",\"x\":{\"y\":[1,2]},\"client\":\"no address\""));
        RuleCoverage rule = coverage.report().rule("acme/proxy").orElseThrow();
        assertThat(rule.events()).isEqualTo(2);
        Map<String, RuleCoverage.Field> fields =
                rule.fields().stream().collect(Collectors.toMap(RuleCoverage.Field::path, f -> f));
        assertThat(fields.get("t")).isEqualTo(new RuleCoverage.Field("t", 2, 0, 0, 0, Set.of("time")));
        assertThat(fields.get("target.host").attributes())
                .containsExactly("dst_endpoint.hostname", "http_request.url.url_string");
        assertThat(fields.get("headers[].value").attributes()).containsExactly("http_request.http_headers[].value");
        assertThat(fields.get("level")).isEqualTo(new RuleCoverage.Field("level", 2, 2, 0, 0, Set.of("severity_id")));
        assertThat(fields.get("headers[].odd").unmapped()).isEqualTo(2);
        assertThat(fields).doesNotContainKey("empty");
        assertThat(rule.unmappedFields()).contains("x", "headers[].odd").doesNotContain("client", "t");
        assertThat(rule.mappedShare()).isBetween(0.7, 0.99);
    }

    @Test
    @DisplayName("each attribute with its sources; constants, failures and those never written are told")
    void attributes() {
        Parsers.parse(
                JsonDecoder.create(),
                coverage,
                record(",\"client#\":1"),
                record("").replace("192.0.2.1", "nowhere"));
        RuleCoverage rule = coverage.report().rule("acme/proxy").orElseThrow();
        Map<String, RuleCoverage.Attribute> attributes =
                rule.attributes().stream().collect(Collectors.toMap(RuleCoverage.Attribute::path, a -> a));
        assertThat(attributes.get("http_request.url.url_string").sources()).containsExactly("path", "target.host");
        assertThat(attributes.get("metadata.product.name").sources()).containsExactly("(constant)");
        assertThat(attributes.get("src_endpoint.ip"))
                .isEqualTo(new RuleCoverage.Attribute("src_endpoint.ip", 1, 1, Set.of("client")));
        assertThat(rule.unwrittenAttributes()).containsExactly("message");
        assertThat(coverage.report().counted()).containsEntry("conversion-failed:acme/proxy.src_endpoint.ip", 1L);
    }

    @Test
    @DisplayName("events of no rule and filtered ones are counted, and the table tells all of it")
    void table() {
        Parsers.parse(JsonDecoder.create(), coverage, "{\"q\":1}", record("").replace("192.0.2.1", "beat"), record(""));
        assertThat(coverage.report().filtered()).containsExactly(Map.entry("heartbeat", 1L));
        assertThat(coverage.report().rule("crosslog/unrecognised").orElseThrow().unmappedFields())
                .containsExactly("q");
        assertThat(coverage.report().toString())
                .contains("acme/proxy: 1 events", "filtered heartbeat: 1", "counted unrecognised: 1")
                .containsPattern("client +1 +0 +0 +0 +src_endpoint.ip");
    }

    @Test
    @DisplayName("events and counts are those of the rules alone")
    void transparent() {
        Normalizer alone =
                RuleNormalizer.of(RuleSet.builder().text("acme.yaml", RULE).build());
        String[] records = {record(""), "{\"q\":1}", record("").replace("192.0.2.1", "nowhere")};
        Parsed plain = Parsers.parse(JsonDecoder.create(), alone, records);
        Parsed covered = Parsers.parse(JsonDecoder.create(), coverage, records);
        assertThat(covered.toString()).isEqualTo(plain.toString());
        for (int i = 0; i < 3; i++) {
            assertThat(covered.events().get(i).toJson())
                    .isEqualTo(plain.events().get(i).toJson());
        }
    }

    @Test
    @DisplayName("names made up by senders do not fill the memory")
    void bounded() {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 4_000; i++) {
            fields.append(",\"f%VOID%").append(i).append("\":1");
        }
        for (int round = 0; round < 4; round++) {
            Parsers.parse(
                    JsonDecoder.create(), coverage, record(fields.toString().replace("%VOID%", round + "x")));
        }
        assertThat(coverage.report().rule("acme/proxy").orElseThrow().fields()).hasSizeLessThanOrEqualTo(10_001);
    }
}
