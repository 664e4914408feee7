package io.crosslog.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.credentials.Secret;
import io.crosslog.decode.JsonDecoder;
import io.crosslog.model.LogEvent;
import io.crosslog.spi.NormalizeException;
import io.crosslog.spi.Normalizer;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Masks of a rule")
class RuleMasksTest {

    private static final Secret KEY = Secret.of("a key of more than 16 bytes");

    private static final String RULE = """
            rule: acme/x
            class: base_event
            match: {equals: {kind: door}}
            mask:
              - {path: user.password, do: drop}
              - {path: user.badge, do: hash}
              - {name: [X-Door-Code, pin]}
              - {pattern: "\\\\b[0-9]{12}(?=[0-9]{4}\\\\b)"}
            map:
              message: text
              status_detail: user.badge
              status_code: x_door_code
            """;

    private static final String RECORD = "{'kind':'door','text':'card 4111111111111111','x_door_code':'open-sesame',"
            + "'user':{'name':'bob','badge':'badge-0001','password':'hunter2-hunter2'},"
            + "'copy':'{\\'user\\':{\\'password\\':\\'hunter2-hunter2\\'}}','note':'said hunter2-hunter2, pin=1234567'}";

    @Test
    @DisplayName("hold alike for what is mapped, what is not, and the record's text")
    void everywhere() {
        LogEvent event = only(parse(set(RULE), RECORD));
        assertThat(event.text("message")).contains("card ***1111");
        assertThat(event.text("status_code")).contains("***");
        assertThat(event.text("status_detail")).get().asString().matches("hmac:[0-9a-f]{32}");
        assertThat(event.text("unmapped.user")).contains("{\"name\":\"bob\"}");
        String raw = event.text("raw_data").orElseThrow();
        assertThat(raw).contains("card ***1111", "\"x_door_code\":\"***\"", "pin=***");
        assertThat(raw).contains(event.text("status_detail").orElseThrow());
        String bytes = new String(event.record().copyBytes(), StandardCharsets.UTF_8);
        assertThat(event.toJson() + bytes)
                .doesNotContain("411111111111", "open-sesame", "hunter2", "badge-0001", "1234567");
    }

    @Test
    @DisplayName("that drop leave nothing, of objects and lists as well")
    void dropped() {
        String rule = "rule: acme/x\nclass: base_event\nmask: [{path: [a, b.c, d], do: drop}]\nmap: {message: a}\n";
        LogEvent event = only(parse(set(rule), "{'a':'secret','b':[{'c':1,'e':2},{'c':[3]}],'d':{'f':'g'}}"));
        assertThat(event.has("message")).isFalse();
        assertThat(event.text("unmapped")).contains("{\"b\":[{\"e\":2}]}");
        assertThat(event.text("raw_data")).contains("{\"b\":[{\"e\":2},{}]}");
    }

    @Test
    @DisplayName("hash the same value with the same key to the same text, and with another key to another")
    void hashed() {
        String one = badge(KEY);
        assertThat(one)
                .isEqualTo(badge(Secret.of("a key of more than 16 bytes")))
                .isEqualTo("hmac:e366aa9462856bbae22639da18160587");
        assertThat(badge(Secret.of("another key, as long as that"))).isNotEqualTo(one);
    }

    private static String badge(Secret key) {
        RuleSet rules = RuleSet.builder().text("x.yaml", RULE).maskKey(key).build();
        return only(parse(rules, RECORD)).text("status_detail").orElseThrow();
    }

    @Test
    @DisplayName("do not change which rule an event gets, nor the ids of its events, nor what other rules make")
    void ownEventsOnly() {
        String rule = """
                rule: acme/x
                class: base_event
                match: {equals: {user: root}}
                mask: [{name: user}]
                map: {message: user}
                ---
                rule: acme/y
                class: base_event
                map: {message: user}
                """;
        Parsed parsed = parse(set(rule), "{'user':'root'}", "{'user':'bob'}");
        assertThat(parsed.events())
                .extracting(event -> event.text("message").orElseThrow())
                .containsExactly("***", "bob");
        Parsed plain = parse(set(rule.replace("mask: [{name: user}]", "title: t")), "{'user':'root'}");
        assertThat(parsed.events().get(0).id()).isEqualTo(plain.events().get(0).id());
    }

    @Test
    @DisplayName("hold for each of the events that are made of one")
    void each() {
        String rule = """
                rule: acme/x
                class: base_event
                each: records[]
                mask: [{path: user, do: drop}, {name: pin}]
                map: {message: 'records[].user', status_detail: 'records[].pin'}
                """;
        Parsed parsed = parse(set(rule), "{'records':[{'user':'bob','pin':1},{'pin':'2'}],'user':{'x':'bob'}}");
        assertThat(parsed.events()).hasSize(2).allSatisfy(event -> {
            assertThat(event.text("status_detail")).contains("***");
            assertThat(event.toJson()).doesNotContain("bob");
        });
    }

