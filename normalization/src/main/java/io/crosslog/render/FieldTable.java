package io.crosslog.render;

import io.crosslog.model.Path;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The one table that says which attribute stands under which name in a row, and where the rest goes. It is data: the two built-in
 * ones are changed by the methods here or by a YAML file of one's own.
 *
 * <pre>{@code
 * extends: agentic-soc                   # or flat, or nothing
 * rename: {alert_type: threat_type}      # another name for an inherited column
 * without: [cmdline]                     # not at all; its attributes go to the rest
 * rest: {json: extend_content}           # or {columns: _, keep: [unmapped]}
 * columns:
 *   user_agent: http_request.user_agent
 *   action:                              # the first that gives a value
 *     - {from: disposition_id, values: {1: pass, 2: block}, when: {class_uid: [4001, 4002]}}
 *     - {value: alert, when: {is_alert: true}}
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class FieldTable {

    private static final long MAX_FILE_BYTES = 1 << 20;

    private final String name;
    private final Map<String, Column> columns;
    private final Rest rest;

    FieldTable(String name, Map<String, Column> columns, Rest rest) {
        this.name = name;
        this.columns = new LinkedHashMap<>(columns);
        this.rest = rest;
        if (rest.field() != null && columns.containsKey(rest.field())) {
            throw new IllegalArgumentException("'" + rest.field() + "' of table '" + name
                    + "' is both a column and the field for what no column takes");
        }
    }

    /**
     * A column for each value at whatever depth, the names joined by underscores ({@code src_endpoint_ip}). Arrays, empty objects
     * and what lies more than 16 levels down are JSON text, and so is {@code unmapped}, whose names nobody can foresee.
     *
     * @return the table
     */
    public static FieldTable flat() {
        return new FieldTable("flat", Map.of(), Rest.columns("_", List.of("unmapped")));
    }

    /**
     * The standard fields of Alibaba Cloud's Agentic SOC as far as their names are public, and everything else as JSON in
     * {@code extend_content}. Which attribute belongs into which field is inferred and marked so in the table;
     * {@code docs/agentic-soc.md} shows it and says how to compare it with one's own account.
     *
     * @return the table
     */
    public static FieldTable agenticSoc() {
        return read("agentic-soc", resource("agentic-soc.yaml"), Map.of());
    }

    /**
     * A table from a file.
     *
     * @param file YAML in UTF-8, at most 1 MiB
     * @return the table
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is no table; the message names everything that is wrong, by line and column
     */
    public static FieldTable load(java.nio.file.Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IllegalArgumentException(
                    file + " has more than " + MAX_FILE_BYTES + " bytes, too many for a table");
        }
        return parse(String.valueOf(file.getFileName()), Files.readString(file));
    }

    /**
     * A table from text.
     *
     * @param name its name in messages
     * @param yaml the text
     * @return the table
     * @throws IllegalArgumentException if it is no table; the message names everything that is wrong, by line and column
     */
    public static FieldTable parse(String name, String yaml) {
        return read(name, yaml, Map.of("flat", flat(), "agentic-soc", agenticSoc()));
    }

    private static FieldTable read(String name, String yaml, Map<String, FieldTable> bases) {
        Map<String, TableBase> extensible = new TreeMap<>();
        bases.forEach((base, table) -> extensible.put(base, new TableBase(table.names(), table.rest.field())));
        TableParts parts = TableReader.read(name, yaml, extensible);
        FieldTable base = bases.get(parts.base());
        FieldTable table =
                base == null ? new FieldTable(name, Map.of(), Objects.requireNonNull(parts.rest(), "rest")) : base;
        for (String column : parts.without()) {
            table = table.without(column);
        }
        for (Map.Entry<String, String> change : parts.renamed().entrySet()) {
            table = table.renamed(change.getKey(), change.getValue());
        }
        Map<String, Column> all = new LinkedHashMap<>(table.columns);
        parts.columns().forEach(column -> all.put(column.name(), column));
        Rest rest = parts.rest();
        return new FieldTable(name, all, rest == null ? table.rest : rest);
    }

    /**
     * The same table with a column filled by an attribute; one of that name is replaced.
     *
     * @param column its name
     * @param attribute where the value stands in an event, in the form that {@link Path#of(String)} takes
     * @return the changed table
     * @throws IllegalArgumentException if that is no path, or the name is blank or that of the field for the rest
     */
    public FieldTable column(String column, String attribute) {
        if (column.isBlank()) {
            throw new IllegalArgumentException("a column of table '" + name + "' has a blank name");
        }
        Map<String, Column> changed = new LinkedHashMap<>(columns);
        changed.put(column, new Column(column, List.of(Choice.of(Path.of(attribute))), ""));
        return new FieldTable(name, changed, rest);
    }

    /**
     * The same table with another name for a column, in its place.
     *
     * @param column its name so far
     * @param to its new name
     * @return the changed table
     * @throws IllegalArgumentException if there is no such column, or one that has the new name
     */
    public FieldTable renamed(String column, String to) {
        require(column);
        if (to.isBlank() || columns.containsKey(to)) {
            throw new IllegalArgumentException("column '" + column + "' of table '" + name + "' cannot be called '" + to
                    + "': " + (to.isBlank() ? "that is blank" : "another is"));
        }
        Map<String, Column> changed = new LinkedHashMap<>();
        columns.forEach((key, value) -> {
            Column kept = key.equals(column) ? value.named(to) : value;
            changed.put(kept.name(), kept);
        });
        return new FieldTable(name, changed, rest);
    }

    /**
     * The same table without a column, whose attributes go to the rest.
     *
     * @param column its name
     * @return the changed table
     * @throws IllegalArgumentException if there is no such column
     */
    public FieldTable without(String column) {
        require(column);
        Map<String, Column> changed = new LinkedHashMap<>(columns);
        changed.remove(column);
        return new FieldTable(name, changed, rest);
    }

    /**
     * The same table with the rest as JSON text in one field.
     *
     * @param field its name
     * @return the changed table
     * @throws IllegalArgumentException if it is blank or a column's name
     */
    public FieldTable restAsJson(String field) {
        return new FieldTable(name, columns, Rest.json(field));
    }

    /**
     * The same table with a column for each value of the rest, at whatever depth.
     *
     * @param separator what joins the names
     * @param keptAsJson top-level attributes that stay JSON text
     * @return the changed table
     */
    public FieldTable restAsColumns(String separator, String... keptAsJson) {
        return new FieldTable(name, columns, Rest.columns(separator, List.of(keptAsJson)));
    }

    /** {@return the names of the columns, in order; not those that the rest makes} */
    public List<String> names() {
        return List.copyOf(columns.keySet());
    }

    String name() {
        return name;
    }

    List<Column> columns() {
        return new ArrayList<>(columns.values());
    }

    Rest rest() {
        return rest;
    }

    @Override
    public String toString() {
        return "table '" + name + "' of " + columns.keySet();
    }

    private void require(String column) {
        if (!columns.containsKey(column)) {
            throw new IllegalArgumentException(
                    "table '" + name + "' has no column '" + column + "', but " + columns.keySet());
        }
    }

    private static String resource(String file) {
        try (InputStream in = FieldTable.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the jar of crosslog-normalization lacks io/crosslog/render/" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("io/crosslog/render/" + file + " cannot be read from its jar", e);
        }
    }
}
