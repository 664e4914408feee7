package io.crosslog.normalize;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A rule file as read: its sections, not yet compiled. Confined to one thread.
 *
 * @param name the rule's or the part's name
 * @param isPart whether it is a part, for other files to include
 * @param root the whole file
 * @param sections its sections by name
 */
record RuleText(String name, boolean isPart, YamlValue root, Map<String, YamlValue> sections) {

    static final List<String> OF_RULE = List.of(
            "rule",
            "version",
            "title",
            "class",
            "profiles",
            "match",
            "known_by",
            "settings",
            "tables",
            "include",
            "open",
            "each",
            "filter",
            "map",
            "observables");
    static final List<String> OF_PART =
            List.of("part", "title", "settings", "tables", "include", "open", "map", "observables");

    /**
     * Reads a file.
     *
     * @param file the name for problems
     * @param text its content
     * @param settings the user's settings, which win over those that the file declares
     * @param problems where problems go
     */
    static Optional<RuleText> read(String file, String text, Map<String, String> settings, Problems problems) {
        YamlFile yaml = new YamlFile(file, problems);
        return YamlReader.read(yaml, text).flatMap(root -> read(yaml, root, settings));
    }

    private static Optional<RuleText> read(YamlFile file, YamlValue root, Map<String, String> settings) {
        Map<String, YamlValue> raw = root.members();
        boolean part = raw.containsKey("part");
        Map<String, YamlValue> sections = root.members(part ? OF_PART : OF_RULE);
        YamlValue name = sections.get(part ? "part" : "rule");
        if (name == null) {
            root.wrong("'rule' is missing: the name of the rule (or 'part', in a file that others include)");
            return Optional.empty();
        }
        YamlValue declared = sections.get("settings");
        if (declared != null) {
            declared.members().forEach((setting, value) -> file.set(setting, value.text()));
        }
        YamlValue tables = sections.get("tables");
        if (tables != null) {
            file.tables().putAll(tables.members());
        }
        settings.forEach((setting, value) -> {
            if (file.setting(setting) != null || !part) {
                file.set(setting, value);
            }
        });
        return Optional.of(new RuleText(name.text(), part, root, sections));
    }

    /** The names under {@code settings}. */
    Set<String> declared() {
        YamlValue declared = sections.get("settings");
        return declared == null || !declared.isMap()
                ? Set.of()
                : declared.members().keySet();
    }

    YamlFile file() {
        return root.file();
    }

    /** The members of a section that is a mapping, each with the place of its name; empty if there is no such section. */
    Map<String, Entry> entries(String section) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        YamlValue value = sections.get(section);
        if (value != null) {
            value.members().forEach((name, member) -> entries.put(name, new Entry(value.keyOf(name), member)));
        }
        return entries;
    }

    /** The items of a section that is a list; empty if there is no such section. */
    List<YamlValue> items(String section) {
        YamlValue value = sections.get(section);
        return value == null ? List.of() : value.items();
    }

    /** A member of a mapping. */
    record Entry(YamlValue key, YamlValue value) {}
}
