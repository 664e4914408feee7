package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what one rule makes. Guarded by the lock of its {@link Coverage}. */
final class CoverageCount {

    /** Names of fields come from hostile hands. */
    private static final int MOST_FIELDS = 10_000;

    private static final int MOST_SOURCES = 50;
    private static final String OTHERS = "(others)";

    private final Rule rule;
    private final Map<String, FieldCount> fields = new TreeMap<>();
    private final Map<String, AttributeCount> attributes = new LinkedHashMap<>();
    private long events;

    CoverageCount(Rule rule) {
        this.rule = rule;
        rule.mapped().forEach(attribute -> attributes.put(attribute.path(), new AttributeCount()));
    }

    /** Adds one translation. */
    void add(SourceNode root, List<Heard> written, List<Heard> failed) {
        events++;
        IdentityHashMap<SourceNode, String> paths = new IdentityHashMap<>();
        root.show("", (path, node) -> {
            paths.put(node, path);
            if (node.isUsed() || node.isThere(rule.absence())) {
                FieldCount field = field(path);
                field.mapped += node.isUsed() ? 1 : 0;
                field.kept += node.isUsed() && node.isKept() ? 1 : 0;
                field.unmapped += node.isUsed() ? 0 : 1;
            }
        });
        for (Heard heard : written) {
            AttributeCount attribute = attribute(heard.attribute);
            attribute.written++;
            int list = heard.attribute.lastIndexOf("[].");
            if (list > 0) {
                attribute(heard.attribute.substring(0, list)).written++;
            }
            for (SourceNode source : heard.sources) {
                String path = paths.getOrDefault(source, "(name or record)");
                add(attribute.sources, path);
                if (paths.containsKey(source)) {
                    add(field(path).attributes, heard.attribute);
                }
            }
            if (heard.sources.isEmpty()) {
                add(attribute.sources, "(constant)");
            }
        }
        for (Heard heard : failed) {
            attribute(heard.attribute).failed++;
            for (SourceNode source : heard.sources) {
                String path = paths.get(source);
                if (path != null) {
                    field(path).failed++;
                }
            }
        }
    }

    RuleCoverage result() {
        List<RuleCoverage.Field> allFields = new ArrayList<>();
        fields.forEach((path, field) -> allFields.add(new RuleCoverage.Field(
                path, field.mapped, field.kept, field.unmapped, field.failed, field.attributes)));
        List<RuleCoverage.Attribute> all = new ArrayList<>();
        attributes.forEach((path, attribute) ->
                all.add(new RuleCoverage.Attribute(path, attribute.written, attribute.failed, attribute.sources)));
        return new RuleCoverage(rule.name(), events, allFields, all);
    }

    private FieldCount field(String path) {
        String key = fields.size() < MOST_FIELDS || fields.containsKey(path) ? path : OTHERS;
        return fields.computeIfAbsent(key, p -> new FieldCount());
    }

    private AttributeCount attribute(String path) {
        return attributes.computeIfAbsent(path, p -> new AttributeCount());
    }

    private static void add(Set<String> names, String name) {
        if (names.size() < MOST_SOURCES) {
            names.add(name);
        }
    }

    /** An attribute, and what it was or should have been made of. */
    record Heard(String attribute, List<SourceNode> sources) {}

    private static final class FieldCount {
        private long mapped;
        private long kept;
        private long unmapped;
        private long failed;
        private final Set<String> attributes = new HashSet<>(2);
    }

    private static final class AttributeCount {
        private long written;
        private long failed;
        private final Set<String> sources = new HashSet<>(2);
    }
}
