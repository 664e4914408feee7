package io.crosslog.normalize;

import io.crosslog.ocsf.NearestNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

    /** The names of the members, once they were asked for. */
    private final Map<String, YamlValue> keys = new HashMap<>();

    YamlValue(YamlFile file, Node node) {
        this.file = file;
        this.node = node;
    }

    /** What a file holds for a reference. */
    static YamlValue of(YamlFile.Written written) {
        return new YamlValue(written.file(), written.node());
    }

    /** This, for a file to hold. */
    YamlFile.Written written() {
        return new YamlFile.Written(file, node);
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
            unreadable("a mapping (name: value) was expected here but this is " + kind());
            return members;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            YamlValue key = new YamlValue(file, tuple.getKeyNode());
            if (!key.isScalar()) {
                key.unreadable("a name was expected here but this is " + key.kind());
            } else if (members.put(key.text(), at(tuple.getValueNode())) != null) {
                key.wrong("'" + key.text() + "' is here twice");
            }
        }
        return members;
    }

    /** The place of a member's name, for problems that lie in the name and not in the value. */
    YamlValue keyOf(String name) {
        if (keys.isEmpty() && node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                YamlValue key = new YamlValue(file, tuple.getKeyNode());
                if (key.isScalar()) {
                    keys.putIfAbsent(key.text(), key);
                }
            }
        }
        return keys.getOrDefault(name, this);
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

    /** The items, after a problem was noted if there is none. */
    List<YamlValue> someItems() {
        if (isList() && items().isEmpty()) {
            unreadable("this list is empty, so it says nothing");
        }
        return items();
    }

    /**
     * The text of a scalar, with what a setting or a parameter stands for put in for {@code ${name}}; a problem and an empty
     * text if this is no scalar, or null.
     */
    String text() {
        if (!(node instanceof ScalarNode scalar)) {
            unreadable("a single value was expected here but this is " + kind());
            return "";
        } else if (isNull()) {
            unreadable("nothing stands here"
                    + (scalar.getValue().isEmpty()
                            ? ""
                            : "; if the text '" + scalar.getValue() + "' is meant, quote it"));
            return "";
        }
        return filled(scalar.getValue());
    }

    private String filled(String text) {
        String filled = References.fill(text, this::reference);
        if (filled == null) {
            unreadable("with its references filled in, this has more than " + References.MOST + " characters");
        }
        return filled == null ? "" : filled;
    }

    /** The text of a scalar that is text; a problem and an empty text if it is a number or a boolean that nobody has quoted. */
    String word(String meant) {
        Tag tag = node.getTag();
        if (isScalar() && (tag.equals(Tag.BOOL) || tag.equals(Tag.INT) || tag.equals(Tag.FLOAT))) {
            unreadable(meant + " was expected here but this is " + text() + "; if that is the text meant, quote it");
            return "";
        }
        return text();
    }

    private @Nullable YamlValue parameter(String name) {
        YamlFile.Written written = file.parameter(name);
        return written == null ? null : of(written);
    }

    private String reference(String name) {
        YamlValue parameter = parameter(name);
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
        YamlValue parameter = name == null ? null : parameter(name);
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

    /** What stands anywhere in here under a name. */
    List<YamlValue> membersNamed(String name) {
        List<YamlValue> found = new ArrayList<>();
        for (YamlValue item : isList() ? items() : List.<YamlValue>of()) {
            found.addAll(item.membersNamed(name));
        }
        for (Map.Entry<String, YamlValue> member :
                isMap() ? members().entrySet() : Set.<Map.Entry<String, YamlValue>>of()) {
            if (member.getKey().equals(name)) {
                found.add(member.getValue());
            }
            found.addAll(member.getValue().membersNamed(name));
        }
        return found;
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

    /**
     * What this says, in one line, with parameters filled in and settings as they are written; cut off behind {@link
     * References#MOST} characters.
     */
    String rendered() {
        StringBuilder out = new StringBuilder();
        render(out);
        return out.toString();
    }

    private void render(StringBuilder out) {
        if (out.length() > References.MOST) {
            return;
        } else if (node instanceof SequenceNode) {
            String mark = "[";
            for (YamlValue item : items()) {
                item.render(out.append(mark));
                mark = ", ";
            }
            out.append(mark.equals("[") ? "[]" : "]");
        } else if (node instanceof MappingNode mapping) {
            String mark = "{";
            for (NodeTuple tuple : mapping.getValue()) {
                at(tuple.getKeyNode()).render(out.append(mark));
                at(tuple.getValueNode()).render(out.append(": "));
                mark = ", ";
            }
            out.append(mark.equals("{") ? "{}" : "}");
        } else if (node instanceof ScalarNode scalar) {
            String filled = References.fill(scalar.getValue(), this::renderedReference);
            out.append(filled == null ? " ".repeat(References.MOST + 1) : filled);
        }
    }

    private String renderedReference(String name) {
        YamlValue parameter = parameter(name);
        return parameter == null ? "${" + name + "}" : parameter.rendered();
    }

    boolean isTrue() {
        if (!isScalar() || !node.getTag().equals(Tag.BOOL)) {
            unreadable("true or false was expected but this is " + kind());
            return false;
        }
        return Boolean.parseBoolean(text());
    }

    /** Notes a problem at this value. */
    void wrong(String message) {
        wrong(message, 0);
    }

    /** Notes a problem some characters into this scalar. */
    void wrong(String message, int offset) {
        file.wrong(line(), column() == 0 ? 0 : column() + offset, message);
    }

    /** Notes that this is not what was expected, so that nothing that follows from it is told besides. */
    void unreadable(String message) {
        file.unreadable(line(), column(), message);
    }

    private int line() {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private int column() {
        return node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
    }

    static String nearest(String name, Collection<String> known) {
        List<String> near = NearestNames.of(name, known);
        if (known.isEmpty()) {
            return "";
        }
        return near.isEmpty()
                ? "; known are: " + String.join(", ", known)
                : "; did you mean '" + String.join("' or '", near) + "'?";
    }

    private String kind() {
        return isMap() ? "a mapping" : isList() ? "a list" : isNull() ? "nothing" : "the single value '" + text() + "'";
    }
}
