package io.crosslog.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.crosslog.ocsf.OcsfSchema;
import io.crosslog.ocsf.OcsfValidator;
import io.crosslog.samples.quickstart.WafLogs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NormalizeFileTest {

    @TempDir
    Path dir;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(InputStream in, String... args) {
        return NormalizeFile.run(
                List.of(args), in, new PrintStream(out, false, UTF_8), new PrintStream(err, false, UTF_8));
    }

    private int run(String... args) {
        return run(InputStream.nullInputStream(), args);
    }

    private static List<JsonNode> ndjson(ByteArrayOutputStream bytes) throws Exception {
        JsonMapper json = JsonMapper.builder().build();
        List<JsonNode> nodes = new ArrayList<>();
        for (String line : bytes.toString(UTF_8).lines().toList()) {
            nodes.add(json.readTree(line));
        }
        return nodes;
    }

    @Test
    @DisplayName("Each line is a record: valid OCSF on one side, rejections on the other, exit code 3")
    void lines() throws Exception {
        WafLogs logs = new WafLogs(Instant.parse("2026-01-01T00:00:00Z"));
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (int i = 990; i < 1_010; i++) {
            input.writeBytes(logs.record(i));
            input.writeBytes(i % 2 == 0 ? "\r\n".getBytes(UTF_8) : "\n\n".getBytes(UTF_8));
        }
        Path file = Files.write(dir.resolve("waf.ndjson"), input.toByteArray());
        assertThat(run("--lines", "cls", "tencent", file.toString())).isEqualTo(3);
        assertThat(ndjson(out)).hasSize(19);
        OcsfValidator validator = OcsfValidator.of(OcsfSchema.bundled());
        for (String event : out.toString(UTF_8).lines().toList()) {
            assertThat(validator.validate(event.getBytes(UTF_8)).errors()).isEmpty();
        }
        assertThat(ndjson(err)).singleElement().satisfies(rejection -> {
            assertThat(rejection.get("origin").asText()).startsWith("file:" + file);
            assertThat(rejection.get("stage").asText()).isEqualTo("DECODE");
            assertThat(rejection.get("reason").asText()).contains("not JSON");
            assertThat(rejection.get("raw").asText()).startsWith("{\"uuid\"");
        });
    }

    @Test
    @DisplayName("A file is one record, and standard input is read where there is none")
    void whole() throws Exception {
        Path file = Files.writeString(dir.resolve("two.txt"), "one\ntwo");
        assertThat(run("text", "none", file.toString())).isZero();
        assertThat(run(new ByteArrayInputStream("{\"a\":[1]}".getBytes(UTF_8)), "json", "none"))
                .isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("{\"content\":\"one\\ntwo\"}\n{\"a\":[1]}\n");
        assertThat(err.size()).isZero();
    }

    @Test
    @DisplayName("Events come in the shape that is asked for")
    void shapes() throws Exception {
        Path file = Files.writeString(
                dir.resolve("attack.json"),
                "{\"attack_ip\":\"192.0.2.1\",\"attack_type\":\"sqli\",\"method\":\"GET\",\"domain\":\"www.example.com\",\"uri\":\"/\"}");
        for (String shape : List.of("ocsf", "flat", "agentic-soc", "json")) {
            assertThat(run("--as=" + shape, "cls", "tencent", file.toString())).isZero();
        }
        List<JsonNode> shapes = ndjson(out);
        assertThat(shapes.get(0).at("/src_endpoint/ip").asText()).isEqualTo("192.0.2.1");
        assertThat(shapes.get(1).get("src_endpoint_ip").asText()).isEqualTo("192.0.2.1");
        assertThat(shapes.get(2).get("src_ip").asText()).isEqualTo("192.0.2.1");
        assertThat(shapes.get(3).get("content").asText()).contains("\"ip\":\"192.0.2.1\"");
        assertThat(run("--as=xml", "cls", "tencent", file.toString())).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("shapes of the result: agentic-soc, flat, json, ocsf");
    }

    @Test
    @DisplayName("A table of one's own names the fields; what is wrong in it is told")
    void ownTable() throws Exception {
        Path file = Files.writeString(
                dir.resolve("attack.json"),
                "{\"attack_ip\":\"192.0.2.1\",\"attack_type\":\"sqli\",\"rule_id\":1,\"method\":\"GET\"}");
        Path table =
                Files.writeString(dir.resolve("own.yaml"), "extends: agentic-soc\nrename: {alert_type: threat_type}\n");
        assertThat(run("--as=table:" + table, "cls", "tencent", file.toString()))
                .isZero();
        assertThat(ndjson(out)).singleElement().satisfies(row -> {
            assertThat(row.get("threat_type").asText()).isEqualTo("sqli");
            assertThat(row.has("alert_type")).isFalse();
        });
        Files.writeString(table, "extends: agentic-soc\nrename: {alert_typ: threat_type}\n");
        assertThat(run("--as=table:" + table, "cls", "tencent", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("2:21 there is no column 'alert_typ'");
        err.reset();
        assertThat(run("--as=table:" + dir.resolve("none.yaml"), "cls", "tencent", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("none.yaml cannot be read");
    }

    @Test
    @DisplayName("Events that cannot be written are exit code 2, not silence")
    void full() {
        PrintStream full = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8) {
            @Override
            public boolean checkError() {
                return true;
            }
        };
        InputStream in = new ByteArrayInputStream("x".getBytes(UTF_8));
        assertThat(NormalizeFile.run(List.of("text", "none"), in, full, new PrintStream(err, false, UTF_8)))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("could not all be written");
    }

    @Test
    @DisplayName("Misuse is exit code 2 and says how it is used")
    void misuse() {
        for (String[] args : new String[][] {{}, {"cls"}, {"xml", "none"}, {"cls", "aws"}, {"--lines"}}) {
            assertThat(run(args)).isEqualTo(2);
            assertThat(err.toString(UTF_8)).contains("usage:", "cls, json, text", "none, azure, tencent");
        }
        err.reset();
        assertThat(run("text", "none", dir.resolve("missing").toString())).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("missing is not a file that can be read");
        assertThat(out.size()).isZero();
    }

    @Test
    @DisplayName(
            "A rule file of one's own is tried on records, alone or beside the built-in rules; what is wrong in it is told")
    void ownRules() throws Exception {
        String records = "acme-gateway/golden/requests.lines";
        assertThat(run("--lines", "json", "rules:acme-gateway/rules/gateway.yaml", records))
                .isZero();
        assertThat(ndjson(out))
                .extracting(event -> event.get("class_uid").asInt())
                .containsExactly(4002, 4002, 4002, 0);
        out.reset();
        assertThat(run("--lines", "json", "tencent+rules:acme-gateway/rules", records))
                .isZero();
        assertThat(ndjson(out)).hasSize(4);
        out.reset();
        Path change =
                Files.writeString(dir.resolve("change.yaml"), "override: tencent/waf-attack\nmap: {mesage: null}\n");
        assertThat(run("json", "tencent+rules:" + change, records)).isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .contains("change.yaml:2:7: there is no 'mesage' to take away; did you mean 'message'?");
        err.reset();
        assertThat(run("json", "rules:" + dir.resolve("none.yaml"), records)).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("none.yaml cannot be read");
        err.reset();
        assertThat(run("json", "tencnt+rules:" + change, records)).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("usage: ").contains("rules:<file or directory>");
        assertThat(out.size()).isZero();
    }

    @Test
    @DisplayName("With --coverage, a table of what became of which field stands on standard error")
    void coverage() throws Exception {
        WafLogs logs = new WafLogs(Instant.parse("2026-01-01T00:00:00Z"));
        Path file = Files.write(dir.resolve("waf.json"), logs.record(2));
        assertThat(run("--coverage", "cls", "tencent", file.toString())).isZero();
        assertThat(err.toString(UTF_8))
                .contains("1 events, ")
                .containsPattern("uuid +1 +0 +0 +0 +metadata.original_event_uid")
                .containsPattern("cloud.provider +1 +0 +\\(constant\\)");
    }
}
