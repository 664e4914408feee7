package io.crosslog.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.model.LogEvent;
import io.crosslog.spi.Normalizer;
import io.crosslog.testkit.Parsers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A table of field names")
class FieldTableTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("is changed by methods without touching the one it was")
    void changes() {
        FieldTable table = FieldTable.agenticSoc();
        FieldTable changed = table.renamed("alert_type", "threat_type")
                .without("cmdline")
                .column("user_agent", "http_request.user_agent")
                .restAsColumns("_", "unmapped");
        assertThat(changed.names()).contains("threat_type", "user_agent").doesNotContain("alert_type", "cmdline");
        assertThat(changed.names().indexOf("threat_type"))
                .isEqualTo(table.names().indexOf("alert_type"));
        assertThat(table.names()).contains("alert_type", "cmdline").doesNotContain("user_agent");
    }

    @Test
    @DisplayName("is changed by a file of one's own, which extends a built-in one")
    void file() throws Exception {
        Path file = directory.resolve("own.yaml");
        Files.writeString(file, """
                extends: agentic-soc
                rename: {src_ip: client_ip}
                without: [proc_path, cmdline]
                rest: {columns: ".", keep: [unmapped]}
                columns:
                  dst_ip: dst_endpoint.hostname
                  url: http_request.url.path
                """);
        FieldTable table = FieldTable.load(file);
        assertThat(table.names())
                .containsExactly(
                        "schema",
                        "cloud_code",
                        "cloud_user",
                        "product_code",
                        "client_ip",
                        "dst_ip",
                        "alert_type",
                        "alert_name",
                        "url");
        assertThat(table.rest().separator()).isEqualTo(".");
    }

    @Test
    @DisplayName("may give a column the name of one that it is without, or its rest that of one renamed")
    void freed() {
        FieldTable table = FieldTable.parse("own", """
                extends: agentic-soc
                without: dst_ip
                rename: {src_ip: dst_ip}
                rest: {json: src_ip}
                """);
        assertThat(table.names()).contains("dst_ip").doesNotContain("src_ip");
        assertThat(table.rest().field()).isEqualTo("src_ip");
    }

    @Test
    @DisplayName("gives a value another name by one line, in Java or in a file, and all else stays as it was")
    void oneLine() throws Exception {
        LogEvent event = Parsers.parse(JsonDecoder.create(), Normalizer.none(), """
                {"class_uid": 4001, "src_endpoint": {"ip": "192.0.2.1", "port": 443}}""".getBytes(UTF_8))
                .events()
                .get(0);
        String usual = "{\"schema\":\"NETWORK_SESSION_ACTIVITY\",\"src_ip\":\"192.0.2.1\","
                + "\"extend_content\":\"{\\\"class_uid\\\":4001,\\\"src_endpoint\\\":{\\\"port\\\":443}}\"}";
        assertThat(Renders.one(RowRenderer.agenticSoc(), event).toJson()).isEqualTo(usual);
        for (FieldTable table : List.of(
                FieldTable.agenticSoc().renamed("src_ip", "client_ip"),
                FieldTable.parse("own", "extends: agentic-soc\nrename: {src_ip: client_ip}"))) {
            assertThat(Renders.one(RowRenderer.of(table), event).toJson())
                    .isEqualTo(usual.replace("src_ip", "client_ip"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | it is empty",
                "'columns: {a: b}' | rest is missing",
                "'extends: ocsf' | 1:10 'ocsf' is none of agentic-soc, flat",
                "'rest: {json: r}\ncolumns: {a: {form: b}}' | 2:21 'form' is none of from, value, values, when",
                "'rest: {json: r}\ncolumns: {a: {form: b}}' | 2:14 a column is filled from an attribute",
                "'rest: {json: r}\ncolumns: {a: b..c}' | 2:14 'b..c' is no path",
                "'rest: {json: r}\ncolumns: {a: b, a: c}' | 'a' comes twice",
                "'rest: {json: r}\ncolumns: {r: b}' | 2:14 'r' is both a column and the field",
                "'columns: {extend_content: b}\nextends: agentic-soc' | 1:27 'extend_content' is both a column and",
                "'extends: agentic-soc\nrename: {src_ip: extend_content}' | 2:18 'extend_content' is both a column and",
                "'extends: agentic-soc\nrest: {json: src_ip}' | 2:7 'src_ip' is both a column and the field",
                "'extends: agentic-soc\nrename: {src_ip: x, dst_ip: x}' | 2:29 'dst_ip' cannot be called 'x': another is",
                "'rename: {src_ip: x}\nextends: agentic-soc\nwithout: [src_ip]' | 1:18 'src_ip' has no name to change",
                "'extends: agentic-soc\nwithout: [src_ip, dst_ip, src_ip]' | 2:10 'src_ip' comes twice",
                "'rest: {json: r, keep: [a]}' | rest must be {json: <field>} or {columns",
                "'rest: [r]' | 1:7 a mapping (name: value) was expected",
                "'rest: {json: {a: b}}' | 1:14 a text was expected",
                "'extends: flat\nwithout: [a]' | 2:10 there is no column 'a' in the table that is extended",
                "'rename: {src_ip: dst_ip}\nextends: agentic-soc' | 1:18 'src_ip' cannot be called 'dst_ip': another is",
                "'extends: agentic-soc\nrename: {source: x, src_ip: \"\"}' | 2 problems",
                "'extends: agentic-soc\nnames: {}' | 'names' is none of extends",
                "'{' | no YAML",
            })
    @DisplayName("says what is wrong with a file, and where")
    void wrong(String yaml, String said) {
        assertThatThrownBy(() -> FieldTable.parse("own", yaml.replace("\\n", "\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }
}
