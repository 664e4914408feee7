package io.crosslog.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.model.LogEvent;
import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import io.crosslog.ocsf.OcsfSchema;
import io.crosslog.ocsf.OcsfValidator;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The rule language")
class RuleLanguageTest {

    private static final OcsfValidator VALIDATOR = OcsfValidator.of(OcsfSchema.bundled());

    @Test
    @DisplayName("takes the first field that is there and can be converted")
    void alternatives() {
        String map = "src_endpoint.ip: [a, b, c]";
        assertThat(event(map, "{'b':'192.0.2.1','c':'192.0.2.2'}").text("src_endpoint.ip"))
                .contains("192.0.2.1");
        Parsed parsed = parse(rule(map), "{'a':'none','b':'','c':'192.0.2.2'}");
        assertThat(only(parsed).text("src_endpoint.ip")).contains("192.0.2.2");
        assertThat(only(parsed).text("unmapped.a")).contains("none");
        assertThat(parsed.counted()).containsEntry("conversion-failed:acme/x.src_endpoint.ip", 1L);
    }

    @Test
    @DisplayName("reads paths with dots in names, indexes, and JSON within text within text")
    void paths() {
        LogEvent event = event(
                "message: a\\.b[1].c\nstatus_detail: deep.in.it",
                "{'a.b':[0,{'c':'hit','d':1}],'deep':'{\\'in\\':\\'{\\\\\\'it\\\\\\':\\\\\\'found\\\\\\'}\\',\\'rest\\':2}'}");
        assertThat(event.text("message")).contains("hit");
        assertThat(event.text("status_detail")).contains("found");
        assertThat(event.text("unmapped")).contains("{\"a.b\":[0,{\"d\":1}],\"deep\":{\"rest\":2}}");
    }

    @Test
    @DisplayName("translates by tables, with ranges, captions, 99 for other words, and a default")
    void tables() {
        String map = "severity_id: {from: level, values: {low: Low, 5..9: 4}}\naction_id: act";
        LogEvent low = event(map, "{'level':'LOW','act':'Denied'}");
        assertThat(low.text("severity")).contains("Low");
        assertThat(low.text("action_id")).contains("2");
        LogEvent other = event(map, "{'level':'odd','act':'shrug'}");
        assertThat(other.text("severity_id")).contains("99");
        assertThat(other.text("severity")).contains("odd");
        assertThat(other.text("action")).contains("shrug");
        assertThat(event(map, "{'level':7}").text("severity_id")).contains("4");
        String withDefault = "severity_id: {from: level, values: {low: Low}, default: Fatal}";
        assertThat(event(withDefault, "{'level':'odd'}").text("severity")).contains("Fatal");
        assertThat(event(withDefault, "{'level':'odd'}").text("unmapped.level")).contains("odd");
    }

    @Test
    @DisplayName("keeps the source of what is inferred; a user's override is not inferred")
    void inferred() {
        String yaml = rule("severity_id: {from: level, values: {1: High}, inferred: a guess}");
        LogEvent inferred = only(parse(yaml, "{'level':1}"));
        assertThat(inferred.text("severity")).contains("High");
        assertThat(inferred.text("unmapped.level")).contains("1");
        RuleSet rules = RuleSet.builder()
                .text("x.yaml", yaml)
                .override("acme/x", "severity_id: {from: level, values: {1: Low}}")
                .build();
        LogEvent overridden = only(parse(rules, Map.of(), "{'level':1}"));
        assertThat(overridden.text("severity")).contains("Low");
        assertThat(overridden.has("unmapped")).isFalse();
    }

    @Test
    @DisplayName("reads times in several formats and zones, and epochs by their magnitude")
    void times() {
        String map =
                "time: {from: t, formats: [yyyy-MM-dd HH:mm:ss, 'dd/MMM/yyyy:HH:mm:ss Z', iso, epoch], zone: +08:00}";
        for (String time : List.of(
                "'2025-03-04 15:16:17'",
                "'04/Mar/2025:07:16:17 +0000'",
                "'2025-03-04T15:16:17'",
                "'2025-03-04T07:16:17Z'",
                "'2025-03-04 16:16:17+0900'",
                "'2025-03-04T16:16:17+09'",
                "1741072577",
                "'1741072577000'",
                "1741072577000000",
                "1741072577000000000")) {
            LogEvent event = event(map, "{'t':" + time + "}");
            assertThat(event.text("time")).as(time).contains("1741072577000");
            assertThat(event.text("metadata.original_time")).contains(time.replace("'", ""));
            assertThat(event.time()).get().extracting(t -> t.toEpochMilli()).isEqualTo(1741072577000L);
        }
        assertThat(event(map, "{'t':'2025-03-04 15:16:17'}").text("timezone_offset"))
                .contains("480");
        Parsed none = parse(rule(map), "{'t':'soon'}");
        assertThat(only(none).text("time")).contains(Long.toString(Parsers.ARRIVAL.toEpochMilli()));
        assertThat(none.counted()).containsEntry("time-missing:acme/x", 1L);
        assertThat(only(none).text("unmapped.t")).contains("soon");
    }

