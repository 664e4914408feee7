package io.crosslog.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Drift tells what logs were not before")
class DriftTest {

    private static final String RULE = """
            rule: acme/proxy
            version: 1
            class: http_activity
            match: {has: client}
            map:
              time: {from: t, formats: [iso]}
              activity_id: {from: method, values: {GET: Get}}
              src_endpoint.ip: client
              http_request.url.url_string: url
            """;

    private final List<String> heard = new ArrayList<>();

    private Drift drift(long learning) {
        return Drift.watch(RuleNormalizer.of(
                        RuleSet.builder().text("acme.yaml", RULE).build()))
                .learning(learning)
                .listener(finding -> heard.add(finding.kind() + " " + finding.rule() + " " + finding.name()))
                .build();
    }

    private static Parsed parse(Drift drift, String... records) {
        return Parsers.parse(JsonDecoder.create(), drift, records);
    }

    private static String record(String more) {
        return record(more, Parsers.ARRIVAL);
    }

    private static String record(String more, Instant time) {
        return "{\"t\":\"" + time + "\",\"method\":\"GET\",\"client\":\"192.0.2.1\",\"url\":\"http://a.example.com/\""
                + more + "}";
    }

    @Test
    @DisplayName("a field that was not there before, once; not what the rule knows, nor what was learnt")
    void fields() {
        Drift drift = drift(2);
        parse(drift, record(",\"old\":{\"a\":1}"), record(",\"old\":{\"b\":1}"), record(",\"old\":{\"a\":2,\"b\":3}"));
        assertThat(heard).isEmpty();
        Parsed parsed =
                parse(drift, record(",\"fresh\":1,\"old\":2"), record(",\"fresh\":2"), record(",\"empty\":\"\""));
        assertThat(heard).containsExactly("NEW_FIELD acme/proxy fresh");
        assertThat(parsed.counted()).containsEntry("drift:NEW_FIELD:acme/proxy", 1L);
        assertThat(drift.report().findings()).hasSize(1);
    }

    @Test
    @DisplayName("a word that no table knows, once, with the attribute")
    void words() {
        Drift drift = drift(0);
        parse(drift, record("").replace("GET", "BREW"), record("").replace("GET", "BREW"), record(""));
        assertThat(heard).containsExactly("NEW_VALUE acme/proxy activity_id=BREW");
    }

    @Test
    @DisplayName("a long word by how it begins, once")
    void longWords() {
        Drift drift = drift(0);
        String begin = "B".repeat(64);
        parse(drift, record("").replace("GET", begin + "x"), record("").replace("GET", begin + "y"));
        assertThat(heard).containsExactly("NEW_VALUE acme/proxy activity_id=" + begin);
    }

    @Test
    @DisplayName("a kind of log that no rule is for, by its fields")
    void kinds() {
        Drift drift = drift(1);
        parse(drift, "{\"x\":1}", "{\"x\":2}", "{\"y\":1,\"x\":3}", "{\"x\":4,\"y\":5}");
        assertThat(heard).containsExactly("NEW_LOG_KIND crosslog/unrecognised x y");
    }

    @Test
    @DisplayName("a zone that is wrong: whole hours off, nearly all of a thousand, not late logs nor correct ones")
    void zone() {
        Drift drift = drift(0);
        for (int i = 0; i < 1_000; i++) {
            parse(drift, record("", Parsers.ARRIVAL.minus(Duration.ofSeconds(40L * i))));
        }
        for (int i = 0; i < 1_000; i++) {
            parse(drift, record("", Parsers.ARRIVAL.minusSeconds(i % 60)));
        }
        assertThat(heard).isEmpty();
        for (int i = 0; i < 3_000; i++) {
            parse(drift, record("", Parsers.ARRIVAL.plus(Duration.ofHours(8)).minusSeconds(i % 100)));
        }
        assertThat(heard).containsExactly("WRONG_ZONE acme/proxy +8 h");
    }

    @Test
    @DisplayName("the share that stays unmapped, by rule")
    void unmapped() {
        Drift drift = drift(10_000);
        parse(drift, record(",\"a\":1,\"b\":2,\"c\":3,\"d\":4"), "{\"x\":1}");
        DriftReport report = drift.report();
        assertThat(report.rules().get("acme/proxy").unmappedShare()).isEqualTo(0.5);
        assertThat(report.rules().get("crosslog/unrecognised").unmappedShare()).isEqualTo(1);
        assertThat(report.toString()).contains("acme/proxy: 1 events, 50.0 % of their values unmapped, still learning");
    }

    @Test
    @DisplayName("names made up by senders fill neither memory nor ears: at the bound it says so once")
    void bounded() {
        Drift drift = drift(0);
        for (int i = 0; i < 5_000; i++) {
            parse(drift, record(",\"f" + i + "\":1").replace("GET", "M" + i));
        }
        assertThat(drift.report().findings()).hasSizeLessThanOrEqualTo(1_000);
        Drift wide = drift(3_000);
        for (int i = 0; i < 3_500; i++) {
            parse(wide, record(",\"f" + i + "\":1"));
        }
        assertThat(wide.report().findings()).hasSize(1);
        assertThat(wide.report().findings().get(0).kind()).isEqualTo(DriftFinding.Kind.TOO_MUCH);
        heard.clear();
        hugeNames();
        Drift odd = drift(0);
        parse(odd, record(",\"a\\nb\\u001b" + "x".repeat(500) + "\":1"));
        assertThat(heard.get(0)).contains("a?b?x").hasSizeLessThan(260);
    }

    @Test
    @DisplayName("names made up by a sender do not silence the rest without a word, nor zones that are wrong at all")
    void full() {
        Drift drift = drift(0);
        for (int i = 0; i < 2_000; i++) {
            parse(drift, record(",\"f" + i + "\":1"));
        }
        assertThat(heard)
                .hasSize(1_000)
                .endsWith("NEW_FIELD acme/proxy f998", "TOO_MUCH acme/proxy more than 999 findings");
        parse(drift, "{\"x\":1}");
        assertThat(heard).hasSize(1_000);
        for (int i = 0; i < 3_000; i++) {
            parse(drift, record("", Parsers.ARRIVAL.plus(Duration.ofHours(8))));
        }
        assertThat(heard).hasSize(1_001).endsWith("WRONG_ZONE acme/proxy +8 h");
        assertThat(drift.report().findings()).hasSize(1_001);
    }

    /** A megabyte of a name, dots in names, and many paths that begin with the same long one. */
    private void hugeNames() {
        Drift drift = drift(0);
        String huge = "n".repeat(1 << 20);
        StringBuilder inner = new StringBuilder("{\"a.b\":1");
        for (int i = 0; i < 2_000; i++) {
            inner.append(",\"").append(i).append("\":1");
        }
        parse(drift, record(",\"" + huge + "\":" + inner + "},\"c.d\":1"), "{\"" + huge + "\":1}");
        assertThat(heard).contains("NEW_FIELD acme/proxy c\\.d").allMatch(text -> text.length() < 260);
        assertThat(drift.report().findings()).hasSizeLessThanOrEqualTo(1_000);
        heard.clear();
    }
}
