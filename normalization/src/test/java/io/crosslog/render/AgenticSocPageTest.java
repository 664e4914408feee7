package io.crosslog.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.LogEvent;
import io.crosslog.model.Path;
import io.crosslog.ocsf.OcsfPathException;
import io.crosslog.ocsf.OcsfSchema;
import io.crosslog.spi.Normalizer;
import io.crosslog.tencent.ClsDecoder;
import io.crosslog.tencent.TencentRules;
import io.crosslog.testkit.GoldenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("docs/agentic-soc.md")
class AgenticSocPageTest {

    private static final java.nio.file.Path DOCUMENT = java.nio.file.Path.of("../docs/agentic-soc.md");
    private static final java.nio.file.Path WAF = java.nio.file.Path.of("src/test/resources/io/crosslog/tencent/waf");
    private static final String BEGIN = "<!-- generated: %s -->\n";
    private static final String END = "<!-- end -->";

    /** What SPL runs in real time takes at the most, by the service's documents. */
    private static final int MAX_SPL_BYTES = 10 << 10;

    private static final Map<String, String> RAW_ATTACK = columns(
            "schema", "'WAF_ALERT_ACTIVITY'",
            "cloud_code", "'tencent_cloud'",
            "cloud_user", "appid",
            "product_code", "'tencent_cloud_waf'",
            "src_ip", "attack_ip",
            "alert_type", "attack_type",
            "alert_name", "attack_type");

    private static final Map<String, String> RAW_ACCESS = columns(
            "schema", "'HTTP_ACTIVITY'",
            "cloud_code", "'tencent_cloud'",
            "cloud_user", "appid",
            "product_code", "'tencent_cloud_waf'",
            "src_ip", "client");

    @Test
    @DisplayName("says what the table says, in words and in SPL; -Dcrosslog.golden=rewrite writes it anew")
    void page() throws IOException {
        FieldTable table = FieldTable.agenticSoc();
        String document = Files.readString(DOCUMENT);
        String current = document;
        current = put(current, "fields", fields(table));
        current = put(current, "spl flat", code(SplText.flat(table)));
        current = put(current, "spl top level", code(SplText.topLevel(table)));
        current = put(current, "spl raw attack", code(SplText.raw(RAW_ATTACK)));
        current = put(current, "spl raw access", code(SplText.raw(RAW_ACCESS)));
        if ("rewrite".equals(System.getProperty("crosslog.golden"))) {
            Files.writeString(DOCUMENT, current);
        } else {
            assertThat(document).isEqualTo(current);
        }
    }

    @Test
    @DisplayName("gives SPL that is short enough for a rule that runs in real time")
    void splIsShort() {
        assertThat(SplText.flat(FieldTable.agenticSoc())).hasSizeLessThan(MAX_SPL_BYTES);
        assertThat(SplText.topLevel(FieldTable.agenticSoc())).hasSizeLessThan(MAX_SPL_BYTES);
    }

    @ParameterizedTest
    @CsvSource({"attack, RAW_ATTACK", "access, RAW_ACCESS"})
    @DisplayName("projects the vendor's own fields to what the renderer makes of the normalized event")
    void rawFields(String kind, String which) throws Exception {
        Map<String, String> columns = which.equals("RAW_ATTACK") ? RAW_ATTACK : RAW_ACCESS;
        List<LogEvent> raw = events(kind, Normalizer.none());
        List<LogEvent> rows = events(kind, TencentRules.waf().then(RowRenderer.agenticSoc()));
        assertThat(raw).hasSameSizeAs(rows).isNotEmpty();
        LogEvent first = raw.get(0);
        columns.forEach((column, expression) -> assertThat(
                        expression.startsWith("'")
                                ? expression.substring(1, expression.length() - 1)
                                : first.text(expression).orElse(""))
                .as(column)
                .isEqualTo(rows.get(0).text(column).orElseThrow()));
    }

    @Test
    @DisplayName("rests on a table whose attributes OCSF has")
    void attributesOfOcsf() {
        OcsfSchema schema = OcsfSchema.bundled();
        List<String> classes = List.of("http_activity", "network_activity", "detection_finding", "process_activity");
        for (Column column : FieldTable.agenticSoc().columns()) {
            for (Choice choice : column.choices()) {
                choice.when().keySet().forEach(path -> assertKnown(schema, classes, path));
                if (choice.from() != null) {
                    assertKnown(schema, classes, choice.from());
                }
            }
        }
    }

    private static void assertKnown(OcsfSchema schema, List<String> classes, Path path) {
        assertThat(classes).as("one of the classes has %s", path).anyMatch(name -> {
            try {
                schema.resolve(name, path.toString(), schema.profiles());
                return true;
            } catch (OcsfPathException e) {
                return false;
            }
        });
    }

    private static List<LogEvent> events(String kind, Normalizer normalizer) throws Exception {
        return GoldenFiles.in(WAF, ClsDecoder.create(), normalizer).stream()
                .filter(file -> file.name().equals(kind + ".lines"))
                .findFirst()
                .orElseThrow()
                .parse()
                .events();
    }

    private static String put(String document, String part, String text) {
        String begin = BEGIN.formatted(part);
        assertThat(document).contains(begin);
        int from = document.indexOf(begin) + begin.length();
        return document.substring(0, from) + text + document.substring(document.indexOf(END, from));
    }

    private static String code(String spl) {
        return "```\n" + spl + "```\n";
    }

    private static String fields(FieldTable table) {
        StringBuilder text =
                new StringBuilder("| field | is | where | public is | inferred is |\n|---|---|---|---|---|\n");
        for (Column column : table.columns()) {
            String name = "`" + column.name() + "`";
            String seen = column.seen();
            for (Choice choice : column.choices()) {
                text.append("| ").append(name).append(" | ").append(what(choice));
                text.append(" | ").append(where(choice)).append(" | ").append(seen);
                text.append(" | ").append(choice.inferred()).append(" |\n");
                name = "";
                seen = "";
            }
        }
        return text.append("| `")
                .append(table.rest().field())
                .append(
                        "` | everything else, as JSON | | the field, in the example of a rule | that it takes OCSF as well |\n")
                .toString();
    }

    private static String what(Choice choice) {
        if (choice.from() == null) {
            return "the text `" + choice.constant() + "`";
        }
        StringBuilder text = new StringBuilder("`" + choice.from() + "`");
        choice.values().forEach((from, to) -> text.append("<br>")
                .append(from)
                .append(" → `")
                .append(to)
                .append("`"));
        return text.toString();
    }

    private static String where(Choice choice) {
        StringBuilder text = new StringBuilder();
        choice.when().forEach((path, values) -> text.append(text.isEmpty() ? "" : ", ")
                .append("`")
                .append(path)
                .append("` is ")
                .append(String.join(" or ", values)));
        return text.toString();
    }

    private static Map<String, String> columns(String... namesAndExpressions) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < namesAndExpressions.length; i += 2) {
            columns.put(namesAndExpressions[i], namesAndExpressions[i + 1]);
        }
        return columns;
    }
}
