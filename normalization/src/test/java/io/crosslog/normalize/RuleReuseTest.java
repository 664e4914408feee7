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

@DisplayName("Rules are written once and used again")
class RuleReuseTest {

    private static final String BASE = """
            rule: acme/base
            class: http_activity
            match: {has: url}
            open: {peer: host_port}
            map:
              http_request.url.path: url
              src_endpoint.ip: peer.host
              message: text
            """;

    @Test
    @DisplayName("a rule that extends another takes everything of it but what it replaces or takes away")
    void extending() {
        RuleSet rules =
                RuleSet.builder().text("x.yaml", """
                        rule: acme/more
                        extends: acme/base
                        match: {has: v2}
                        map:
                          message: null
                          status_code: text
                        """).text("base.yaml", BASE).build();
        LogEvent more = only(rules, "{'v2':1,'url':'/a','peer':'192.0.2.1:80','text':'hi'}");
        assertThat(more.text("metadata.transformation_info_list"))
                .get()
                .asString()
                .contains("acme/more");
        assertThat(more.text("http_request.url.path")).contains("/a");
        assertThat(more.text("src_endpoint.ip")).contains("192.0.2.1");
        assertThat(more.text("message")).isEmpty();
        assertThat(more.text("status_code")).contains("hi");
        assertThat(only(rules, "{'url':'/a','text':'hi'}").text("message")).contains("hi");
    }

    @Test
    @DisplayName("what a user overrides in a rule holds in those that extend it, unless they say otherwise")
    void overridesReachExtensions() {
        RuleSet rules = RuleSet.builder()
                .text("x.yaml", "rule: acme/more\nextends: acme/base\nmatch: {has: v2}\n")
                .text("base.yaml", BASE)
                .override("acme/base", "message: other")
                .build();
        assertThat(only(rules, "{'v2':1,'url':'/a','other':'o'}").text("message"))
                .contains("o");
    }

    @Test
    @DisplayName("a built-in rule can be extended without being in the set")
    void extendsBuiltIn() {
        RuleSet rules = RuleSet.builder()
                .text("x.yaml", "rule: mine/attack\nextends: tencent/waf-attack\nmap: {severity_id: {value: Low}}\n")
                .build();
        assertThat(rules.names()).containsExactly("mine/attack");
        assertThat(only(rules, "{'attack_ip':'192.0.2.1','method':'GET','uri':'/'}")
                        .text("severity"))
                .contains("Low");
    }

    @Test
    @DisplayName("parts take parameters: text within names and paths, lists, defaults; twice in one rule")
    void parameters() {
        RuleSet rules =
                RuleSet.builder().text("p.yaml", """
                        part: acme/endpoint
                        parameters: {to: ~, from: ~, ip: [ip, address], port: port}
                        map:
                          ${to}.ip: ${ip}
                          ${to}.hostname: ${from}.host
                          ${to}.port: ${from}.${port}
                          ${to}.owner.no_such?: ${from}.x
                        """).text("x.yaml", """
                        rule: acme/x
                        class: network_activity
                        include:
                          - {part: acme/endpoint, with: {to: src_endpoint, from: "", ip: [a, b]}}
                          - part: acme/endpoint
                            with: {to: dst_endpoint, from: peer.of, ip: peer.ip, port: p}
                        map: {activity_id: {value: Traffic}}
                        """).build();
        LogEvent event = only(rules, "{'b':'192.0.2.1','host':'h','port':1,'peer':{'ip':'192.0.2.2','of':{'p':2}}}");
        assertThat(event.text("src_endpoint")).contains("{\"hostname\":\"h\",\"ip\":\"192.0.2.1\",\"port\":1}");
        assertThat(event.text("dst_endpoint")).contains("{\"ip\":\"192.0.2.2\",\"port\":2}");
    }

