package io.crosslog.normalize;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a mapping may say, and what of it has an effect. */
final class MappingOptions {

    static final List<String> NAMES = List.of(
            "from",
            "as",
            "values",
            "default",
            "value",
            "template",
            "each",
            "where",
            "map",
            "all",
            "when",
            "absent",
            "except",
            "inferred",
            "split",
            "formats",
            "zone",
            "unit");

    private MappingOptions() {}

    /** An option that would have no effect is a mistake, and its author should know. */
    static void check(Place place, YamlValue item, Map<String, YamlValue> options) {
        boolean time = place.attribute().type().name().equals("timestamp_t") || says(options, "as", "timestamp");
        Set<String> useful = new HashSet<>(List.of("when", "inferred", "default"));
        if (options.containsKey("map")) {
            useful.addAll(options.containsKey("each") ? List.of("map", "each", "where") : List.of("map"));
        } else if (options.containsKey("value")) {
            useful.add("value");
        } else if (options.containsKey("template")) {
            useful.addAll(List.of("template", "absent"));
        } else {
            useful.addAll(List.of("from", "as", "values", "absent", "except", "split"));
            useful.addAll(time ? List.of("formats", "zone") : List.of());
            useful.addAll(says(options, "as", "duration") ? List.of("unit") : List.of());
            useful.addAll(options.containsKey("from") ? List.of() : List.of("each", "all"));
        }
        YamlValue inferred = options.get("inferred");
        if (inferred != null && inferred.word("a reason").isBlank()) {
            inferred.wrong("'inferred' says why the mapping is believed to be right");
        }
        for (String option : options.keySet()) {
            if (NAMES.contains(option) && !useful.contains(option)) {
                item.keyOf(option).wrong("'" + option + "' has no effect here");
            }
        }
    }

    /** How paths are read within a mapping: its own {@code absent} replaces that of the rule. */
    static Scope scope(Scope scope, Map<String, YamlValue> options) {
        YamlValue absent = options.get("absent");
        if (absent == null) {
            return scope;
        }
        Set<String> texts = new HashSet<>();
        absent.items().forEach(text -> texts.add(text.text()));
        return scope.with(new Absence(texts));
    }

    private static boolean says(Map<String, YamlValue> options, String option, String text) {
        YamlValue value = options.get(option);
        return value != null && value.isScalar() && value.text().equals(text);
    }
}
