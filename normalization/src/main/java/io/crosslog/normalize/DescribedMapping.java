package io.crosslog.normalize;

import io.crosslog.ocsf.OcsfAttribute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what a table says of a mapping. Confined to one thread. */
final class DescribedMapping {

    private final String path;
    private final OcsfAttribute attribute;
    private final Set<String> sources = new LinkedHashSet<>();
    private final Map<String, String> how = new LinkedHashMap<>();
    private final Set<String> pairs = new HashSet<>();
    private @Nullable String inferred;

    DescribedMapping(String path, OcsfAttribute attribute) {
        this.path = path;
        this.attribute = attribute;
    }

    void source(String source) {
        sources.add(source);
    }

    void note(Map<String, YamlValue> options) {
        for (String name : List.of("as", "unit", "zone", "split")) {
            if (options.containsKey(name)) {
                how.put(name, options.get(name).text());
            }
        }
        if (options.containsKey("values")) {
            Set<String> more = new LinkedHashSet<>();
            ValueTables.entries(options.get("values")).forEach((from, to) -> more.add(from + " → " + to.text()));
            // Where several sources share words, they are told once.
            more.removeAll(pairs);
            pairs.addAll(more);
            String text = String.join(", ", more);
            how.merge("values", text, (a, b) -> b.isEmpty() ? a : a + "; " + b);
        }
        if (options.containsKey("formats")) {
            String names = String.join(
                    ", ",
                    options.get("formats").items().stream().map(YamlValue::text).toList());
            how.merge("formats", names, (a, b) -> a.equals(b) ? a : a + "; " + b);
        }
        if (options.containsKey("inferred")) {
            inferred = options.get("inferred").text();
        }
    }

    MappedAttribute toAttribute() {
        List<String> parts = new ArrayList<>();
        how.forEach(
                (name, value) -> parts.add(name.equals("values") || name.equals("as") ? value : name + " " + value));
        return new MappedAttribute(
                path,
                attribute.type().name(),
                attribute.array(),
                List.copyOf(sources),
                String.join("; ", parts),
                inferred);
    }
}
