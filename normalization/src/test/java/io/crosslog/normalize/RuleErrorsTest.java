package io.crosslog.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("A broken rule file is told with place, text and the nearest name")
class RuleErrorsTest {

    private static final String HEAD = "rule: acme/x\nclass: http_activity\nmap:\n";

    private record Broken(String name, String yaml, String message) {}

    @TestFactory
    @DisplayName("one message for each kind of mistake")
    Stream<DynamicTest> mistakes() {
        return Stream.of(
                        new Broken("no YAML", "rule: [a", "x.yaml:1:9: no YAML at 'rule: [a': "),
                        new Broken("an empty file", "# nothing\n", "x.yaml: the file is empty"),
                        new Broken("a list", "- a\n", "x.yaml:1:1: a mapping (name: value) was expected"),
                        new Broken("no name", "class: base_event\n", "x.yaml:1:1: 'rule' is missing"),
                        new Broken("no class", "rule: a\n", "x.yaml:1:1: 'class' is missing"),
                        new Broken(
                                "an unknown section",
                                "rule: a\nclass: base_event\nmapp: {}\n",
                                "x.yaml:3:1: 'mapp' is not known here; did you mean 'map' or 'mask'?"),
                        new Broken(
                                "an unknown class",
                                "rule: a\nclass: http_activty\n",
                                "x.yaml:2:8: OCSF 1.8.0 has no class 'http_activty'; did you mean http_activity"),
                        new Broken(
                                "an unknown profile",
                                "rule: a\nclass: http_activity\nprofiles: [clod]\n",
                                "x.yaml:3:12: http_activity does not take the profile"),
                        new Broken(
                                "an unknown attribute",
                                HEAD + "  src_endpoint.ipp: a\n",
                                "x.yaml:4:16: network_endpoint (at 'src_endpoint') has no attribute 'ipp'; did you mean src_endpoint.ip"),
                        new Broken(
                                "an attribute of a profile that is not listed",
                                HEAD + "  firewall_rule.uid: a\n",
                                "x.yaml:4:3: attribute 'firewall_rule' of http_activity needs the profile security_control"),
                        new Broken(
                                "a value that is not in the enum",
                                HEAD + "  severity_id: {from: a, values: {1: Hihg}}\n",
                                "x.yaml:4:38: 'Hihg' is no value of severity_id; did you mean 'High'?"),
                        new Broken(
                                "a constant of the wrong type",
                                HEAD + "  count: {value: many}\n",
                                "x.yaml:4:18: 'many' is no value of count, which is of type integer_t"),
                        new Broken(
                                "an object taken for a value",
                                HEAD + "  src_endpoint: a\n",
                                "x.yaml:4:17: src_endpoint is an object: map its attributes one by one"),
                        new Broken(
                                "an unknown option",
                                HEAD + "  message: {form: a}\n",
                                "x.yaml:4:13: 'form' is not known here; did you mean 'formats' or 'from'?"),
                        new Broken(
                                "an unknown conversion",
                                HEAD + "  message: {from: a, as: uper}\n",
                                "x.yaml:4:26: 'uper' is no conversion; did you mean 'upper'?"),
                        new Broken(
                                "a path that is none",
                                HEAD + "  message: a..b\n",
                                "x.yaml:4:12: 'a..b' is no path: a name was expected at character 3"),
                        new Broken(
                                "an unknown thing beside the event",
                                HEAD + "  message: $region\n",
                                "x.yaml:4:12: '$region' is not known; beside the event there are $arrival"),
                        new Broken(
                                "a time format that is none",
                                HEAD + "  time: {from: a, formats: [yyyy-MM-dd bb]}\n",
                                "x.yaml:4:29: 'yyyy-MM-dd bb' is neither a pattern of a time"),
                        new Broken(
                                "a zone that is none",
                                HEAD + "  time: {from: a, zone: Asia/Shangai}\n",
                                "x.yaml:4:25: 'Asia/Shangai' is no time zone"),
                        new Broken(
                                "a duration without a unit",
                                HEAD + "  duration: {from: a, as: duration}\n",
                                "x.yaml:4:27: a duration needs the 'unit' of the source"),
                        new Broken(
                                "a regular expression that is none",
                                "rule: a\nclass: base_event\nmatch: {matches: {a: '('}}\n",
                                "x.yaml:3:22: '(' is no regular expression"),
                        new Broken(
                                "an unknown condition",
                                "rule: a\nclass: base_event\nmatch: {exist: a}\n",
                                "x.yaml:3:9: 'exist' is not known here; did you mean 'exists'"),
                        new Broken(
                                "a network that is none",
                                "rule: a\nclass: base_event\nmatch: {cidr: {a: 10.0.0.0/33}}\n",
                                "x.yaml:3:19: '10.0.0.0/33' is no network"),
                        new Broken(
                                "an unknown way to open text",
                                "rule: a\nclass: base_event\nopen: {a: hostport}\n",
                                "x.yaml:3:11: 'hostport' is no way to open text; did you mean 'host_port'?"),
                        new Broken(
                                "a template that does not end",
                                HEAD + "  message: {template: '{a'}\n",
                                "x.yaml:4:23: '{a' has a { that is never closed"),
                        new Broken(
                                "an unknown part",
                                "rule: a\nclass: base_event\ninclude: [acme/base]\n",
                                "x.yaml:3:11: no part 'acme/base' was loaded"),
                        new Broken(
                                "an unknown setting",
                                "rule: a\nclass: base_event\nsettings: {zone: Z}\nmap:\n  time: {from: a, zone: '${zoen}'}\n",
                                "x.yaml:5:25: no setting 'zoen' is declared under 'settings'; did you mean 'zone'?"),
                        new Broken(
                                "a name that comes twice",
                                HEAD + "  message: a\n  message: b\n",
                                "x.yaml:5:3: 'message' is here twice"),
                        new Broken(
                                "an observable that OCSF does not know",
                                "rule: a\nclass: base_event\nobservables: [count]\n",
                                "x.yaml:3:15: 'count' cannot be an observable"),
                        new Broken(
                                "a computed attribute",
                                HEAD + "  class_uid: {value: 4002}\n",
                                "x.yaml:4:3: 'class_uid' is computed"),
                        new Broken(
                                "a loop mark without a loop",
                                HEAD + "  message: records[].text\n",
                                "x.yaml:4:12: 'records[].text' has a [] that no 'each' walks through"),
                        new Broken(
                                "an option without effect",
                                HEAD + "  message: {from: a, zone: Z}\n",
                                "x.yaml:4:22: 'zone' has no effect here"),
                        new Broken(
                                "a way that is never reached",
                                HEAD + "  message: [{value: a}, b]\n",
                                "x.yaml:4:25: this is never reached"),
                        new Broken(
                                "splitting for an attribute that is no list",
                                HEAD + "  message: {from: a, split: ','}\n",
                                "x.yaml:4:29: 'split' needs a list to fill"))
                .map(b -> DynamicTest.dynamicTest(b.name, () -> assertThatThrownBy(
                                () -> RuleSet.builder().text("x.yaml", b.yaml).build())
                        .isInstanceOf(RuleException.class)
                        .hasMessageContaining(b.message)));
    }

