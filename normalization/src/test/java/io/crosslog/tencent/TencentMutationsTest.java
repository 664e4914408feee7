package io.crosslog.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.normalize.RuleMutations;
import io.crosslog.normalize.RuleNormalizer;
import io.crosslog.normalize.RuleSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tries 200 of some 2,000 changes; with {@code -Dcrosslog.mutations=all}, each of them. */
@DisplayName("Whatever is changed in a rule for Tencent Cloud, a golden file notices")
class TencentMutationsTest {

    private static final int FEW = 200;

    @Test
    @DisplayName("each mapping, word, condition, setting and constant, of rules and of their parts")
    // All of them take a minute, on a busy machine many.
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void none() {
        RuleSet rules = rules();
        TencentGolden golden = new TencentGolden(rules);
        assertThat(golden.notices(RuleNormalizer.of(rules))).isFalse();
        RuleMutations all = RuleMutations.of(rules);
        assertThat(all.all()).hasSizeGreaterThan(2_000);
        RuleMutations tried = "all".equals(System.getProperty("crosslog.mutations")) ? all : all.some(FEW);
        assertThat(tried.unnoticed(golden::notices)).isEmpty();
    }

    /** The built-in rules, and the parts that they share as if a user had brought them. */
    private static RuleSet rules() {
        RuleSet.Builder builder = RuleSet.builder().include(TencentGolden.rules());
        Stream.of(
                        "cfw",
                        "cfw-connection",
                        "cfw-counters",
                        "cfw-decision",
                        "cfw-people",
                        "cfw-permitted",
                        "cls",
                        "waf",
                        "words")
                .forEach(part -> builder.resource("io/crosslog/rules/tencent/" + part + ".yaml"));
        return builder.build();
    }
}
