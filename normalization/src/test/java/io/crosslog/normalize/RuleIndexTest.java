package io.crosslog.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.model.LogEvent;
import io.crosslog.spi.Output;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The index finds the rule that trying one after the other finds")
class RuleIndexTest {

    private static final List<String> CONDITIONS = List.of(
            "equals: {type: %s}",
            "in: {type: [%s, %s]}",
            "equals: {type: %s}, in: {category: [%s, %s]}",
            "ignore_case: {equals: {type: %s, category: %s}}",
            "equals_ignore_case: {category: %s}, exists: extra",
            "any: [{equals: {type: %s}}, {equals: {type: %s, category: %s}}]",
            "any: [{equals: {type: %s}}, {equals: {category: %s}}]",
            "not: {equals: {type: %s}}, exists: extra",
            "all: [{in: {type: [%s, %s]}}, {equals: {category: %s}}]",
            "has: extra, contains: {category: %s}");
    private static final List<String> WORDS = List.of("a", "A", "b", "B", "c", "1", "x");

    @Test
    @DisplayName("for random rules and random events")
    void sameAsLinear() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<Rule> rules = rules(random, 1 + random.nextInt(90));
            RuleIndex index = new RuleIndex(rules, Rule::match);
            for (int i = 0; i < 200; i++) {
                String record = "{\"type\":%s,\"category\":\"%s\"%s}"
                        .formatted(
                                random.nextInt(9) == 0 ? "1" : "\"" + word(random) + "\"",
                                word(random),
                                random.nextInt(3) == 0 ? ",\"extra\":1" : "");
                Run run = new Run(event(record), tree(event(record)), List.of());
                assertThat(index.first(run)).as("seed %d, %s", seed, record).isSameAs(linear(rules, run));
            }
        }
    }

    private static @Nullable Rule linear(List<Rule> rules, Run run) {
        return rules.stream()
                .filter(rule -> rule.match().holds(run))
                .findFirst()
                .orElse(null);
    }

    /** Rules that are never reached are a mistake in a set, but not here. */
    private static List<Rule> rules(Random random, int count) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String condition = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
            while (condition.contains("%s")) {
                condition = condition.replaceFirst("%s", word(random));
            }
            String yaml = "rule: r" + i + "\nclass: base_event\nmatch: {" + condition + "}\n";
            Problems problems = new Problems();
            RuleLibrary library = new RuleLibrary(problems);
            library.add("r" + i, yaml, new ReadFiles());
            rules.add(new RuleCompiler(io.crosslog.ocsf.OcsfSchema.bundled(), new SetOptions(0, false, null))
                    .compile(library.layers("r" + i).orElseThrow()));
            problems.throwIfAny();
        }
        return rules;
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static LogEvent event(String record) {
        Parsed parsed = Parsers.parse(JsonDecoder.create(), (LogEvent e, Output out) -> out.emit(e), record);
        return parsed.events().get(0);
    }

    private static SourceNode tree(LogEvent event) {
        try {
            return SourceTree.of(SourceTree.fields(event));
        } catch (io.crosslog.spi.NormalizeException e) {
            throw new AssertionError(e);
        }
    }
}
