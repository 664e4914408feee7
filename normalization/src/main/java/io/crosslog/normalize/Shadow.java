package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rule that no event ever reaches, since others are asked before it and take all that it matches. Immutable and thread-safe.
 *
 * @param rule its name
 * @param by who takes its events, for people
 */
record Shadow(String rule, String by) {

    private static final int MOST_TOGETHER = 200;

    /** The rules of a set that are never reached. */
    static List<Shadow> of(List<Rule> rules) {
        List<Shadow> found = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            shadow(rules, i).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Shadow> shadow(List<Rule> rules, int at) {
        Rule rule = rules.get(at);
        List<Rule> before = rules.subList(0, at);
        boolean known = rule.knownBy() != Condition.NEVER
                && before.stream().noneMatch(other -> takes(other.knownBy(), rule.knownBy()));
        if (known || rule.match() == Condition.NEVER) {
            return Optional.empty();
        }
        for (int i = 0; i < rules.size(); i++) {
            Rule other = rules.get(i);
            if (i != at && takes(other.knownBy(), rule.match())) {
                return Optional.of(
                        new Shadow(rule.name(), "'" + other.name() + "', which is asked first by its 'known_by'"));
            } else if (i < at && takes(other.match(), rule.match())) {
                return Optional.of(new Shadow(rule.name(), "'" + other.name() + "' before it"));
            }
        }
        boolean together = at > 1
                && at < MOST_TOGETHER
                && takes(new Conditions.Any(before.stream().map(Rule::match).toList()), rule.match());
        return together ? Optional.of(new Shadow(rule.name(), "several others before it, together")) : Optional.empty();
    }

    private static boolean takes(Condition other, Condition condition) {
        return other != Condition.NEVER && Logic.implies(condition, other);
    }
}
