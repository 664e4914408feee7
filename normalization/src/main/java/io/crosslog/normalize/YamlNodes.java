package io.crosslog.normalize;

import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Looks at YAML of which nobody knows yet what it is. */
final class YamlNodes {

    private YamlNodes() {}

    /** The text of a scalar; empty for others. */
    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    /** The members of a mapping; none of others. */
    static List<NodeTuple> members(Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    /** The items of a list; anything else is its own only one. */
    static List<Node> items(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    }

    static String name(NodeTuple member) {
        return text(member.getKeyNode());
    }

    /** Where a member is, in words. */
    static String under(String where, NodeTuple member) {
        return where + " > " + name(member);
    }
}