    @Test
    @DisplayName("keeps the source besides where a conversion loses digits")
    void inexact() {
        LogEvent exact = event("duration: {from: d, as: duration, unit: s}", "{'d':'0.141'}");
        assertThat(exact.text("duration")).contains("141");
        assertThat(exact.has("unmapped")).isFalse();
        LogEvent lossy = event("duration: {from: d, as: duration, unit: s}", "{'d':'0.1415'}");
        assertThat(lossy.text("duration")).contains("142");
        assertThat(lossy.text("unmapped.d")).contains("0.1415");
    }

    @Test
    @DisplayName("obeys conditions")
    void conditions() {
        String map = """
                message:
                  - {value: private, when: {cidr: {ip: [10.0.0.0/8, 'fd00::/8']}}}
                  - {value: listed, when: {in: {kind: [a, b]}, not: {exists: off}}}
                  - {value: pattern, when: {any: [matches: {kind: '^c+$'}, equals: {kind: d}]}}
                  - {value: start, when: {starts_with: {kind: e}, absent: off, has: nil}}
                  - {value: ignore, when: {equals_ignore_case: {kind: ZZ}}}
                  - {value: part, when: {contains: {kind: Middle}, ends_with: {kind: x}}}
                """;
        assertThat(event(map, "{'ip':'10.1.2.3'}").text("message")).contains("private");
        assertThat(event(map, "{'ip':'fd12::1'}").text("message")).contains("private");
        assertThat(event(map, "{'ip':'11.1.2.3','kind':'b'}").text("message")).contains("listed");
        assertThat(event(map, "{'kind':'b','off':1}").text("message")).isEmpty();
        assertThat(event(map, "{'kind':'ccc'}").text("message")).contains("pattern");
        assertThat(event(map, "{'kind':'d'}").text("message")).contains("pattern");
        assertThat(event(map, "{'kind':'ef','nil':null}").text("message")).contains("start");
        assertThat(event(map, "{'kind':'zz'}").text("message")).contains("ignore");
        assertThat(event(map, "{'kind':'a middle x'}").text("message")).contains("part");
    }

    @Test
    @DisplayName("opens text: host and port, URLs, header blocks, delimited text, key and value, patterns")
    void opens() {
        String yaml = """
                rule: acme/x
                class: http_activity
                open:
                  up: host_port
                  url: url
                  head: headers
                  tuple: {as: delimited, by: ',', names: [src, dst]}
                  pairs: {as: key_values, by: ';'}
                  text: {as: pattern, pattern: ['(?<verb>\\w+) from (?<who>.+)', '(?<verb>\\w+)!']}
                map:
                  dst_endpoint.ip: up.host
                  dst_endpoint.port: up.port
                  http_request.url.path: url.path
                  http_request.url.query_string: url.query
                  http_request.url.hostname: url.host
                  http_request.http_headers: {each: head.headers, map: {name: .name, value: .value}}
                  src_endpoint.ip: tuple.src
                  message: pairs.m
                  status_detail: text.who
                  status_code: text.verb
                """;
        LogEvent event = only(parse(
                yaml,
                "{'up':'[2001:db8::1]:443','url':'https://u@h.example.com:81/p?q=1?2','head':'GET / HTTP/1.1\\nA: b\\nbad',"
                        + "'tuple':'192.0.2.1,192.0.2.2,extra,more','pairs':'m=hi;k=v','text':'deny from me'}"));
        assertThat(event.text("dst_endpoint")).contains("{\"ip\":\"2001:db8::1\",\"port\":443}");
        assertThat(event.text("http_request.url"))
                .contains("{\"hostname\":\"h.example.com\",\"path\":\"/p\",\"query_string\":\"q=1?2\"}");
        assertThat(event.text("http_request.http_headers")).contains("[{\"name\":\"A\",\"value\":\"b\"}]");
        assertThat(event.text("status_code")).contains("deny");
        assertThat(event.text("unmapped"))
                .contains("{\"url\":{\"scheme\":\"https\",\"user\":\"u\",\"port\":\"81\"},"
                        + "\"head\":{\"request_line\":\"GET / HTTP/1.1\",\"rest\":[\"bad\"]},"
                        + "\"tuple\":{\"dst\":\"192.0.2.2\",\"rest\":\"extra,more\"},\"pairs\":{\"k\":\"v\"}}");
    }

