package io.crosslog.render;

import io.crosslog.model.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a table's YAML and names everything that is wrong with it, by line and column. Confined to one thread. */
final class TableReader {

    private final String file;
    private final Map<String, TableBase> bases;
    private final List<String> problems = new ArrayList<>();
    private String base = "";
    private final Map<String, String> renamed = new LinkedHashMap<>();
    private final Set<String> without = new LinkedHashSet<>();
    private final List<Column> columns = new ArrayList<>();

    /** Where the names of its own columns, and the new ones of renamed columns, stand. */
    private final Map<String, Node> named = new LinkedHashMap<>();

    private @Nullable Rest rest;

    private TableReader(String file, Map<String, TableBase> bases) {
        this.file = file;
        this.bases = bases;
    }

    /**
     * Reads a table.
     *
     * @param bases each table that may be extended
     */
    static TableParts read(String file, String yaml, Map<String, TableBase> bases) {
        TableReader reader = new TableReader(file, bases);
        reader.compose(yaml).ifPresent(reader::table);
        if (!reader.problems.isEmpty()) {
            throw new IllegalArgumentException("table " + file + " has "
                    + (reader.problems.size() == 1 ? "a problem: " : reader.problems.size() + " problems: ")
                    + String.join("; ", reader.problems));
        }
        return new TableParts(reader.base, reader.renamed, List.copyOf(reader.without), reader.columns, reader.rest);
    }

