package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Changes mappings: without them or one of their ways, with another source, constant, word of a table, unit, zone or format.
 * Confined to one thread.
 */
final class MappingMutations {

    private static final List<String> UNITS = List.of("ns", "us", "ms", "s");
    private static final List<String> ZONES = List.of("+01:00", "+02:00");
    private static final String NOWHERE = "no_such_field";

    private final MutatedFile file;
    private final ConditionMutations conditions;

    /** The fields that the mappings under way read, inner ones with those around them. */
    private List<String> sources = List.of();

    private final Map<String, Inferred> inferred = new LinkedHashMap<>();

    MappingMutations(MutatedFile file, ConditionMutations conditions) {
        this.file = file;
        this.conditions = conditions;
    }

    void mappings(Node map, String where) {
        List<String> before = sources;
        Set<String> all = new LinkedHashSet<>(before);
        YamlNodes.members(map).forEach(mapping -> collect(mapping.getValueNode(), all));
        sources = List.copyOf(all);
        for (NodeTuple mapping : YamlNodes.members(map)) {
            String path = YamlNodes.under(where, mapping);
            file.without(mapping.getValueNode(), path);
            spec(mapping.getValueNode(), path);
        }
        sources = before;
    }

    private static void collect(Node spec, Set<String> to) {
        if (spec instanceof ScalarNode) {
            to.add(YamlNodes.text(spec));
        } else if (spec instanceof SequenceNode) {
            YamlNodes.items(spec).forEach(item -> collect(item, to));
        } else {
            for (NodeTuple option : YamlNodes.members(spec)) {
                if (YamlNodes.name(option).equals("from")) {
                    collect(option.getValueNode(), to);
                }
            }
        }
    }

    private void spec(Node spec, String where) {
        if (YamlNodes.isNull(spec)) {
            return;
        }
        if (spec instanceof ScalarNode) {
            source(spec, where);
        } else if (spec instanceof SequenceNode) {
            for (Node way : YamlNodes.items(spec)) {
                file.withoutOneOf(spec, way, where);
                spec(way, where);
            }
        } else {
            Node from = spec;
            for (NodeTuple option : YamlNodes.members(spec)) {
                option(option, YamlNodes.under(where, option));
                from = YamlNodes.name(option).equals("from") ? option.getValueNode() : from;
            }
            inferred(spec, new FlowYaml().write(from), where);
        }
    }

    private void source(Node node, String where) {
        int at = sources.indexOf(YamlNodes.text(node));
        List<String> others = new ArrayList<>(sources.subList(at + 1, sources.size()));
        others.addAll(sources.subList(0, Math.max(0, at)));
        others.removeIf(other -> other.startsWith("$"));
        others.add(NOWHERE);
        file.change(node, where, "another source", others.subList(0, 1));
    }

    private void option(NodeTuple option, String where) {
        Node value = option.getValueNode();
        switch (YamlNodes.name(option)) {
            case "value" -> file.change(value, where, "another constant", MutatedFile.OTHERS);
            case "from", "all" -> spec(value, where);
            case "values" -> YamlNodes.items(value).forEach(table -> values(value, table, where));
            case "default" -> {
                file.without(value, where);
                file.change(value, where, "another constant", MutatedFile.OTHERS);
            }
            case "template" -> {
                String text = YamlNodes.text(value);
                file.change(value, where, "another text", List.of(text + "~", text + "1"));
            }
            case "as", "split", "absent" -> file.without(value, where);
            case "unit" -> file.change(value, where, "another unit", UNITS);
            case "zone" -> file.change(value, where, "another zone", ZONES);
            case "formats", "except" -> YamlNodes.items(value).forEach(item -> file.without(item, where));
            case "when", "where" -> {
                file.without(value, where);
                conditions.condition(value, where);
            }
            case "map" -> mappings(value, where);
            default -> {
                // The list of each is what its elements' mappings read.
            }
        }
    }

    /** A source stays in unmapped if any mapping of it is inferred, so that all of them are changed at once. */
    private void inferred(Node spec, String from, String where) {
        for (NodeTuple option : YamlNodes.members(spec)) {
            if (YamlNodes.name(option).equals("inferred")) {
                Inferred all = inferred.computeIfAbsent(
                        from, source -> new Inferred(YamlNodes.under(where, option), new ArrayList<>()));
                all.notes.add(option.getValueNode());
            }
        }
    }

    private void values(Node all, Node table, String where) {
        if (table instanceof MappingNode) {
            table(table, where);
        } else {
            file.withoutOneOf(all, table, where);
        }
    }

    /** Ends a document: changes what it says more than once. */
    void end() {
        inferred.values().forEach(all -> file.without(all.notes, all.where));
        inferred.clear();
    }

    /** What is said of how mappings of one source were inferred, and where this is said first. */
    private record Inferred(String where, List<Node> notes) {}

    /** Changes the words of a table. */
    void table(Node table, String where) {
        Set<String> meanings = new LinkedHashSet<>();
        YamlNodes.members(table).forEach(entry -> meanings.add(YamlNodes.text(entry.getValueNode())));
        meanings.addAll(MutatedFile.OTHERS);
        for (NodeTuple entry : YamlNodes.members(table)) {
            String path = YamlNodes.under(where, entry);
            file.without(entry.getValueNode(), path);
            file.change(entry.getValueNode(), path, "another meaning", List.copyOf(meanings));
        }
    }
}