    @Test
    @DisplayName("all mistakes at once, in the order of the file")
    void allAtOnce() {
        String yaml = HEAD + "  mesage: a\n  message: {as: upper}\n  severity_id: {value: Hot}\n";
        assertThatExceptionOfType(RuleException.class)
                .isThrownBy(() -> RuleSet.builder().text("x.yaml", yaml).build())
                .satisfies(e -> {
                    assertThat(e.problems()).extracting(RuleProblem::line).containsExactly(4, 5, 6);
                    assertThat(e.problems()).extracting(RuleProblem::file).containsOnly("x.yaml");
                });
    }

    @Test
    @DisplayName("overrides and settings that name what is not there")
    void overrides() {
        assertThatThrownBy(() -> RuleSet.builder()
                        .text("x.yaml", HEAD + "  message: a\n")
                        .override("acme/y", "message: b")
                        .override("acme/x", "mesage: b")
                        .setting("zone", "Z")
                        .build())
                .hasMessageContaining("override of acme/y: there is no such rule; did you mean 'acme/x'")
                .hasMessageContaining("override 1 of acme/x:1:1: http_activity has no attribute 'mesage'")
                .hasMessageContaining("setting zone: no rule declares it");
    }

    @Test
    @DisplayName("a part that includes itself")
    void circle() {
        assertThatThrownBy(() -> RuleSet.builder()
                        .text("p.yaml", "part: p\ninclude: [q]\n")
                        .text("q.yaml", "part: q\ninclude: [p]\n")
                        .text("x.yaml", "rule: x\nclass: base_event\ninclude: [p]\n")
                        .build())
                .hasMessageContaining("q.yaml:2:11: 'p' includes itself");
    }
}