    @Test
    @DisplayName("makes an event of each element of nested lists, with what is around it")
    void each() {
        String yaml = """
                rule: acme/x
                class: base_event
                each: r.flows[].tuples[]
                map:
                  message: r.flows[].tuples[].m
                  status_detail: r.flows[].rule
                  status_code: r.v
                """;
        Parsed parsed = parse(
                yaml,
                "{'r':{'v':2,'flows':[{'rule':'A','mac':'x','tuples':[{'m':'one','n':1},{'m':'two'}]},"
                        + "{'rule':'B','tuples':[{'m':'three'}]}]},'top':9}");
        assertThat(parsed.events())
                .extracting(e -> e.text("message").orElse("")
                        + e.text("status_detail").orElse("")
                        + e.text("status_code").orElse(""))
                .containsExactly("oneA2", "twoA2", "threeB2");
        assertThat(parsed.events())
                .extracting(e -> e.text("unmapped").orElse(""))
                .containsExactly(
                        "{\"r\":{\"flows\":{\"mac\":\"x\",\"tuples\":{\"n\":1}}},\"top\":9}",
                        "{\"r\":{\"flows\":{\"mac\":\"x\"}},\"top\":9}",
                        "{\"top\":9}");
        assertThat(parsed.events().stream()
                        .map(e -> e.text("metadata.uid").orElse(""))
                        .distinct())
                .hasSize(3);
        assertThat(parsed.events())
                .allSatisfy(e -> assertThat(e.text("metadata.uid")).contains(e.id()));
    }

    @Test
    @DisplayName("chooses among classes by condition and by what they require, at last the base event")
    void classes() {
        String yaml = """
                rule: acme/x
                class:
                  - {use: http_activity, when: {exists: url}, map: {activity_id: method}}
                  - {use: network_activity, map: {activity_id: {value: Traffic}}}
                map:
                  http_request.url.path: url
                  src_endpoint.ip: ip
                  message: m
                """;
        assertThat(only(parse(yaml, "{'url':'/','ip':'192.0.2.1','method':'get'}"))
                        .text("type_uid"))
                .contains("400203");
        LogEvent network = only(parse(yaml, "{'ip':'192.0.2.1','method':'get'}"));
        assertThat(network.text("type_uid")).contains("400106");
        assertThat(network.text("unmapped")).contains("{\"method\":\"get\"}");
        Parsed base = parse(yaml, "{'ip':'nowhere','m':'hi'}");
        assertThat(only(base).text("class_uid")).contains("0");
        assertThat(only(base).text("unmapped")).contains("{\"ip\":\"nowhere\"}");
        assertThat(base.counted()).containsEntry("class-fallback:acme/x", 1L);
    }

    @Test
    @DisplayName("filters by name")
    void filters() {
        String yaml =
                "rule: acme/x\nclass: base_event\nfilter: [{as: nodata, when: {equals: {s: NODATA}}}]\nmap: {message: m}\n";
        assertThat(parse(yaml, "{'s':'NODATA'}").filtered()).containsEntry("nodata", 1L);
        assertThat(parse(yaml, "{'s':'OK'}").events()).hasSize(1);
    }

    @Test
    @DisplayName("fills lists by splitting and joining, and keeps the source if an element does not fit")
    void lists() {
        LogEvent event = event(
                "http_request.x_forwarded_for: {all: [{from: a, split: ','}, b]}",
                "{'a':'192.0.2.1, bad','b':['192.0.2.2','192.0.2.3']}");
        assertThat(event.text("http_request.x_forwarded_for")).contains("[\"192.0.2.1\",\"192.0.2.2\",\"192.0.2.3\"]");
        assertThat(event.text("unmapped")).contains("{\"a\":\"192.0.2.1, bad\"}");
    }

    @Test
    @DisplayName("gives back the sources of objects that OCSF refuses")
    void droppedObjects() {
        LogEvent event = event(
                "src_endpoint.ip: ip\nsrc_endpoint.location.lat: lat\nsrc_endpoint.location.long: lon",
                "{'ip':'192.0.2.1','lat':'1.5','lon':2.5}");
        assertThat(event.text("src_endpoint")).contains("{\"ip\":\"192.0.2.1\"}");
        assertThat(event.text("unmapped")).contains("{\"lat\":\"1.5\",\"lon\":2.5}");
    }

    @Test
    @DisplayName("writes templates with alternatives and optional parts")
    void templates() {
        String map = "message: {template: '{s}://{h|g}[:{p}]/\\[x\\]'}";
        assertThat(event(map, "{'s':'https','g':'h','p':1}").text("message")).contains("https://h:1/[x]");
        assertThat(event(map, "{'s':'https','h':'i','g':'h'}").text("message")).contains("https://i/[x]");
        assertThat(event(map, "{'s':'https','p':1}").has("message")).isFalse();
    }

