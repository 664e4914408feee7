package io.crosslog.normalize;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A part as a rule includes it, with what its parameters stand for there. Confined to one thread.
 *
 * @param key the same for two uses that come to the same
 * @param text the part
 */
record PartUse(String key, RuleText text) {

    /** The name in an item of {@code include}: the item itself, or what {@code part} says. */
    static YamlValue name(YamlValue item) {
        YamlValue part = item.isMap() ? item.members(List.of("part", "with")).get("part") : item;
        if (part == null) {
            item.unreadable("'part' is missing: the name of the part");
        }
        return part == null ? item : part;
    }

    /** A part with the parameters that an item of {@code include} gives; those that are wrong are noted. */
    static PartUse of(YamlValue item, RuleText part, Problems problems) {
        Map<String, RuleText.Entry> declared = part.entries("parameters");
        YamlValue with = item.isMap() ? item.members().get("with") : null;
        Map<String, YamlValue> given = with == null ? Map.of() : with.members();
        for (String name : given.keySet()) {
            if (!declared.containsKey(name) && with != null) {
                with.keyOf(name)
                        .wrong("the part '" + part.name() + "' has no parameter '" + name + "'"
                                + (declared.isEmpty() ? "" : YamlValue.nearest(name, declared.keySet())));
            }
        }
        Map<String, YamlFile.Written> parameters = new LinkedHashMap<>();
        StringBuilder key = new StringBuilder("part ").append(part.name());
        declared.forEach((name, entry) -> {
            YamlValue value = given.getOrDefault(name, entry.value());
            String rendered = value.rendered();
            boolean wrong = true;
            if (value.isNull() && given.containsKey(name)) {
                value.unreadable("nothing is given for '" + name + "'; leave it out, or write \"\" for an empty text");
            } else if (value.isNull()) {
                item.wrong("the part '" + part.name() + "' needs the parameter '" + name + "'; write {part: "
                        + part.name() + ", with: {" + name + ": …}}");
            } else if (rendered.length() > References.MOST) {
                item.wrong("what is given for '" + name + "' has, filled in, more than " + References.MOST
                        + " characters");
            } else {
                wrong = false;
            }
            // Where it is wrong, its name stands for it, so that nothing is told twice.
            parameters.put(name, (wrong ? entry.key() : value).written());
            key.append(' ').append(name).append('=').append(rendered);
        });
        String usedFrom = declared.isEmpty() ? "" : " (included at " + item.place() + ")";
        YamlFile file = new YamlFile(part.file().name(), problems, parameters, usedFrom);
        return new PartUse(key.toString(), part.in(file));
    }

    /** Notes parameters of a part that nothing in it refers to. */
    static void check(RuleText part) {
        Set<Map.Entry<String, YamlValue>> sections = part.sections().entrySet();
        part.entries("parameters").forEach((name, entry) -> {
            boolean used = sections.stream()
                    .anyMatch(section -> !section.getKey().equals("parameters")
                            && section.getValue().refersTo(name));
            if (!used) {
                entry.key().wrong("the parameter '" + name + "' is never used; it would stand here as ${" + name + "}");
            }
        });
    }
}
