package io.crosslog.normalize;

import java.util.stream.Collectors;

/** Writes tables of rules for people: what becomes of each source field, and how that is known. Safe for concurrent calls. */
public final class RuleTable {

    private static final String HEAD =
            "| source | OCSF attribute | type | conversion | evidence |\n|---|---|---|---|---|\n";

    private RuleTable() {}

    /**
     * A Markdown table of one rule: a row for each attribute that it maps, in the order of the rule.
     *
     * @param rules the rules
     * @param rule the rule's name
     * @return the table, with a line break at its end
     * @throws IllegalArgumentException if there is no such rule
     */
    public static String markdown(RuleSet rules, String rule) {
        return rules.attributesOf(rule).stream().map(RuleTable::row).collect(Collectors.joining("", HEAD, ""));
    }

    private static String row(MappedAttribute attribute) {
        String sources = attribute.sources().stream()
                .map(source -> "`" + cell(source) + "`")
                .collect(Collectors.joining(", "));
        return "| " + sources + " | `" + attribute.path() + "` | " + attribute.type() + (attribute.array() ? "[]" : "")
                + " | " + cell(attribute.conversion()) + " | " + cell(evidence(attribute)) + " |\n";
    }

    /** Constants and the lists that hold what the rows below them say need no evidence. */
    private static String evidence(MappedAttribute attribute) {
        if (attribute.inferred() != null) {
            return "inferred: " + attribute.inferred();
        }
        boolean constant = attribute.sources().stream().allMatch(source -> source.startsWith("\""));
        return constant ? "" : "documented";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
