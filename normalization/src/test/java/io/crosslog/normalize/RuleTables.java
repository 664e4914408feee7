package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.List;

/** Writes tables of rules for people: what becomes of each source field. */
public final class RuleTables {

    private RuleTables() {}

    /** A Markdown table of one rule. */
    public static String of(RuleSet rules, String rule) {
        StringBuilder table = new StringBuilder(
                "| source | OCSF attribute | type | conversion | evidence |\n|---|---|---|---|---|\n");
        for (MappedAttribute attribute : rules.attributesOf(rule)) {
            List<String> sources = new ArrayList<>();
            attribute.sources().forEach(source -> sources.add("`" + source.replace("|", "\\|") + "`"));
            table.append("| ")
                    .append(String.join(", ", sources))
                    .append(" | `")
                    .append(attribute.path())
                    .append("` | ")
                    .append(attribute.type())
                    .append(attribute.array() ? "[]" : "")
                    .append(" | ")
                    .append(attribute.conversion().replace("|", "\\|"))
                    .append(" | ")
                    .append(attribute.inferred() == null ? "" : "inferred: " + attribute.inferred())
                    .append(" |\n");
        }
        return table.toString();
    }
}
