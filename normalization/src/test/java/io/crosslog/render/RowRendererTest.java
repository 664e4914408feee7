package io.crosslog.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.model.LogEvent;
import io.crosslog.spi.Normalizer;
import io.crosslog.tencent.ClsDecoder;
import io.crosslog.tencent.TencentRules;
import io.crosslog.testkit.GoldenFiles;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("Rendered events")
class RowRendererTest {

    private static final Path GOLDEN = Path.of("src/test/resources/io/crosslog/render");
    private static final Path RECORDS = Path.of("src/test/resources/io/crosslog/tencent");

    private static final Map<String, Normalizer> RENDERERS = new TreeMap<>(Map.of(
            "flat",
            RowRenderer.flat(),
            "agentic-soc",
            RowRenderer.agenticSoc(),
            "json",
            OcsfJson.create().inField("ocsf").beside("class_uid", "severity_id", "no_such_attribute")));

    @TestFactory
    @DisplayName("of WAF, firewall and flow logs are what the golden files say, which people have looked over")
    Stream<DynamicTest> golden() {
        return RENDERERS.entrySet().stream()
                .flatMap(renderer ->
                        GoldenFiles.in(GOLDEN.resolve(renderer.getKey()), JsonDecoder.create(), renderer.getValue())
                                .stream()
                                .map(file ->
                                        DynamicTest.dynamicTest(renderer.getKey() + " " + file.name(), file::check)));
    }

    @TestFactory
    @DisplayName("hold every value of the event, whatever the shape")
    Stream<DynamicTest> nothingLost() {
        return Stream.of("waf", "cfw", "flow")
                .flatMap(
                        logs -> GoldenFiles.in(RECORDS.resolve(logs), ClsDecoder.create(), TencentRules.all()).stream())
                .flatMap(file -> RENDERERS.entrySet().stream()
                        .map(renderer -> DynamicTest.dynamicTest(renderer.getKey() + " " + file.name(), () -> {
                            List<LogEvent> events = file.parse().events();
                            assertThat(events).isNotEmpty();
                            for (LogEvent event : events) {
                                LogEvent row = Renders.one(renderer.getValue(), event);
                                assertThat(row.id()).isEqualTo(event.id());
                                assertThat(row.time()).isEqualTo(event.time());
                                Renders.assertHoldsAll(row, event);
                            }
                        })));
    }

    @Test
    @DisplayName(
            "as flat rows have scalars only, JSON text for arrays and for what nobody can foresee, and lose no clashing name")
    void flat() {
        Map<String, Object> row = row(RowRenderer.flat(), """
                {"a_b": 1, "a": {"b": 2, "b_2": 3, "c": {"d": [1, {"e": 2}], "e": {}}}, "unmapped": {"x": {"y": true}},
                 "none": null, "text": "t"}""");
        assertThat(row)
                .containsExactly(
                        entry("a_b", 1L),
                        entry("a_b_2", 2L),
                        entry("a_b_2_2", 3L),
                        entry("a_c_d", "[1,{\"e\":2}]"),
                        entry("a_c_e", "{}"),
                        entry("unmapped", "{\"x\":{\"y\":true}}"),
                        entry("none", null),
                        entry("text", "t"));
    }

    @Test
    @DisplayName("lose nothing of a nested name that comes twice")
    void namesTwice() {
        String json = "{\"o\":{\"a\":1,\"a\":2},\"src_endpoint\":{\"ip\":\"192.0.2.1\",\"ip\":\"192.0.2.2\"}}";
        assertThat(row(RowRenderer.flat(), json))
                .containsExactly(
                        entry("o_a", 1L),
                        entry("o_a#2", 2L),
                        entry("src_endpoint_ip", "192.0.2.1"),
                        entry("src_endpoint_ip#2", "192.0.2.2"));
        assertThat(row(RowRenderer.agenticSoc(), json))
                .containsExactly(
                        entry("src_ip", "192.0.2.1"),
                        entry(
                                "extend_content",
                                "{\"o\":{\"a\":1,\"a#2\":2},\"src_endpoint\":{\"ip#2\":\"192.0.2.2\"}}"));
    }

    @Test
    @DisplayName(
            "by a table of one's own stand under its names; what a column takes leaves the rest, what it translates stays")
    void ownTable() {
        FieldTable table = FieldTable.parse("own", """
                rest: {json: other}
                columns:
                  ip: [src.ip, "hops[0]"]
                  verdict: {from: action, values: {1: pass, 2: block}}
                  kind:
                    - {value: odd, when: {n: [1, 3]}}
                    - {value: even, when: {n: 2}}
                """);
        assertThat(row(RowRenderer.of(table), "{\"src\":{\"ip\":\"192.0.2.1\"},\"action\":2,\"n\":3}"))
                .containsExactly(
                        entry("ip", "192.0.2.1"),
                        entry("verdict", "block"),
                        entry("kind", "odd"),
                        entry("other", "{\"action\":2,\"n\":3}"));
        assertThat(row(RowRenderer.of(table), "{\"src\":{\"port\":1},\"hops\":[\"192.0.2.2\"],\"action\":9,\"n\":2}"))
                .containsExactly(
                        entry("ip", "192.0.2.2"),
                        entry("kind", "even"),
                        entry("other", "{\"src\":{\"port\":1},\"hops\":[\"192.0.2.2\"],\"action\":9,\"n\":2}"));
        assertThat(row(RowRenderer.of(FieldTable.flat().column("ip", "src.ip")), "{\"src\":{\"ip\":\"192.0.2.1\"}}"))
                .containsExactly(entry("ip", "192.0.2.1"));
    }

    @Test
    @DisplayName("of what is no OCSF at all are rendered too, and lose nothing")
    void notOcsf() {
        assertThat(row(RowRenderer.agenticSoc(), "{\"is_alert\":true,\"message\":{\"a\":1}}"))
                .containsExactly(entry("alert_name", "{\"a\":1}"), entry("extend_content", "{\"is_alert\":true}"));
    }

    private static Map<String, Object> row(Normalizer renderer, String json) {
        Parsed parsed = Parsers.parse(JsonDecoder.create(), renderer, json.getBytes(StandardCharsets.UTF_8));
        assertThat(parsed.events()).hasSize(1);
        Map<String, Object> row = new LinkedHashMap<>(parsed.events().get(0).toMap());
        row.replaceAll((name, value) -> value instanceof Number number ? (Object) number.longValue() : value);
        return row;
    }
}
