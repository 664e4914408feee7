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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("docs/agentic-soc.md")
class AgenticSocPageTest {

    private static final java.nio.file.Path DOCUMENT = java.nio.file.Path.of("../docs/agentic-soc.md");
    private static final java.nio.file.Path RECORDS = java.nio.file.Path.of("src/test/resources/io/crosslog/tencent");
    private static final String END = "<!-- end -->";

    /** What SPL runs in real time takes at the most, by the service's documents. */
    private static final int MAX_SPL_BYTES = 10 << 10;

    /** Fields of the vendor's that have a column's name and are something else, with the names they get. */
    private static final Map<String, Map<String, String>> RENAMED = Map.of("waf access", Map.of("schema", "scheme"));

    /** What each column is in the vendor's own log: a field, the first of two, or a text in quotes. */
    private static final Map<String, Map<String, String>> RAW = Map.of(
            "waf attack",
            columns(
                    "schema", "'WAF_ALERT_ACTIVITY'",
                    "cloud_code", "'tencent_cloud'",
                    "cloud_user", "appid",
                    "product_code", "'tencent_cloud_waf'",
                    "src_ip", "attack_ip",
                    "alert_type", "attack_type",
                    "alert_name", "attack_type"),
            "waf access",
            columns(
                    "schema", "'HTTP_ACTIVITY'",
                    "cloud_code", "'tencent_cloud'",
                    "cloud_user", "appid",
                    "product_code", "'tencent_cloud_waf'",
                    "src_ip", "client"),
            "cfw intrusion",
            columns(
                    "schema", "'FIREWALL_ALERT_ACTIVITY'",
                    "cloud_code", "'tencent_cloud'",
                    "cloud_user", "appid",
                    "product_code", "'tencent_cloud_cfw'",
                    "src_ip", "src_ip",
                    "dst_ip", "dst_ip",
                    "alert_type", "coalesce(eventname_res, event_name_res)",
                    "alert_name", "event_name"),
            "cfw access-control",
            columns(
                    "schema", "'NETWORK_SESSION_ACTIVITY'",
                    "cloud_code", "'tencent_cloud'",
                    "cloud_user", "appid",
                    "product_code", "'tencent_cloud_cfw'",
                    "src_ip", "src_ip",
                    "dst_ip", "dst_ip"),
            "flow raw",
            columns(
                    "schema", "'NETWORK_SESSION_ACTIVITY'",
                    "cloud_code", "'tencent_cloud'",
                    "cloud_user", "account_id",
                    "src_ip", "srcaddr",
                    "dst_ip", "dstaddr"));

    @Test
    @DisplayName("says what the table says, in words and in SPL; -Dcrosslog.golden=rewrite writes it anew")
    void page() throws IOException {
        FieldTable table = FieldTable.agenticSoc();
        String document = Files.readString(DOCUMENT);
        String current = document;
        current = put(current, "fields", fields(table));
        current = put(current, "spl flat", code(SplText.flat(table)));
        current = put(current, "spl top level", code(SplText.topLevel(table)));
        for (Map.Entry<String, Map<String, String>> raw : RAW.entrySet()) {
            current = put(current, "spl raw " + raw.getKey(), code(SplText.raw(renamed(raw.getKey()), raw.getValue())));
        }
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

    @TestFactory
    @DisplayName("projects the vendor's own fields to what the renderer makes of the normalized event")
    Stream<DynamicTest> rawFields() {
        return RAW.entrySet().stream()
                .map(raw -> DynamicTest.dynamicTest(raw.getKey(), () -> {
                    LogEvent log = first(raw.getKey(), Normalizer.none());
                    LogEvent row = first(raw.getKey(), TencentRules.all().then(RowRenderer.agenticSoc()));
                    raw.getValue().forEach((column, expression) -> assertThat(value(log, expression))
                            .as(column)
                            .isNotEmpty()
                            .isEqualTo(row.text(column).orElseThrow()));
                }));
    }

    @TestFactory
    @DisplayName("writes over no field of the vendor's that is something else")
    Stream<DynamicTest> writesOverNothing() {
        return RAW.entrySet().stream()
                .map(raw -> DynamicTest.dynamicTest(raw.getKey(), () -> {
                    Set<String> written = new HashSet<>(raw.getValue().keySet());
                    raw.getValue().forEach((column, expression) -> {
                        if (column.equals(expression)) {
                            written.remove(column);
                        }
                    });
                    written.removeAll(renamed(raw.getKey()).keySet());
                    assertThat(records(raw.getKey(), Normalizer.none()))
                            .isNotEmpty()
                            .allSatisfy(log -> assertThat(log.names()).doesNotContainAnyElementsOf(written));
                }));
    }

    @Test
    @DisplayName("shows a file with other names that is a table")
    void otherNames() throws IOException {
        String document = Files.readString(DOCUMENT);
        String section = document.substring(document.indexOf("### Other names"));
        String yaml = section.lines()
                .skip(1)
                .dropWhile(line -> !line.startsWith("    "))
                .takeWhile(line -> line.startsWith("    "))
                .map(line -> line.substring(4))
                .collect(Collectors.joining("\n"));
        assertThat(FieldTable.parse("page", yaml).names())
                .contains("threat_type", "user_agent", "schema")
                .doesNotContain("alert_type", "proc_path", "cmdline");
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

    private static Map<String, String> renamed(String kind) {
        return RENAMED.getOrDefault(kind, Map.of());
    }

    private static LogEvent first(String kind, Normalizer normalizer) {
        return records(kind, normalizer).get(0);
    }

    private static List<LogEvent> records(String kind, Normalizer normalizer) {
        String[] parts = kind.split(" ", 2);
        return GoldenFiles.in(RECORDS.resolve(parts[0]), ClsDecoder.create(), normalizer).stream()
                .filter(file -> file.name().equals(parts[1] + ".lines"))
                .findFirst()
                .orElseThrow()
                .parse()
                .events();
    }

    /** SLS knows fields by names of letters, digits and underscores. */
    private static String value(LogEvent log, String expression) {
        if (expression.startsWith("'")) {
            return expression.substring(1, expression.length() - 1);
        }
        if (expression.startsWith("coalesce(")) {
            return value(log, expression.substring("coalesce(".length(), expression.indexOf(',')));
        }
        return log.names().stream()
                .filter(name -> name.replaceAll("\\W", "_").equals(expression))
                .findFirst()
                .flatMap(name -> log.text(Path.ofName(name)))
                .orElse("");
    }

    private static String put(String document, String part, String text) {
        String begin = "<!-- generated: %s -->\n".formatted(part);
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