    private Optional<Node> compose(String yaml) {
        LoadSettings load = LoadSettings.builder()
                .setLabel(file)
                .setMaxAliasesForCollections(0)
                .build();
        try {
            Optional<Node> root = new Compose(load).composeString(yaml);
            if (root.isEmpty()) {
                problems.add("it is empty");
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            problems.add(e.getProblemMark()
                            .map(mark -> (mark.getLine() + 1) + ":" + (mark.getColumn() + 1) + " ")
                            .orElse("")
                    + "no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add("no YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private void table(Node root) {
        Map<String, Node> members = members(root);
        Node extended = members.remove("extends");
        if (extended != null) {
            base = oneOf(extended, bases.keySet());
        }
        TableBase extensible = bases.getOrDefault(base, new TableBase(List.of(), null));
        Set<String> inherited = new LinkedHashSet<>(extensible.columns());
        Node unwanted = members.remove("without");
        if (unwanted != null) {
            without(unwanted, inherited);
        }
        members.forEach((key, value) -> {
            switch (key) {
                case "rename" -> members(value).forEach((from, to) -> rename(from, to, inherited));
                case "rest" -> rest(value);
                case "columns" -> members(value).forEach(this::column);
                default -> unknown(value, key, "extends, rename, without, rest, columns");
            }
        });
        if (base.isEmpty() && rest == null) {
            problems.add("rest is missing, and no table is extended: say {json: <field>} or {columns: _}");
        }
        inherited.removeAll(without);
        inherited.removeAll(renamed.keySet());
        oneRest(members.getOrDefault("rest", root), inherited, rest == null ? extensible.rest() : rest.field());
    }

    /** No column may have the name of the field for what no column takes. */
    private void oneRest(Node where, Set<String> inherited, @Nullable String field) {
        if (field != null && (named.containsKey(field) || inherited.contains(field))) {
            wrong(
                    named.getOrDefault(field, where),
                    "'" + field + "' is both a column and the field for what no column takes");
        }
    }

    private void rename(String from, Node to, Set<String> inherited) {
        String name = text(to);
        boolean taken = inherited.contains(name) && !without.contains(name) || renamed.containsValue(name);
        if (!inherited.contains(from)) {
            noColumn(to, from, inherited);
        } else if (without.contains(from)) {
            wrong(to, "'" + from + "' has no name to change: 'without' takes it away");
        } else if (name.isBlank() || taken) {
            wrong(
                    to,
                    "'" + from + "' cannot be called '" + name + "': "
                            + (name.isBlank() ? "that is blank" : "another is"));
        } else {
            renamed.put(from, name);
            named.put(name, to);
        }
    }

    private void without(Node node, Set<String> inherited) {
        for (String name : texts(node)) {
            if (!inherited.contains(name)) {
                noColumn(node, name, inherited);
            } else if (!without.add(name)) {
                wrong(node, "'" + name + "' comes twice");
            }
        }
    }

    private void noColumn(Node node, String name, Set<String> inherited) {
        wrong(node, "there is no column '" + name + "' in the table that is extended, but " + inherited);
    }

    private void rest(Node node) {
        Map<String, Node> members = members(node);
        Node json = members.remove("json");
        Node joined = members.remove("columns");
        Node kept = members.remove("keep");
        members.forEach((key, value) -> unknown(value, key, "json, columns, keep"));
        if ((json == null) == (joined == null) || json != null && kept != null) {
            wrong(node, "rest must be {json: <field>} or {columns: <separator>, keep: [<attribute>, …]}");
        } else if (json != null && text(json).isBlank()) {
            wrong(json, "the field for the rest has a blank name");
        } else if (json != null) {
            rest = Rest.json(text(json));
        } else if (joined != null) {
            rest = Rest.columns(text(joined), kept == null ? List.of() : texts(kept));
        }
    }

    private void column(String name, Node node) {
        if (name.isBlank()) {
            wrong(node, "a column has a blank name");
        }
        List<Choice> choices = new ArrayList<>();
        String seen = "";
        for (Node one : node instanceof SequenceNode list ? list.getValue() : List.of(node)) {
            if (one instanceof ScalarNode) {
                path(one, text(one)).map(Choice::of).ifPresent(choices::add);
            } else {
                Map<String, Node> members = members(one);
                Node where = members.remove("seen");
                seen = where == null ? seen : text(where);
                choice(one, members).ifPresent(choices::add);
            }
        }
        columns.add(new Column(name, choices, seen));
        named.put(name, node);
    }

    private Optional<Choice> choice(Node node, Map<String, Node> members) {
        Node from = members.remove("from");
        Node constant = members.remove("value");
        Node values = members.remove("values");
        Node when = members.remove("when");
        Node inferred = members.remove("inferred");
        members.forEach((key, value) -> unknown(value, key, "from, value, values, when, inferred, seen"));
        if ((from == null) == (constant == null) || constant != null && values != null) {
            wrong(node, "a column is filled from an attribute (from, maybe with values) or with a text (value)");
            return Optional.empty();
        }
        Map<String, String> translated = new LinkedHashMap<>();
        if (values != null) {
            members(values).forEach((key, value) -> translated.put(key, text(value)));
        }
        Map<Path, Set<String>> conditions = new LinkedHashMap<>();
        if (when != null) {
            members(when).forEach((key, value) -> path(value, key)
                    .ifPresent(path -> conditions.put(path, new LinkedHashSet<>(texts(value)))));
        }
        String note = inferred == null ? "" : text(inferred);
        if (constant != null) {
            return Optional.of(new Choice(null, Map.of(), text(constant), conditions, note));
        }
        return path(node, from == null ? "" : text(from))
                .map(path -> new Choice(path, translated, null, conditions, note));
    }

    private Optional<Path> path(Node node, String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (IllegalArgumentException e) {
            wrong(node, "'" + text + "' is no path: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Map<String, Node> members(Node node) {
        Map<String, Node> members = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            wrong(node, "a mapping (name: value) was expected");
            return members;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode());
            if (members.put(key, tuple.getValueNode()) != null) {
                wrong(tuple.getKeyNode(), "'" + key + "' comes twice");
            }
        }
        return members;
    }

    private List<String> texts(Node node) {
        return node instanceof SequenceNode list
                ? list.getValue().stream().map(this::text).toList()
                : List.of(text(node));
    }

    private String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        wrong(node, "a text was expected");
        return "";
    }

    private String oneOf(Node node, Set<String> allowed) {
        String text = text(node);
        if (!allowed.contains(text)) {
            wrong(
                    node,
                    "'" + text + "' is none of "
                            + String.join(", ", allowed.stream().sorted().toList()));
        }
        return text;
    }

    private void unknown(Node node, String key, String known) {
        wrong(node, "'" + key + "' is none of " + known);
    }

    private void wrong(Node node, String what) {
        problems.add(node.getStartMark()
                        .map(mark -> (mark.getLine() + 1) + ":" + (mark.getColumn() + 1) + " ")
                        .orElse("")
                + what);
    }
}
