package io.crosslog.normalize;

import io.crosslog.ocsf.NearestNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One value of a rule file, which knows where it stands, so that whoever finds it wrong can say so. Confined to one
 * thread.
 */
final class YamlValue {

    private final YamlFile file;
    private final Node node;

    YamlValue(YamlFile file, Node node) {
        this.file = file;
        this.node = node;
    }

    YamlFile file() {
        return file;
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    boolean isNull() {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && List.of("null", "~", "").contains(scalar.getValue());
    }

    /** The members in order; a problem is noted, and an empty map returned, if this is no mapping. */
    Map<String, YamlValue> members() {
        Map<String, YamlValue> members = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            wrong("a mapping (name: value) was expected here but this is " + kind());
            return members;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            YamlValue key = new YamlValue(file, tuple.getKeyNode());
            if (!key.isScalar()) {
                key.wrong("a name was expected here but this is " + key.kind());
            } else if (members.put(key.text(), at(tuple.getValueNode())) != null) {
                key.wrong("'" + key.text() + "' is here twice");
            }
        }
        return members;
    }

    /** The place of a member's name, for problems that lie in the name and not in the value. */
    YamlValue keyOf(String name) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                YamlValue key = new YamlValue(file, tuple.getKeyNode());
                if (key.isScalar() && key.text().equals(name)) {
                    return key;
                }
            }
        }
        return this;
    }

    /** The members, after a problem was noted for each name that is not among the known ones. */
    Map<String, YamlValue> members(Collection<String> known) {
        Map<String, YamlValue> members = members();
        for (String name : members.keySet()) {
            if (!known.contains(name)) {
                keyOf(name).wrong("'" + name + "' is not known here" + nearest(name, known));
            }
        }
        return members;
    }

    /** The items; this value itself, alone, if it is no list. */
    List<YamlValue> items() {
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(this);
        }
        List<YamlValue> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(at(item));
        }
        return items;
    }

    /**
     * The text of a scalar, with what a setting or a parameter stands for put in for {@code ${name}}; a problem and an empty
     * text if this is no scalar.
     */
    String text() {
        if (!(node instanceof ScalarNode scalar)) {
            wrong("a single value was expected here but this is " + kind());
            return "";
        }
        return References.fill(scalar.getValue(), this::reference);
    }

    private String reference(String name) {
        YamlValue parameter = file.parameter(name);
        if (parameter != null) {
            return parameter.text();
        }
        String setting = file.setting(name);
        if (setting == null) {
            wrong("no setting '" + name + "' is declared under 'settings'" + nearest(name, file.references()));
            return "";
        }
        return setting;
    }

    /** The value at a node; what the includer gives for it if it is nothing but a reference to a parameter. */
    private YamlValue at(Node inner) {
        String name = inner instanceof ScalarNode scalar ? References.only(scalar.getValue()) : null;
        YamlValue parameter = name == null ? null : file.parameter(name);
        return parameter == null ? new YamlValue(file, inner) : parameter;
    }

    /** Whether anything in here refers to a name. */
    boolean refersTo(String name) {
        if (node instanceof ScalarNode scalar) {
            return References.in(scalar.getValue()).contains(name);
        } else if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().anyMatch(item -> new YamlValue(file, item).refersTo(name));
        }
        return node instanceof MappingNode mapping
                && mapping.getValue().stream()
                        .anyMatch(tuple -> new YamlValue(file, tuple.getKeyNode()).refersTo(name)
                                || new YamlValue(file, tuple.getValueNode()).refersTo(name));
    }

    /** The same text in another use of the file. */
    YamlValue in(YamlFile use) {
        return new YamlValue(use, node);
    }

    /** Where this stands: {@code file:line:column}. */
    String place() {
        return file.name()
                + node.getStartMark()
                        .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                        .orElse("");
    }

    /** What this says, in one line, with parameters filled in and settings as they are written. */
    String rendered() {
        if (node instanceof SequenceNode) {
            return items().stream().map(YamlValue::rendered).collect(Collectors.joining(", ", "[", "]"));
        } else if (node instanceof MappingNode mapping) {
            return mapping.getValue().stream()
                    .map(tuple -> at(tuple.getKeyNode()).rendered() + ": "
                            + at(tuple.getValueNode()).rendered())
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return node instanceof ScalarNode scalar ? References.fill(scalar.getValue(), this::renderedReference) : "";
    }

    private String renderedReference(String name) {
        YamlValue parameter = file.parameter(name);
        return parameter == null ? "${" + name + "}" : parameter.rendered();
    }

    /** A scalar as text, whole number, fraction, boolean or null, as YAML reads it. */
    @Nullable Object scalar() {
        String text = text();
        Tag tag = node.getTag();
        try {
            if (tag.equals(Tag.BOOL)) {
                return Boolean.valueOf(text);
            } else if (tag.equals(Tag.INT)) {
                return Long.decode(text);
            } else if (tag.equals(Tag.FLOAT)) {
                return Double.valueOf(text);
            }
        } catch (NumberFormatException e) {
            wrong("'" + text + "' is too large a number");
        }
        return tag.equals(Tag.NULL) ? null : text;
    }

    /** A whole number within limits; a problem and the lower limit if it is anything else. */
    int integer(int least, int most) {
        if (scalar() instanceof Long n && n >= least && n <= most) {
            return n.intValue();
        }
        wrong("a whole number from " + least + " to " + most + " was expected but this is '" + text() + "'");
        return least;
    }

    boolean isTrue() {
        if (scalar() instanceof Boolean b) {
            return b;
        }
        wrong("true or false was expected but this is '" + text() + "'");
        return false;
    }

    /** Notes a problem at this value. */
    void wrong(String message) {
        wrong(message, 0);
    }

    /** Notes a problem some characters into this scalar. */
    void wrong(String message, int offset) {
        Optional<Mark> mark = node.getStartMark();
        int line = mark.map(m -> m.getLine() + 1).orElse(0);
        int column = mark.map(m -> m.getColumn() + 1 + offset).orElse(0);
        file.wrong(line, column, message);
    }

    static String nearest(String name, Collection<String> known) {
        List<String> near = NearestNames.of(name, known);
        return near.isEmpty()
                ? "; known are: " + String.join(", ", known)
                : "; did you mean '" + String.join("' or '", near) + "'?";
    }

    private String kind() {
        return isMap() ? "a mapping" : isList() ? "a list" : "the single value '" + text() + "'";
    }
}
