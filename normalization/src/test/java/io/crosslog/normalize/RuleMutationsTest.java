package io.crosslog.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.testkit.GoldenFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Changes of a rule are told that no golden file would notice")
class RuleMutationsTest {

    private static final String RULE = """
            rule: acme/proxy
            version: 1
            class: http_activity
            match: {any: [{has: client}, {has: peer}]}
            map:
              time: {from: t, formats: [epoch]}
              activity_id: {from: method, values: {GET: Get, POST: Post}}
              src_endpoint.ip: [client, peer]
              http_request.url.url_string: url
              duration: {from: took, as: duration, unit: s}
              severity_id: {value: Low}
              message: {from: note, when: {equals: {method: POST}}}
            """;

    @TempDir
    Path dir;

    @Test
    @DisplayName("by file, line and what was changed, until records are there that show it")
    void unnoticed() throws Exception {
        String get =
                "{\"t\":1700000000,\"method\":\"GET\",\"client\":\"192.0.2.1\",\"url\":\"http://a.example.com/\",\"note\":\"x\"}\n";
        assertThat(unnoticed(get))
                .contains(
                        "acme.yaml:4: match > any: without {\"has\": \"peer\"}",
                        "acme.yaml:7: map > activity_id > values > POST: without \"Post\"",
                        "acme.yaml:8: map > src_endpoint.ip: without \"peer\"",
                        "acme.yaml:10: map > duration > unit: another unit than \"s\"")
                .noneMatch(text -> text.contains("map > time: ") || text.contains("url_string"));
        String other = get.replace("client", "nobody");
        String iso = get.replace("1700000000", "\"2023-11-14T22:13:20Z\"");
        String post = get.replace("GET", "POST").replace("client", "peer").replace("}", ",\"took\":1.5}");
        assertThat(unnoticed(get + post + other + iso)).isEmpty();
    }

    @Test
    @DisplayName("of the files that are named, in any set, with what is set and overridden beside them")
    void some() {
        RuleSet rules = RuleSet.builder()
                .text("parts/acme-words.yaml", "{part: acme/words, tables: {levels: {1: Low, 2: High}}}")
                .text(
                        "acme.yaml",
                        RULE.replace("{value: Low}", "{from: level, values: levels, inferred: \"${why}\"}")
                                .replace("map:", "include: [acme/words]\nsettings: {why: it seems so}\nmap:"))
                .override("acme/proxy", "message: text")
                .build();
        assertThat(RuleMutations.of(rules, "acme-words.yaml").all().stream().map(RuleMutation::toString))
                .containsExactly(
                        "parts/acme-words.yaml:1: tables > levels > 1: without \"Low\"",
                        "parts/acme-words.yaml:1: tables > levels > 1: another meaning than \"Low\"",
                        "parts/acme-words.yaml:1: tables > levels > 2: without \"High\"",
                        "parts/acme-words.yaml:1: tables > levels > 2: another meaning than \"High\"");
        assertThat(RuleMutations.of(rules).all())
                .noneMatch(mutation -> mutation.description().contains("settings"))
                .hasSizeGreaterThan(30);
        for (RuleMutation mutation : RuleMutations.of(rules).all()) {
            mutation.normalizer()
                    .ifPresent(changed -> assertThat(changed.rules().attributesOf("acme/proxy"))
                            .anyMatch(attribute -> attribute.path().equals("message")
                                    && attribute.sources().equals(List.of("text"))));
        }
        assertThatThrownBy(() -> RuleMutations.of(rules, "other.yaml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other.yaml")
                .hasMessageContaining("acme.yaml");
    }

    private List<String> unnoticed(String records) throws Exception {
        Files.writeString(dir.resolve("a.lines"), records);
        RuleSet rules = RuleSet.builder().text("acme.yaml", RULE).build();
        List<GoldenFiles.Golden> golden = GoldenFiles.in(dir, JsonDecoder.create(), RuleNormalizer.of(rules));
        String asked = System.setProperty(GoldenFiles.REWRITE, "rewrite");
        try {
            golden.forEach(GoldenFiles.Golden::check);
        } finally {
            restore(asked);
        }
        assertThat(GoldenFiles.notice(golden, RuleNormalizer.of(rules))).isFalse();
        assertThat(RuleMutations.of(rules).all()).hasSizeGreaterThanOrEqualTo(30);
        return RuleMutations.of(rules).unnoticed(changed -> GoldenFiles.notice(golden, changed)).stream()
                .map(RuleMutation::toString)
                .toList();
    }

    /** Whoever runs the tests with the property set wants the golden files of other tests written. */
    private static void restore(@Nullable String asked) {
        if (asked == null) {
            System.clearProperty(GoldenFiles.REWRITE);
        } else {
            System.setProperty(GoldenFiles.REWRITE, asked);
        }
    }
}
