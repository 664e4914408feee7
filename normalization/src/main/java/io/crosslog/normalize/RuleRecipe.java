package io.crosslog.normalize;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a set of rules is made of, not yet compiled, so that another set can take it in. Immutable and thread-safe.
 *
 * @param texts rule files, in order
 * @param overrides mappings that replace those of rules
 * @param settings values of settings, the strongest last
 * @param assignments which records are which rule's, the first that holds wins
 * @param rests the rules of the sets that were taken in for events that no rule matches
 * @param otherwise the rule for events that no rule matches, or null
 */
record RuleRecipe(
        List<Text> texts,
        List<Change> overrides,
        List<Setting> settings,
        List<Assignment> assignments,
        Set<String> rests,
        @Nullable String otherwise) {

    RuleRecipe {
        texts = List.copyOf(new LinkedHashSet<>(texts));
        overrides = List.copyOf(overrides);
        settings = List.copyOf(settings);
        assignments = List.copyOf(assignments);
        rests = Set.copyOf(rests);
    }

    /** The same with another file in the place of one. */
    RuleRecipe with(Text file, Text other) {
        List<Text> changed =
                texts.stream().map(text -> text.equals(file) ? other : text).toList();
        return new RuleRecipe(changed, overrides, settings, assignments, rests, otherwise);
    }

    /** A rule file: what to call it in problems, and its content. */
    record Text(String name, String yaml) {}

    /** Mappings of a rule, as they stand under {@code map}. */
    record Change(String rule, String yaml) {}

    /** A setting's value for some rules. */
    record Setting(RuleScope rules, String name, String value) {}

    /** Records whose attribute has a value are a rule's. */
    record Assignment(String attribute, String value, String rule) {}
}
