package io.crosslog.normalize;

import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Changes conditions: the other way round, and without each of their parts. Confined to one thread. */
final class ConditionMutations {

    private static final Set<String> OF_PARTS = Set.of("all", "any");
    private static final Set<String> OF_ITEMS = Set.of("in", "cidr");

    private final MutatedFile file;

    ConditionMutations(MutatedFile file) {
        this.file = file;
    }

    void condition(Node condition, String where) {
        file.turn(condition, where);
        parts(condition, where);
    }

    private void parts(Node condition, String where) {
        for (NodeTuple part : YamlNodes.members(condition)) {
            String name = YamlNodes.name(part);
            String path = YamlNodes.under(where, part);
            Node value = part.getValueNode();
            if (OF_PARTS.contains(name)) {
                for (Node item : YamlNodes.items(value)) {
                    file.withoutOneOf(value, item, path);
                    parts(item, path);
                }
            } else if (name.equals("not")) {
                parts(value, path);
            } else if (OF_ITEMS.contains(name)) {
                for (NodeTuple field : YamlNodes.members(value)) {
                    Node list = field.getValueNode();
                    YamlNodes.items(list).forEach(item -> file.withoutOneOf(list, item, path));
                }
            }
        }
    }
}
