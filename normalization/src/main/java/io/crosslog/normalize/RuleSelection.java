package io.crosslog.normalize;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the rule for an event: by what the source says of its record, else the first that knows the event by name, else the
 * first that matches. Immutable and thread-safe.
 */
final class RuleSelection {

    private final List<Rule> rules;
    private final List<Assigned> assigned;
    private final Rule otherwise;
    private final RuleIndex known;
    private final RuleIndex matching;

    RuleSelection(List<Rule> rules, List<Assigned> assigned, Rule otherwise) {
        this.rules = List.copyOf(rules);
        this.assigned = List.copyOf(assigned);
        this.otherwise = otherwise;
        this.known = new RuleIndex(rules, Rule::knownBy);
        this.matching = new RuleIndex(rules, Rule::match);
    }

    /** Records whose attribute has a value are a rule's. */
    record Assigned(String attribute, String value, Rule rule) {}

    /** The rules that are tried, in order. */
    List<Rule> rules() {
        return rules;
    }

    /** The rule for events that no other rule is for. */
    Rule otherwise() {
        return otherwise;
    }

    /**
     * A rule by its name.
     *
     * @throws IllegalArgumentException if there is no such rule
     */
    Rule find(String name) {
        return named(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no rule '" + name + "'"
                        + YamlValue.nearest(name, rules.stream().map(Rule::name).toList())));
    }

    /** A rule by its name; empty if no event can get to it. */
    Optional<Rule> named(String name) {
        return name.equals(otherwise.name())
                ? Optional.of(otherwise)
                : rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }

    /** The rule for an event; null if none was assigned and none matches. */
    @Nullable Rule select(Run run) {
        for (Assigned one : assigned) {
            if (one.value.equals(run.event().attributes().get(one.attribute))) {
                return one.rule;
            }
        }
        Rule rule = known.first(run);
        return rule == null ? matching.first(run) : rule;
    }
}
