package io.crosslog.normalize;

import java.util.Set;

/**
 * Some rules of a set. Immutable and thread-safe.
 *
 * @param pattern a rule's name, {@code vendor/*} for all whose names begin so, or {@code *} for all
 * @param within the rules that it may mean; empty for all
 */
record RuleScope(String pattern, Set<String> within) {

    static final String ALL = "*";

    RuleScope {
        within = Set.copyOf(within);
    }

    boolean covers(String rule) {
        return (within.isEmpty() || within.contains(rule))
                && (pattern.equals(rule)
                        || (pattern.endsWith("*") && rule.startsWith(pattern.substring(0, pattern.length() - 1))));
    }

    /** The same of a set that is taken in by another. */
    RuleScope within(Set<String> rules) {
        return within.isEmpty() ? new RuleScope(pattern, rules) : this;
    }
}
