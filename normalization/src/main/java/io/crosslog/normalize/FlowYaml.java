package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Writes YAML in one line, with another text in the place of some values, or without them. Confined to one thread. */
final class FlowYaml {

    private final IdentityHashMap<Node, @Nullable String> changes = new IdentityHashMap<>();

    /** Has a text written in place of a value; null leaves it out, with its name if it has one. */
    FlowYaml change(Node node, @Nullable String text) {
        changes.put(node, text);
        return this;
    }

    String write(Node node) {
        if (changes.containsKey(node)) {
            return String.valueOf(changes.get(node));
        } else if (node instanceof MappingNode mapping) {
            List<String> members = new ArrayList<>();
            for (NodeTuple tuple : mapping.getValue()) {
                if (!isLeftOut(tuple.getValueNode())) {
                    members.add(write(tuple.getKeyNode()) + ": " + write(tuple.getValueNode()));
                }
            }
            return "{" + String.join(", ", members) + "}";
        } else if (node instanceof SequenceNode sequence) {
            List<String> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                if (!isLeftOut(item)) {
                    items.add(write(item));
                }
            }
            return "[" + String.join(", ", items) + "]";
        }
        ScalarNode scalar = (ScalarNode) node;
        boolean plain =
                scalar.getScalarStyle() == ScalarStyle.PLAIN && !scalar.getTag().equals(Tag.STR);
        return plain ? scalar.getValue() : quoted(scalar.getValue());
    }

    private boolean isLeftOut(Node node) {
        return changes.containsKey(node) && changes.get(node) == null;
    }

    /** A text in double quotes. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\x%02x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
