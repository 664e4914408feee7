package io.crosslog.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosslog.credentials.Secret;
import io.crosslog.decode.JsonDecoder;
import io.crosslog.model.LogEvent;
import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import io.crosslog.ocsf.OcsfSchema;
import io.crosslog.ocsf.OcsfValidator;
import io.crosslog.testkit.GoldenFiles;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page on the rule language")
class RulesPageTest {

    private static final Path PAGE = Path.of("../docs/rules.md");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OcsfValidator VALIDATOR = OcsfValidator.of(OcsfSchema.bundled());
    private static final Pattern COUNTED = Pattern.compile("^\\nCounted: (.*)\\n");

    @Test
    @DisplayName(
            "shows rules that make of the records below them the events below these; -Dcrosslog.golden=rewrite writes those")
    void examples() throws IOException {
        String text = Files.readString(PAGE);
        RulesPage page = new RulesPage(text);
        List<RulesPage.Piece> pieces = page.pieces();
        for (int i = 0; i < pieces.size(); i++) {
            if (!pieces.get(i).kind().equals("yaml")) {
                continue;
            }
            String rule = whole(pieces.get(i).text());
            if (pieces.get(i + 2).kind().equals("text")) {
                page.replace(i + 2, problems(rule));
                continue;
            }
            assertThat(pieces.get(i + 2).kind()).as(rule).isEqualTo("json");
            assertThat(pieces.get(i + 4).kind()).as(rule).isEqualTo("json");
            Parsed parsed = parse(rule, pieces.get(i + 2).text());
            page.replace(i + 4, shown(parsed));
            String counts = counts(parsed);
            String prose = COUNTED.matcher(pieces.get(i + 5).text()).replaceFirst("");
            page.replace(i + 5, (counts.isEmpty() ? "" : "\nCounted: " + counts + "\n") + prose);
        }
        if ("rewrite".equals(System.getProperty(GoldenFiles.REWRITE))) {
            Files.writeString(PAGE, page.render());
        } else {
            assertThat(text).isEqualTo(page.render());
        }
    }

    @Test
    @DisplayName("has an example for every section, option, conversion, condition and form that there is")
    void complete() throws IOException {
        String examples = String.join("\n", new RulesPage(Files.readString(PAGE)).blocks("yaml"));
        for (List<String> names : List.of(
                RuleText.OF_RULE,
                RuleText.OF_PART,
                MappingOptions.NAMES,
                Conversions.NAMES,
                ConditionReader.KINDS,
                Openers.NAMES,
                Timestamps.NAMES,
                MaskReader.KINDS,
                MaskReader.LEFT,
                FieldPath.BESIDE)) {
            for (String name : names) {
                String word = Pattern.quote(name.replace("<name>", ""));
                assertThat(Pattern.compile("(?<![A-Za-z_])" + word + (name.endsWith(">") ? "" : "(?![a-z_])"))
                                .matcher(examples)
                                .find())
                        .as(name)
                        .isTrue();
            }
        }
    }

    @Test
    @DisplayName("shows Java that compiles: all of it stands in RulesPageSnippets")
    void java() throws IOException {
        String source =
                squeezed(Files.readString(Path.of("src/test/java/io/crosslog/normalize/RulesPageSnippets.java")));
        for (String snippet : new RulesPage(Files.readString(PAGE)).blocks("java")) {
            assertThat(source).contains(squeezed(snippet));
        }
    }

    @Test
    @DisplayName("shows the table of its first rule")
    void table() throws IOException {
        String first = new RulesPage(Files.readString(PAGE)).blocks("yaml").get(0);
        RuleTablePages.check(RuleSet.builder().text("rules.md", first).build(), "rules.md");
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }

    /** An example may leave out what its first lines would always say. */
    private static String whole(String yaml) {
        StringBuilder whole = new StringBuilder();
        if (!yaml.startsWith("rule:") && !yaml.startsWith("part:")) {
            whole.append("rule: acme/example\n");
            whole.append(yaml.contains("class:") ? "" : "class: base_event\n");
        }
        return whole.append(yaml).toString();
    }

    private static String problems(String rule) {
        int added = (int) rule.lines().count();
        try {
            RuleSet.builder().text("acme.yaml", rule).build();
            throw new AssertionError("nothing is wrong in " + rule + added);
        } catch (RuleException e) {
            return e.problems().stream().map(problem -> problem + "\n").collect(Collectors.joining());
        }
    }

    private static Parsed parse(String rule, String records) {
        RuleSet rules = RuleSet.builder()
                .text("rules.md", rule)
                .maskKey(Secret.of("the page's own key"))
                .build();
        List<RawRecord> raw = new ArrayList<>();
        for (String line : records.lines().toList()) {
            raw.add(RawRecord.builder(Origin.prefix("page", "page:").at(raw.size() + 1), Parsers.ARRIVAL)
                    .bytes(line.getBytes(StandardCharsets.UTF_8))
                    .attributes(Map.of("kafka.topic", "t-1"))
                    .build());
        }
        Parsed parsed = Parsers.parse(JsonDecoder.create(), RuleNormalizer.of(rules), raw);
        assertThat(parsed.rejected()).as(rule).isEmpty();
        for (LogEvent event : parsed.events()) {
            assertThat(VALIDATOR
                            .validate(event.toJson().getBytes(StandardCharsets.UTF_8))
                            .problems())
                    .as(event.toJson())
                    .isEmpty();
        }
        return parsed;
    }

    /** What the page promises of every event, in words, is counted in every example and told in none. */
    private static String counts(Parsed parsed) {
        TreeSet<String> names = new TreeSet<>(parsed.counted().keySet());
        names.removeIf(name -> name.startsWith("time-missing:"));
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static String shown(Parsed parsed) throws IOException {
        StringBuilder shown = new StringBuilder();
        for (LogEvent event : parsed.events()) {
            ObjectNode node = (ObjectNode) JSON.readTree(event.toJson());
            JsonNode original = node.path("metadata").path("original_time");
            if (original.isMissingNode()) {
                node.remove("time");
            }
            if (node.path("severity_id").asInt() == 0) {
                node.remove(List.of("severity_id", "severity"));
            }
            if (node.path("activity_id").asInt() == 0) {
                node.remove(List.of("activity_id", "activity_name"));
            }
            node.remove(List.of("category_uid", "category_name", "class_name", "type_uid", "type_name"));
            metadata(node);
            shown.append(JSON.writeValueAsString(node)).append('\n');
        }
        return shown.toString();
    }

    private static void metadata(ObjectNode node) {
        ObjectNode metadata = (ObjectNode) node.path("metadata");
        if (metadata.path("correlation_uid").equals(metadata.path("uid"))) {
            metadata.put("correlation_uid", "the same as metadata.uid");
        }
        metadata.remove(Arrays.asList("uid", "logged_time", "version", "profiles", "transformation_info_list"));
        if (metadata.path("product").equals(JSON.createObjectNode().put("name", "Unknown"))) {
            metadata.remove("product");
        }
        if (metadata.isEmpty()) {
            node.remove("metadata");
        }
    }
}
