package io.crosslog.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.model.LogEvent;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rules survive nasty input and lose none of it")
class NastyInputTest {

    private static final String MESSAGE = "rule: x\nclass: base_event\nmap: {message: m}\n";

    @Test
    @DisplayName("numbers beyond any exponent or of thousands of digits, within objects and within text")
    void numbers() {
        String digits = "7".repeat(900);
        LogEvent event = one(MESSAGE, "{'a':{'n':1e99999999999},'b':" + digits + ",'m':'x'}");
        assertThat(event.text("unmapped")).contains("{\"a\":{\"n\":\"1e99999999999\"},\"b\":" + digits + "}");
        String embedded = "rule: x\nclass: base_event\nmap: {message: log.m}\n";
        assertThat(one(embedded, "{'log':'{\\'m\\':1e99999999999}'}").text("message"))
                .contains("1e99999999999");
    }

    @Test
    @DisplayName("ten thousand names of one hash")
    void collidingNames() {
        String members = IntStream.range(0, 10_000)
                .mapToObj(i -> "'" + collision(i) + "':1")
                .collect(Collectors.joining(","));
        assertThat(one(MESSAGE, "{'a':{" + members + "},'m':'x'}").text("unmapped.a." + collision(9_999)))
                .contains("1");
    }

    @Test
    @DisplayName("an element of an outer list that has no inner list, or none with elements")
    void outerWithoutInner() {
        String yaml = """
                rule: x
                class: base_event
                each: records[].flows[]
                map:
                  message: records[].flows[].m
                  status_detail: records[].name
                """;
        Parsed parsed = parse(
                yaml,
                "{'records':[{'name':'a','flows':[{'m':'1'}]},{'name':'b','k':1},{'name':'c','flows':[]},"
                        + "{'name':'d','flows':'none'}]}");
        assertThat(parsed.rejected()).isEmpty();
        assertThat(parsed.events())
                .extracting(e -> e.text("status_detail").orElse("")
                        + e.text("message").orElse("")
                        + e.text("unmapped").orElse(""))
                .containsExactly("a1", "b{\"records\":{\"k\":1}}", "c", "d{\"records\":{\"flows\":\"none\"}}");
        assertThat(parse(yaml, "{'other':1}").events())
                .singleElement()
                .satisfies(e -> assertThat(e.text("unmapped.other")).contains("1"));
    }

    @Test
    @DisplayName("objects nested hundreds deep, put where any structure may stand")
    void deep() {
        String yaml = "rule: x\nclass: base_event\nmap: {unmapped.copy: a}\n";
        String deep = "[".repeat(400) + "'bottom'" + "]".repeat(400);
        Parsed parsed = Parsers.parse(
                JsonDecoder.builder().maxDepth(500).build(),
                RuleNormalizer.of(RuleSet.builder().text("x.yaml", yaml).build()),
                ("{'a':" + deep + "}").replace('\'', '"'));
        assertThat(parsed.events()).singleElement().satisfies(e -> assertThat(e.text("unmapped.copy"))
                .contains(deep.replace('\'', '"')));
    }

    @Test
    @DisplayName("names in unmapped that a rule's own and numbered ones have taken")
    void takenNames() {
        String yaml = "rule: x\nclass: base_event\nmap: {unmapped.a: x}\n";
        assertThat(one(yaml, "{'x':'own','a':'one','a#2':'two'}").text("unmapped"))
                .contains("{\"a\":\"own\",\"a#3\":\"one\",\"a#2\":\"two\"}");
    }

    @Test
    @DisplayName("an explicit null in a list of which something was used, if empty values are kept")
    void nullInList() {
        RuleSet rules = RuleSet.builder()
                .text("x.yaml", "rule: x\nclass: base_event\nmap: {message: 'l[0].m'}\n")
                .keepEmpty(true)
                .build();
        Parsed parsed = Parsers.parse(
                JsonDecoder.create(), RuleNormalizer.of(rules), "{'l':[{'m':'x','n':1},null,2]}".replace('\'', '"'));
        assertThat(parsed.events()).singleElement().satisfies(e -> assertThat(e.text("unmapped"))
                .contains("{\"l\":[{\"n\":1},null,2]}"));
    }

    @Test
    @DisplayName("a hundred thousand fields with escapes, in time that does not grow with their square")
    void escapedFields() {
        String fields = IntStream.range(0, 100_000)
                .mapToObj(i -> "\"f" + i + "\":\"\\n" + i + "\"")
                .collect(Collectors.joining(","));
        Parsed parsed = assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> Parsers.parse(
                        JsonDecoder.builder().maxFields(200_000).build(),
                        RuleNormalizer.of(
                                RuleSet.builder().text("x.yaml", MESSAGE).build()),
                        "{" + fields + "}"));
        assertThat(parsed.events()).singleElement().satisfies(e -> assertThat(
                        e.toMap().get("unmapped"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .hasSize(100_000)
                .containsEntry("f7", "\n7"));
    }

    /** Names of 16 letters pairs, {@code Aa} and {@code BB}, whose hashes are one. */
    private static String collision(int number) {
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < 16; bit++) {
            name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }

    private static LogEvent one(String yaml, String record) {
        Parsed parsed = parse(yaml, record);
        assertThat(parsed.rejected()).isEmpty();
        assertThat(parsed.events()).hasSize(1);
        return parsed.events().get(0);
    }

    /** Records are written with single quotes here. */
    private static Parsed parse(String yaml, String record) {
        return Parsers.parse(
                JsonDecoder.create(),
                RuleNormalizer.of(RuleSet.builder().text("x.yaml", yaml).build()),
                record.replace('\'', '"'));
    }
}
