package io.crosslog.normalize;

import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Changes the sections of a rule file. Confined to one thread. */
final class FileMutations {

    private final MutatedFile file;
    private final ConditionMutations conditions;
    private final MappingMutations mappings;
    private final Set<String> texts;

    /**
     * The changes of a file.
     *
     * @param file the file
     * @param texts the settings that only tell people something
     */
    FileMutations(MutatedFile file, Set<String> texts) {
        this.file = file;
        this.conditions = new ConditionMutations(file);
        this.mappings = new MappingMutations(file, conditions);
        this.texts = texts;
    }

    List<RuleMutation> find() {
        for (Node document : file.documents()) {
            for (NodeTuple section : YamlNodes.members(document)) {
                section(YamlNodes.name(section), section.getValueNode());
            }
            mappings.end();
        }
        return List.copyOf(file.found());
    }

    private void section(String name, Node value) {
        switch (name) {
            case "map" -> mappings.mappings(value, name);
            case "match", "known_by" -> {
                file.without(value, name);
                if (value instanceof MappingNode) {
                    conditions.condition(value, name);
                }
            }
            case "filter" -> YamlNodes.items(value).forEach(this::filter);
            case "class" -> YamlNodes.items(value).forEach(item -> choice(value, item));
            case "open" ->
                YamlNodes.members(value)
                        .forEach(open -> file.without(open.getValueNode(), YamlNodes.under(name, open)));
            case "observables", "profiles", "absent", "mask" ->
                YamlNodes.items(value).forEach(item -> file.without(item, name));
            case "tables" ->
                YamlNodes.members(value)
                        .forEach(table -> mappings.table(table.getValueNode(), YamlNodes.under(name, table)));
            case "settings" -> YamlNodes.members(value).forEach(this::setting);
            default -> {
                // Names, and what else the files are put together by.
            }
        }
    }

    private void filter(Node filter) {
        file.without(filter, "filter");
        for (NodeTuple option : YamlNodes.members(filter)) {
            if (YamlNodes.name(option).equals("when")) {
                conditions.condition(option.getValueNode(), "filter > when");
            } else if (YamlNodes.name(option).equals("loss")) {
                file.without(option.getValueNode(), "filter > loss");
            }
        }
    }

    private void choice(Node all, Node choice) {
        if (choice instanceof MappingNode) {
            file.withoutOneOf(all, choice, "class");
        }
        for (NodeTuple option : YamlNodes.members(choice)) {
            if (YamlNodes.name(option).equals("map")) {
                mappings.mappings(option.getValueNode(), "class > map");
            } else if (YamlNodes.name(option).equals("when")) {
                conditions.condition(option.getValueNode(), "class > when");
            }
        }
    }

    private void setting(NodeTuple setting) {
        if (!texts.contains(YamlNodes.name(setting))) {
            file.change(
                    setting.getValueNode(),
                    YamlNodes.under("settings", setting),
                    "another value",
                    List.of("+01:00", "changed"));
        }
    }
}
