package io.crosslog.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.tencent.TencentRules;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What makes no difference in a rule is told, but")
class UnusedRulesTest {

    private static final String HEAD = "rule: acme/x\nclass: base_event\n";

    private static final String RULE = HEAD + """
            settings: {zone: Z}
            tables: {levels: {1: Low, 2: High}}
            open: {peer: host_port}
            map:
              severity_id: {from: level, values: levels}
              time: {from: t, zone: "${zone}"}
              message: peer.host
            """;

    @Test
    @DisplayName("not what an override has made useless, of a built-in rule or of one's own")
    void overridden() {
        assertThatCode(() -> RuleSet.builder()
                        .text("x.yaml", RULE)
                        .override("acme/x", "severity_id: null")
                        .override("acme/x", "time: null")
                        .override("acme/x", "message: peer")
                        .build())
                .doesNotThrowAnyException();
        assertThatCode(() -> build(RULE + "---\noverride: acme/x\nmap: {severity_id: null, time: t, message: null}\n"))
                .doesNotThrowAnyException();
        assertThatCode(() -> TencentRules.builder()
                        .override("tencent/cfw-operation", "activity_id: {value: Other}")
                        .override("tencent/cfw-web-access", "http_request.url.port: null")
                        .all())
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("not what another rule takes from it")
    void extended() {
        assertThatCode(() -> build(HEAD + """
                match: {has: x}
                tables: {levels: {1: Low}}
                settings: {words: hi}
                open: {peer: host_port}
                map: {message: peer}
                ---
                rule: acme/y
                extends: acme/x
                match: {has: y}
                map: {severity_id: {from: level, values: levels}, message: {value: "${words}"}, status_detail: peer.host}
                """)).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("not what a part is given or offers, nor a table that a setting or a parameter names")
    void parts() {
        assertThatCode(() ->
                        build("""
                part: acme/p
                parameters: {table: null, zone: Z}
                tables: {offered: {1: Low}}
                settings: {spare: x}
                map:
                  severity_id: {from: level, values: "${table}"}
                  time: {from: t, zone: "${zone}"}
                ---
                rule: acme/x
                class: base_event
                include: [{part: acme/p, with: {table: levels, zone: "${mine}"}}]
                settings: {mine: Europe/Paris}
                tables: {levels: {1: High}}
                ---
                rule: acme/y
                class: base_event
                match: {has: y}
                settings: {words: first}
                tables: {first: {1: Low}, second: {1: High}}
                map: {severity_id: {from: level, values: "${words}"}}
                """.replace("class: base_event\ninclude", "class: base_event\nmatch: {has: x}\ninclude")))
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("not a setting that a condition asks for")
    void asked() {
        assertThatCode(
                        () -> build(
                                HEAD
                                        + "settings: {side: in}\nmap: {message: {from: a, when: {any: [{has: b}, {setting: {side: in}}]}}}\n"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @DisplayName("not a text of which a part is read in any way")
    @ValueSource(
            strings = {
                "open: {a: host_port}\nmap: {message: a.host}",
                "open: {a.b: host_port}\nmap: {message: {template: '{a.b.host}:{a.b.port}'}}",
                "open: {a: host_port}\nmap: {message: {value: x, when: {exists: a.port}}}",
                "open: {a: host_port}\nfilter: [{as: test, when: {equals: {a.host: h}}}]\nmap: {}",
                "open: {a: host_port}\nclass: [{use: http_activity, when: {exists: a.host}}, base_event]\nmap: {}",
                "open: {a: {as: list}}\nmap: {metadata.tags: {each: a.items, map: {name: .}}}",
                "open: {'a[]': host_port}\nmap: {metadata.tags: {each: a, map: {name: .host}}}",
                "open: {'a[0]': host_port}\nmap: {message: 'a[0].host'}",
                "open: {'r[].a': host_port}\neach: r[]\nmap: {message: 'r[].a.host'}",
                "open: {'r[].a': host_port}\neach: r[]\nmap: {message: .a.host}",
                "open: {A: host_port}\nignore_case: true\nmap: {message: a.host}",
                "open: {a: {as: delimited, names: [b]}, a.b: host_port}\nmap: {message: a.b.host}",
                "open: {a: host_port}\nmap: {metadata.tags: {each: l, map: {name: ..a.host}}}"
            })
    void read(String rule) {
        String head = rule.contains("class:") ? "rule: acme/x\n" : HEAD;
        assertThatCode(() -> build(head + rule + "\n")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @DisplayName("a text of which none is read, whatever is read of it as a whole or beside it")
    @ValueSource(
            strings = {
                "open: {a: host_port}\nmap: {message: a}",
                "open: {a: host_port}\nmap: {message: ab.host, status_detail: b.a.host}",
                "open: {'a[]': host_port}\nmap: {message: b}",
                "open: {'a[0]': host_port}\nmap: {message: 'a[1].host'}",
                "open: {'r[].a': host_port}\neach: r[]\nmap: {message: 'r[].b.host'}",
                "open: {a: host_port}\nmatch: {exists: a.host}\nmap: {message: b}",
                "open: {a: host_port}\nmap: {metadata.tags: {each: l, map: {name: .host}}}"
            })
    void notRead(String rule) {
        assertThatThrownBy(() -> build(HEAD + rule + "\n"))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("x.yaml:3:8: '")
                .hasMessageContaining("is taken apart in vain");
    }

    @Test
    @DisplayName("not while anything else is wrong, which may be why")
    void last() {
        assertThatThrownBy(() ->
                        build(HEAD + "tables: {levels: {1: Low}}\nmap: {severity_id: {from: l, values: levls}}\n"))
                .hasMessage("x.yaml:4:38: no table 'levls' stands under 'tables'; did you mean 'levels'?");
    }

    @Test
    @DisplayName("not of rules that are altered to see who notices: a change makes many a table useless")
    void mutations() {
        RuleSet rules = build(RULE);
        assertThat(RuleMutations.of(rules).unnoticed(changed -> false))
                .extracting(RuleMutation::toString)
                .contains("x.yaml:7: map > severity_id: without {\"from\": \"level\", \"values\": \"levels\"}");
    }

    private static RuleSet build(String yaml) {
        return RuleSet.builder().text("x.yaml", yaml).build();
    }
}