    @Test
    @DisplayName("parameters that are missing, unknown or unused are told")
    void wrongParameters() {
        assertThatThrownBy(() -> RuleSet.builder()
                        .text("p.yaml", "part: p\nparameters: {from: ~, unused: 1}\nmap: {message: '${from}.m'}\n")
                        .text("x.yaml", "rule: x\nclass: base_event\ninclude: [{part: p, with: {form: a}}]\n")
                        .build())
                .hasMessageContaining(
                        "p.yaml:2:23: the parameter 'unused' is never used; it would stand here as ${unused}");
        assertThatThrownBy(() -> RuleSet.builder()
                        .text("p.yaml", "part: p\nparameters: {from: ~}\nmap: {mesage: '${from}.m'}\n")
                        .text("x.yaml", "rule: x\nclass: base_event\ninclude: [{part: p, with: {form: a}}]\n")
                        .build())
                .hasMessageContaining("x.yaml:3:28: the part 'p' has no parameter 'form'; did you mean 'from'?")
                .hasMessageContaining("x.yaml:3:11: the part 'p' needs the parameter 'from'")
                .hasMessageContaining("p.yaml:3:7: base_event has no attribute 'mesage'")
                .hasMessageContaining("(included at x.yaml:3:11)");
    }

    @Test
    @DisplayName("lists are built within the objects of lists, from some elements only")
    void nestedLists() {
        String yaml = """
                rule: acme/x
                class: detection_finding
                map:
                  finding_info.uid: id
                  finding_info.title: title
                  finding_info.related_events:
                    each: alerts
                    where: {equals: {.kind: real}}
                    map:
                      uid: .id
                      title: ..title
                      tags:
                        each: .tags
                        map: {name: .k, value: ..id, values: {value: [a, b]}}
                """;
        LogEvent event = only(
                RuleSet.builder().text("x.yaml", yaml).build(),
                "{'id':'f','title':'T','alerts':[{'id':'1','kind':'real','tags':[{'k':'x'},{'k':'y','z':1}]},{'id':'2','kind':'no'}]}");
        assertThat(event.text("finding_info.related_events"))
                .contains("[{\"tags\":[{\"name\":\"x\",\"value\":\"1\",\"values\":[\"a\",\"b\"]},"
                        + "{\"name\":\"y\",\"value\":\"1\",\"values\":[\"a\",\"b\"]}],\"title\":\"T\",\"uid\":\"1\"}]");
        assertThat(event.text("unmapped"))
                .contains("{\"alerts\":[{\"kind\":\"real\",\"tags\":[{\"z\":1}]},{\"id\":\"2\",\"kind\":\"no\"}]}");
    }

    @Test
    @DisplayName("texts that stand for nothing are as if they were not there, but where a mapping says otherwise")
    void absent() {
        String yaml = """
                rule: acme/x
                class: base_event
                absent: ["-", "-1"]
                map:
                  message: [a, b]
                  status_code: {from: c, absent: []}
                  status_detail: {value: none, when: {absent: a}}
                """;
        RuleSet rules = RuleSet.builder().text("x.yaml", yaml).build();
        LogEvent event = only(rules, "{'a':'-','b':-1,'c':'-','d':'-','e':{'f':[-1]},'g':'--'}");
        assertThat(event.text("message")).isEmpty();
        assertThat(event.text("status_code")).contains("-");
        assertThat(event.text("status_detail")).contains("none");
        assertThat(event.text("unmapped")).contains("{\"g\":\"--\"}");
        assertThat(only(RuleSet.builder().include(rules).keepEmpty(true).build(), "{'a':'-'}")
                        .text("unmapped.a"))
                .contains("-");
    }

    @Test
    @DisplayName("names and words are found in any case where that is asked for")
    void anyCase() {
        String yaml = """
                rule: acme/x
                class: base_event
                ignore_case: true
                match: {ignore_case: {in: {resource.type: [Vault, disk]}, starts_with: {op: READ}, matches: {op: "^read"}}}
                map:
                  message: properties.UserName
                """;
        RuleSet rules = RuleSet.builder().text("x.yaml", yaml).build();
        LogEvent event =
                only(rules, "{'Resource':{'TYPE':'VAULT'},'OP':'ReadKey','Properties':{'username':'me','a':1}}");
        assertThat(event.text("message")).contains("me");
        assertThat(event.text("unmapped.Properties")).contains("{\"a\":1}");
        assertThat(parse(rules, "{'resource':{'type':'vault'},'op':'write'}").counted())
                .containsKey("unrecognised");
    }

    private static LogEvent only(RuleSet rules, String record) {
        Parsed parsed = parse(rules, record);
        assertThat(parsed.rejected()).isEmpty();
        assertThat(parsed.events()).hasSize(1);
        return parsed.events().get(0);
    }

    private static Parsed parse(RuleSet rules, String record) {
        return Parsers.parse(
                JsonDecoder.create(),
                RuleNormalizer.of(rules),
                List.of(record.replace('\'', '"')).get(0));
    }
}
