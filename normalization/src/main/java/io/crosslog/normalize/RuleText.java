package io.crosslog.normalize;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One document of a rule file as read: its sections, not yet compiled. Confined to one thread.
 *
 * @param kind what it is
 * @param name the name of the rule or part; of the rule that is changed, for an override
 * @param root the whole document
 * @param sections its sections by name
 */
record RuleText(Kind kind, String name, YamlValue root, Map<String, YamlValue> sections) {

    static final List<String> OF_RULE = List.of(
            "rule",
            "override",
            "version",
            "title",
            "extends",
            "class",
            "profiles",
            "match",
            "known_by",
            "settings",
            "tables",
            "include",
            "absent",
            "ignore_case",
            "mask",
            "open",
            "each",
            "filter",
            "map",
            "observables");
    static final List<String> OF_PART = List.of(
            "part",
            "title",
            "parameters",
            "profiles",
            "settings",
            "tables",
            "include",
            "absent",
            "mask",
            "open",
            "filter",
            "map",
            "observables");

    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}*]{1,200}");

    /** The rule to change is named by {@code override}; it cannot be moved or renamed. */
    private static final List<String> OF_OVERRIDE = OF_RULE.stream()
            .filter(section -> !section.equals("rule") && !section.equals("extends"))
            .toList();

    /** What a document is; the section that names it is called so. */
    enum Kind {
        RULE,
        PART,
        OVERRIDE;

        String section() {
            return name().toLowerCase(Locale.ROOT);
        }

        List<String> known() {
            return this == RULE ? OF_RULE : this == PART ? OF_PART : OF_OVERRIDE;
        }
    }

    /** Reads a document; empty, and a problem noted, if it is none of these. */
    static Optional<RuleText> read(YamlValue root) {
        Map<String, YamlValue> raw = root.members();
        if (!root.isMap()) {
            return Optional.empty();
        }
        Kind kind = raw.containsKey("part")
                ? Kind.PART
                : raw.containsKey("override") && !raw.containsKey("rule") ? Kind.OVERRIDE : Kind.RULE;
        Map<String, YamlValue> sections = root.members(kind.known());
        String name = name(root, raw.get(kind.section()));
        if (name.isEmpty() && kind != Kind.RULE) {
            return Optional.empty();
        }
        // What else is wrong with a rule whose name is wrong is told all the same.
        RuleText read = new RuleText(kind, name.isEmpty() ? root.place() : name, root, sections);
        read.check();
        return Optional.of(read);
    }

    private static String name(YamlValue root, @Nullable YamlValue given) {
        if (given == null) {
            root.wrong(
                    "'rule' is missing: the name of the rule (or 'part', in a file that others include, or 'override',"
                            + " in one that changes a rule)");
            return "";
        }
        String name = given.word("a name");
        if (name.isBlank()) {
            given.wrong("the name is empty");
            return "";
        } else if (!NAME.matcher(name).matches()) {
            given.wrong("'" + name + "' is no name: it has at most 200 characters, no line breaks, and no *");
            return "";
        }
        return name;
    }

    /** Notes what is wrong with sections by themselves, whatever they are used for. */
    private void check() {
        boolean inherits = kind == Kind.OVERRIDE || sections.containsKey("extends") || sections.containsKey("include");
        sections.forEach((section, value) -> {
            if (value.isNull() && !inherits && !section.equals("class") && !section.equals(kind.section())) {
                root.keyOf(section).wrong("'" + section + "' says nothing; leave it out");
            } else if (!value.isNull() && List.of("title", "version").contains(section)) {
                value.text();
            } else if (!value.isNull() && section.equals("mask")) {
                value.someItems();
            }
        });
        entries("tables").values().forEach(table -> checkTable(table.value()));
    }

    private static void checkTable(YamlValue table) {
        if (!table.isNull()) {
            table.members().values().forEach(value -> {
                if (!value.isScalar()) {
                    value.text();
                }
            });
        }
    }

    /** Mappings that a user gives outside of any file, to replace those of a rule. */
    static RuleText override(String rule, YamlValue map) {
        return new RuleText(Kind.OVERRIDE, rule, map, Map.of("map", map));
    }

    /** The same document for another rule, whose settings differ. */
    RuleText in(YamlFile use) {
        Map<String, YamlValue> same = new LinkedHashMap<>();
        sections.forEach((name, value) -> same.put(name, value.in(use)));
        return new RuleText(kind, name, root.in(use), same);
    }

    YamlFile file() {
        return root.file();
    }

    /** The members of a section that is a mapping, each with the place of its name; empty if there is no such section. */
    Map<String, Entry> entries(String section) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        YamlValue value = sections.get(section);
        if (value != null && !value.isNull()) {
            value.members().forEach((name, member) -> entries.put(name, new Entry(value.keyOf(name), member)));
        }
        return entries;
    }

    /** The items of a section that is a list; empty if there is no such section. */
    List<YamlValue> items(String section) {
        YamlValue value = sections.get(section);
        return value == null || value.isNull() ? List.of() : value.items();
    }

    /** Whether a section is there only to forget what was inherited: it stands there as null. */
    boolean forgets(String section) {
        YamlValue value = sections.get(section);
        return value != null && value.isNull();
    }

    /** A member of a mapping. */
    record Entry(YamlValue key, YamlValue value) {

        /** Whether it holds only where there is such an attribute: its name ends with a question mark. */
        boolean isOptional() {
            return key.text().endsWith("?");
        }
    }
}
