package io.crosslog.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.model.LogEvent;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What the rule language has for big families of logs")
class RuleConstructsTest {

    @Test
    @DisplayName("named tables are written once, in the rule or a part, and may be joined: the later wins")
    void namedTables() {
        RuleSet rules = RuleSet.builder()
                .text("part", "part: acme/words\ntables: {words: {block: Denied, pass: Allowed}}\n")
                .text("rule", """
                        rule: acme/x
                        class: network_activity
                        profiles: [security_control]
                        include: [acme/words]
                        tables: {numbers: {1: Denied}}
                        map:
                          src_endpoint.ip: ip
                          action_id: {from: act, values: [words, numbers, {pass: Observed}]}
                        """)
                .build();
        assertThat(one(rules, "{'ip':'192.0.2.1','act':'Block'}").text("action"))
                .contains("Denied");
        assertThat(one(rules, "{'ip':'192.0.2.1','act':1}").text("action")).contains("Denied");
        assertThat(one(rules, "{'ip':'192.0.2.1','act':'pass'}").text("action")).contains("Observed");
        assertThat(rules.attributesOf("acme/x"))
                .filteredOn(a -> a.path().equals("action_id"))
                .singleElement()
                .satisfies(a -> assertThat(a.conversion()).contains("block → Denied", "1 → Denied", "pass → Observed"));
        RuleSet mine = RuleSet.builder()
                .text("part", "part: acme/words\ntables: {words: {block: Denied}}\n")
                .text("rule", "rule: acme/x\nclass: base_event\ninclude: [acme/words]\nmap: {}\n")
                .override("acme/x", "message: {from: act, values: words}")
                .build();
        assertThat(one(mine, "{'act':'block'}").text("message")).contains("Denied");
    }

    @Test
    @DisplayName("a table that is not there, and a value in it that the attribute does not have, are told")
    void wrongTables() {
        assertThatThrownBy(() -> rule("tables: {words: {a: High}}\nmap: {severity_id: {from: s, values: wods}}"))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("no table 'wods' stands under 'tables'; did you mean 'words'?");
        assertThatThrownBy(() -> rule("tables: {words: {a: Hihg}}\nmap: {severity_id: {from: s, values: words}}"))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("x.yaml:3:21: 'Hihg' is no value of severity_id");
    }

    @Test
    @DisplayName("what an event says it is comes before what it looks like, whatever the order of the rules")
    void knownBy() {
        RuleSet rules = RuleSet.builder()
                .text("a", "rule: acme/a\nclass: base_event\nmatch: {has: ip}\nmap: {message: {value: a}}\n")
                .text("b", """
                        rule: acme/b
                        class: base_event
                        known_by: {equals: {kind: b}}
                        match: {has: port}
                        map: {message: {value: b}}
                        """)
                .build();
        assertThat(one(rules, "{'ip':1,'kind':'b'}").text("message")).contains("b");
        assertThat(one(rules, "{'ip':1,'port':2}").text("message")).contains("a");
        assertThat(one(rules, "{'port':2,'kind':'c'}").text("message")).contains("b");
    }

    @Test
    @DisplayName("a setting chooses between mappings, and one that nobody declares is told")
    void settings() {
        String yaml = """
                rule: acme/x
                class: base_event
                settings: {order: up}
                map:
                  message:
                    - {from: a, when: {setting: {order: up}}}
                    - b
                """;
        assertThat(one(RuleSet.builder().text("x", yaml).build(), "{'a':'1','b':'2'}")
                        .text("message"))
                .contains("1");
        assertThat(one(
                                RuleSet.builder()
                                        .text("x", yaml)
                                        .setting("order", "down")
                                        .build(),
                                "{'a':'1','b':'2'}")
                        .text("message"))
                .contains("2");
        assertThatThrownBy(() -> rule("map: {message: {from: a, when: {setting: {oder: up}}}}"))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("no setting 'oder' is declared under 'settings'");
    }

    @Test
    @DisplayName("a filter that stands for what the vendor has lost is counted as a possible loss besides")
    void loss() {
        RuleSet rules = rule("filter:\n  - {as: skipped, when: {equals: {s: SKIP}}, loss: true}\nmap: {}");
        Parsed parsed = parse(rules, "{'s':'SKIP'}");
        assertThat(parsed.events()).isEmpty();
        assertThat(parsed.filtered()).containsEntry("skipped", 1L);
        assertThat(parsed.counted()).containsEntry("possible-loss:skipped", 1L);
    }

