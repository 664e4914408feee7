package io.crosslog.normalize;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a set of rules has made of the events it was given. Its text form is a table for people. Immutable and thread-safe.
 *
 * @param rules each rule that has made an event, in the order of their names
 * @param filtered how many events were left out on purpose, by reason
 * @param counted what else the rules have counted, by name, such as {@code unrecognised}
 */
public record CoverageReport(List<RuleCoverage> rules, Map<String, Long> filtered, Map<String, Long> counted) {

    /** Copies the lists. */
    public CoverageReport {
        rules = List.copyOf(rules);
        filtered = Map.copyOf(filtered);
        counted = Map.copyOf(counted);
    }

    /**
     * What one rule has made.
     *
     * @param name the rule's name
     * @return its coverage; empty if it has made no event
     */
    public Optional<RuleCoverage> rule(String name) {
        return rules.stream().filter(rule -> rule.rule().equals(name)).findFirst();
    }

    /** {@return the report as a table} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (RuleCoverage rule : rules) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s: %d events, %.1f %% of their values mapped%n",
                    rule.rule(),
                    rule.events(),
                    100 * rule.mappedShare()));
            text.append(String.format(
                    "  %-40s %8s %8s %8s %8s  %s%n", "field", "mapped", "kept", "unmapped", "failed", "becomes"));
            for (RuleCoverage.Field field : rule.fields()) {
                text.append(String.format(
                        Locale.ROOT,
                        "  %-40s %8d %8d %8d %8d  %s%n",
                        field.path(),
                        field.mapped(),
                        field.kept(),
                        field.unmapped(),
                        field.failed(),
                        String.join(", ", field.attributes())));
            }
            text.append(String.format("  %-40s %8s %8s  %s%n", "attribute", "written", "failed", "made of"));
            for (RuleCoverage.Attribute attribute : rule.attributes()) {
                text.append(String.format(
                        Locale.ROOT,
                        "  %-40s %8d %8d  %s%n",
                        attribute.path(),
                        attribute.written(),
                        attribute.failed(),
                        String.join(", ", attribute.sources())));
            }
        }
        new TreeMap<>(filtered).forEach((name, n) -> text.append(String.format("filtered %s: %d%n", name, n)));
        new TreeMap<>(counted).forEach((name, n) -> text.append(String.format("counted %s: %d%n", name, n)));
        return text.toString();
    }
}
