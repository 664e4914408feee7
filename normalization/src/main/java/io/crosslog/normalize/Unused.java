package io.crosslog.normalize;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells what stands in rule files and makes no difference, which is seldom what its author meant: tables and settings that
 * nothing refers to, texts taken apart in vain, rules that map nothing.
 *
 * <p>What is used counts by the text of all that a rule is made of: a table whose last user somebody overrides is used all the same.
 * What parts offer is for whoever includes them, so nothing is said of it. Confined to one thread.
 */
final class Unused {

    private final Map<String, RuleText.Entry> tables = new LinkedHashMap<>();
    private final Map<String, RuleText.Entry> settings = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();

    /**
     * Notes it as problems.
     *
     * @param rules all rules of a set; nothing else is wrong with them
     * @param openedInVain the texts that no path leads into
     */
    void tell(Collection<RuleLayers> rules, List<YamlValue> openedInVain) {
        for (RuleLayers rule : rules) {
            tables(rule.layers());
            settings(rule.layers());
            if (rule.mapsNothing()) {
                rule.wrongName(
                        "rule '" + rule.name() + "' maps nothing, so that all stays in 'unmapped': give it a 'map', or"
                                + " write 'map: {}' if that is what it is for");
            }
        }
        tables.forEach((place, table) -> {
            if (!used.contains(place)) {
                table.key()
                        .wrong("the table '" + table.key().text() + "' is never used: nothing says 'values: "
                                + table.key().text()
                                + "'; leave it out, or name it where its words are to be looked up");
            }
        });
        settings.forEach((place, setting) -> {
            if (!used.contains(place)) {
                setting.key()
                        .wrong("the setting '" + setting.key().text()
                                + "' is never used; it would stand in the rule as ${"
                                + setting.key().text() + "}");
            }
        });
        openedInVain.forEach(text -> text.wrong(
                "'" + text.text() + "' is taken apart in vain: the rule reads no part of it; leave it out, or map"
                        + " a part, such as " + text.text().replace("[]", "[0]") + ".…"));
    }

    private void tables(List<RuleText> layers) {
        Set<String> names = new HashSet<>();
        for (RuleText layer : layers) {
            layer.sections().forEach((section, value) -> {
                if (!section.equals("tables")) {
                    value.membersNamed("values").forEach(values -> values.items().stream()
                            .filter(YamlValue::isScalar)
                            .forEach(item -> names.add(item.rendered())));
                }
            });
        }
        // Which table a setting names is for users to say.
        boolean any = names.stream().anyMatch(name -> name.contains("${"));
        for (RuleText layer : layers) {
            declared(layer, "tables").forEach((name, table) -> {
                tables.putIfAbsent(table.key().place(), table);
                if (any || names.contains(name)) {
                    used.add(table.key().place());
                }
            });
        }
    }

    private void settings(List<RuleText> layers) {
        for (RuleText layer : layers) {
            declared(layer, "settings").forEach((name, setting) -> {
                settings.putIfAbsent(setting.key().place(), setting);
                if (name.equals(Conversions.ZONE) || layers.stream().anyMatch(other -> refers(other, name))) {
                    used.add(setting.key().place());
                }
            });
        }
    }

    /** Whether a setting is filled in somewhere, or asked for by a condition. */
    private static boolean refers(RuleText layer, String setting) {
        return layer.sections().values().stream()
                .anyMatch(value -> value.refersTo(setting)
                        || value.membersNamed("setting").stream()
                                .anyMatch(asked ->
                                        asked.isMap() && asked.members().containsKey(setting)));
    }

    /** What a rule or a change to one declares of its own. */
    private static Map<String, RuleText.Entry> declared(RuleText layer, String section) {
        return layer.kind() == RuleText.Kind.PART ? Map.of() : layer.entries(section);
    }
}