    @Test
    @DisplayName("are inherited, added to, said otherwise and forgotten like other lists")
    void layers() {
        String base = """
                rule: acme/base
                class: base_event
                match: {has: v}
                include: [{part: acme/p, with: {what: c}}]
                mask: [{name: a}, {name: b}]
                map: {}
                ---
                part: acme/p
                parameters: {what: null}
                mask: [{name: '${what}'}]
                """;
        String record = "{'a':'1','b':'2','c':'3','v':1}";
        assertThat(unmapped(base, record)).isEqualTo("{\"a\":\"***\",\"b\":\"***\",\"c\":\"***\",\"v\":1}");
        String more =
                "rule: acme/more\nextends: acme/base\nmatch: {has: w}\nmask: [{name: A, do: drop}, {name: v}]\n---\n"
                        + base;
        assertThat(unmapped(more, record.replace("1}", "1,'w':1}")))
                .isEqualTo("{\"b\":\"***\",\"c\":\"***\",\"v\":\"***\",\"w\":1}");
        String less = "override: acme/base\nmask: null\n---\n" + base;
        assertThat(unmapped(less, record)).isEqualTo("{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\",\"v\":1}");
    }

    private static String unmapped(String rules, String record) {
        return only(parse(set(rules), record)).text("unmapped").orElseThrow();
    }

    @Test
    @DisplayName("hold for the bytes of an event that the rule, or a normalizer behind it, gives up on")
    void rejected() {
        String rule =
                "rule: acme/x\nclass: base_event\nmatch: {has: list}\neach: list[]\nmask: [{name: pin}]\nmap: {message: 'list[].a'}\n";
        String long100001 = "{'pin':'1234567','list':[" + "1,".repeat(100_000) + "1]}";
        Parsed tooMany = parse(set(rule), long100001);
        assertThat(tooMany.events()).isEmpty();
        assertThat(new String(tooMany.rejected().get(0).bytes(), StandardCharsets.UTF_8))
                .startsWith("{\"pin\":\"***\",\"list\":[1,1,");
        Normalizer fussy = (event, out) -> {
            throw new NormalizeException("not this one");
        };
        Parsed behind = Parsers.parse(
                JsonDecoder.create(),
                RuleNormalizer.of(set(rule)).then(Normalizer.none()).then(fussy),
                "{\"pin\":\"1234567\",\"list\":[1,2]}");
        assertThat(behind.rejected()).singleElement().satisfies(one -> {
            assertThat(one.reason()).isEqualTo("not this one");
            assertThat(new String(one.bytes(), StandardCharsets.UTF_8)).isEqualTo("{\"pin\":\"***\",\"list\":[1,2]}");
        });
    }

    @Test
    @DisplayName("that hash need a key of some length")
    void key() {
        assertThatThrownBy(() -> RuleSet.builder().text("x.yaml", RULE).build())
                .isInstanceOf(RuleException.class)
                .hasMessage("x.yaml:6:28: 'hash' needs a key, and the set has none: give it one with"
                        + " RuleSet.builder().maskKey(…), or say 'mask' or 'drop'");
        assertThatThrownBy(() -> RuleSet.builder().maskKey(Secret.of("äääääää")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maskKey had 14 bytes but must have at least 16");
    }

    @Test
    @DisplayName("are told by mutation where no record shows what they mask")
    void mutations() {
        RuleSet rules = set("rule: acme/x\nclass: base_event\nmask: [{name: a}, {name: b, do: hash}]\nmap: {}\n");
        assertThat(unnoticed(rules, "{'a':'1'}"))
                .containsExactly("x.yaml:3: mask: without {\"name\": \"b\", \"do\": \"hash\"}");
        assertThat(unnoticed(rules, "{'a':'1','b':'2'}")).isEmpty();
    }

    private static List<String> unnoticed(RuleSet rules, String record) {
        String made = only(parse(rules, record)).toJson();
        return RuleMutations.of(rules)
                .unnoticed(changed ->
                        !only(parse(changed.rules(), record)).toJson().equals(made))
                .stream()
                .map(RuleMutation::toString)
                .toList();
    }

    private static RuleSet set(String yaml) {
        return RuleSet.builder()
                .text("x.yaml", yaml)
                .rawData(65_536)
                .maskKey(KEY)
                .build();
    }

    private static LogEvent only(Parsed parsed) {
        assertThat(parsed.rejected()).isEmpty();
        assertThat(parsed.events()).hasSize(1);
        return parsed.events().get(0);
    }

    private static Parsed parse(RuleSet rules, String... records) {
        String[] json = new String[records.length];
        for (int i = 0; i < records.length; i++) {
            json[i] = records[i].replace('\'', '"');
        }
        return Parsers.parse(JsonDecoder.create(), RuleNormalizer.of(rules), json);
    }
}