    @Test
    @DisplayName("$id is the event's own id")
    void id() {
        LogEvent event = one(rule("map: {status_detail: [uuid, $id]}"), "{'a':1}");
        assertThat(event.text("status_detail")).isEqualTo(event.text("metadata.uid"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'192.0.2.1'|192.0.2.1||",
                "'192.0.2.1:80'|192.0.2.1|80|192.0.2.1:80",
                "'[2001:db8::1]:80'|2001:db8::1|80|[2001:db8::1]:80",
                "'2001:db8::1'|2001:db8::1||",
                "'192.0.2.1:80, 192.0.2.2:81'|192.0.2.1|80|192.0.2.1:80, 192.0.2.2:81",
                "'192.0.2.1;192.0.2.2'|192.0.2.1||192.0.2.1;192.0.2.2",
                "['','192.0.2.1','192.0.2.2']|192.0.2.1||[\"\",\"192.0.2.1\",\"192.0.2.2\"]",
                "'[192.0.2.1]'|192.0.2.1||[192.0.2.1]",
                "'unknown, 192.0.2.1'|||unknown, 192.0.2.1",
                "'example.com:80'|||example.com:80",
                "7|||7",
            })
    @DisplayName("the first address of several, with or without ports; what else the text says stays")
    void addresses(String value, String ip, String port, String left) {
        RuleSet rules = rule("map: {src_endpoint.ip: {from: a, as: address}, src_endpoint.port: {from: a, as: port}}");
        LogEvent event = one(rules, "{'a':" + value + "}");
        assertThat(event.text("src_endpoint.ip").orElse(null)).isEqualTo(ip);
        assertThat(event.text("src_endpoint.port").orElse(null)).isEqualTo(port);
        assertThat(event.text("unmapped.a").orElse(null)).isEqualTo(left);
    }

    @Test
    @DisplayName("an address of version 6 stands in brackets where a URL's host is")
    void brackets() {
        RuleSet rules = rule("open: {h: host_port}\nmap: {message: {template: \"http://{h.host}[:{h.port}]{p}\"}}");
        assertThat(one(rules, "{'h':'[2001:db8::1]:8080','p':'/a:b'}").text("message"))
                .contains("http://[2001:db8::1]:8080/a:b");
        assertThat(one(rules, "{'h':'192.0.2.1:80','p':'/'}").text("message")).contains("http://192.0.2.1:80/");
    }

    @Test
    @DisplayName("JSON in more layers of quotes than are opened stays as it is, and is counted")
    void tooManyLayers() {
        RuleSet rules = rule("map: {message: deep.in}");
        String layer = "{\"in\":\"found\"}";
        for (int i = 0; i < 2; i++) {
            layer = quoted(layer);
        }
        Parsed three = parse(rules, "{\"deep\":" + quoted(layer) + "}");
        assertThat(three.events().get(0).text("message")).contains("found");
        assertThat(three.counted()).doesNotContainKey("embedded-json-unreadable:acme/x");
        Parsed four = parse(rules, "{\"deep\":" + quoted(quoted(layer)) + "}");
        assertThat(four.events().get(0).text("unmapped.deep")).contains(quoted(layer));
        assertThat(four.counted()).containsEntry("embedded-json-unreadable:acme/x", 1L);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** A rule for network activity, without the head. */
    private static RuleSet rule(String yaml) {
        String rule = "rule: acme/x\nclass: " + (yaml.contains("endpoint") ? "network_activity" : "base_event") + "\n";
        return RuleSet.builder().text("x.yaml", rule + yaml + "\n").build();
    }

    private static LogEvent one(RuleSet rules, String record) {
        List<LogEvent> events = parse(rules, record).events();
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    /** Records with single quotes are meant with double ones. */
    private static Parsed parse(RuleSet rules, String record) {
        String json = record.contains("\"") ? record : record.replace('\'', '"');
        return Parsers.parse(JsonDecoder.create(), RuleNormalizer.of(rules), json);
    }
}