    @Test
    @DisplayName("uses record attributes, for values and to assign records to rules")
    void attributes() {
        RuleSet rules = RuleSet.builder()
                .text("a.yaml", "rule: a\nclass: base_event\nmap: {message: $attribute.topic, status_code: $arrival}\n")
                .text("b.yaml", "rule: b\nclass: base_event\nmap: {message: {value: by assignment}}\n")
                .assign("topic", "t2", "b")
                .build();
        assertThat(only(parse(rules, Map.of("topic", "t1"), "{}")).text("message"))
                .contains("t1");
        assertThat(only(parse(rules, Map.of("topic", "t2"), "{}")).text("message"))
                .contains("by assignment");
        assertThat(rules.names()).containsExactly("a", "b");
    }

    @Test
    @DisplayName("includes parts, whose settings the rule shares, and lets the rule win")
    void parts() {
        RuleSet.Builder rules = RuleSet.builder()
                .text("p.yaml", "part: p\nsettings: {word: part}\nmap: {message: {value: '${word}'}, status_code: c}\n")
                .text("x.yaml", "rule: x\nclass: base_event\ninclude: [p]\nmap: {status_code: d}\n");
        LogEvent event = only(parse(rules.build(), Map.of(), "{'c':'C','d':'D'}"));
        assertThat(event.text("message")).contains("part");
        assertThat(event.text("status_code")).contains("D");
        LogEvent set = only(parse(rules.setting("word", "mine").build(), Map.of(), "{'c':'C'}"));
        assertThat(set.text("message")).contains("mine");
    }

    @Test
    @DisplayName("keeps raw data and empty values on demand")
    void options() {
        String yaml = rule("message: m");
        LogEvent event = only(parse(
                RuleSet.builder()
                        .text("x.yaml", yaml)
                        .rawData(8)
                        .keepEmpty(true)
                        .build(),
                Map.of(),
                "{'m':'你好','n':'','o':null,'p':{}}"));
        assertThat(event.text("raw_data")).contains("{\"m\":\"");
        assertThat(event.text("raw_data_size")).contains("37");
        assertThat(event.text("unmapped")).contains("{\"n\":\"\",\"o\":null,\"p\":{}}");
        assertThat(only(parse(yaml, "{'m':'x','n':'','o':null,'p':{},'q':[null,{}]}"))
                        .has("unmapped"))
                .isFalse();
    }

    @Test
    @DisplayName("makes a base event of what no rule matches, and counts it")
    void unrecognised() {
        Parsed parsed = parse("rule: a\nclass: base_event\nmatch: {has: x}\nmap: {message: x}\n", "{'y':{'z':[1]}}");
        assertThat(only(parsed).text("class_uid")).contains("0");
        assertThat(only(parsed).text("unmapped")).contains("{\"y\":{\"z\":[1]}}");
        assertThat(parsed.counted()).containsEntry("unrecognised", 1L);
    }

    @Test
    @DisplayName("tells what it can write")
    void written() {
        RuleSet rules = RuleSet.builder()
                .text("x.yaml", rule("action_id: a\nsrc_endpoint.ip: [b, c]"))
                .build();
        assertThat(rules.attributesOf("acme/x"))
                .extracting(MappedAttribute::path, MappedAttribute::type, MappedAttribute::sources)
                .contains(tuple("src_endpoint.ip", "ip_t", List.of("b", "c")));
        assertThat(rules.attributes())
                .extracting(MappedAttribute::path)
                .contains("action", "action_id", "src_endpoint.ip", "metadata.uid", "unmapped", "time");
    }

    private static String rule(String map) {
        return "rule: acme/x\nversion: 2\nclass: http_activity\nprofiles: [security_control]\nmap:\n"
                + "  http_request.user_agent: {value: test}\n" + map.indent(2);
    }

    private static LogEvent event(String map, String record) {
        return only(parse(rule(map), record));
    }

    private static LogEvent only(Parsed parsed) {
        assertThat(parsed.rejected()).isEmpty();
        assertThat(parsed.events()).hasSize(1);
        return parsed.events().get(0);
    }

    private static Parsed parse(String yaml, String record) {
        return parse(RuleSet.builder().text("x.yaml", yaml).build(), Map.of(), record);
    }

    /** Records are written with single quotes here; every event that comes of them must be valid. */
    private static Parsed parse(RuleSet rules, Map<String, String> attributes, String record) {
        byte[] bytes = record.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        RawRecord raw = RawRecord.builder(Origin.prefix("test", "test:").at(0), Parsers.ARRIVAL)
                .bytes(bytes)
                .attributes(attributes)
                .build();
        Parsed parsed = Parsers.parse(JsonDecoder.create(), RuleNormalizer.of(rules), List.of(raw));
        for (LogEvent event : parsed.events()) {
            String json = event.toJson();
            assertThat(VALIDATOR.validate(json.getBytes(StandardCharsets.UTF_8)).problems())
                    .as(json)
                    .isEmpty();
        }
        return parsed;
    }
}
