package io.crosslog.render;

import io.crosslog.model.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Writes a table as SPL, the language of Agentic SOC's standardization rules, over logs of one layout. */
final class SplText {

    private SplText() {}

    /** Over logs whose keys are joined names ({@code SlsLayout.flat()}). */
    static String flat(FieldTable table) {
        return text(table, path -> reference(path, names(path)));
    }

    /** Over logs whose keys are the top-level attributes ({@code SlsLayout.topLevel()}). */
    static String topLevel(FieldTable table) {
        return text(table, path -> reference(path, 1));
    }

    /**
     * Over a vendor's own fields.
     *
     * @param renamed new names of fields that have a column's name and are something else
     * @param columns what each column is: an expression
     */
    static String raw(Map<String, String> renamed, Map<String, String> columns) {
        StringBuilder names = new StringBuilder();
        renamed.forEach((from, to) -> names.append(names.isEmpty() ? "" : ", ")
                .append(to)
                .append(" = ")
                .append(from));
        return (names.isEmpty() ? "* " : "* | project-rename " + names + "\n") + statement(columns);
    }

    private static String text(FieldTable table, Function<Path, String> reference) {
        Map<String, String> columns = new LinkedHashMap<>();
        table.columns().forEach(column -> columns.put(column.name(), expression(column, reference)));
        return "* " + statement(columns);
    }

    private static String statement(Map<String, String> columns) {
        List<String> lines = new ArrayList<>();
        columns.forEach((name, expression) -> {
            if (!expression.equals(name)) {
                lines.add("    " + name + " = " + expression);
            }
        });
        return "| extend\n" + String.join(",\n", lines) + "\n| pack-fields -exclude='^("
                + String.join("|", columns.keySet()) + ")$' as extend_content\n";
    }

    private static String expression(Column column, Function<Path, String> reference) {
        Choice first = column.choices().get(0);
        if (column.choices().size() == 1
                && first.when().isEmpty()
                && first.values().isEmpty()
                && first.from() != null) {
            return reference.apply(first.from());
        }
        StringBuilder text = new StringBuilder("case");
        for (Choice choice : column.choices()) {
            List<String> conditions = new ArrayList<>();
            choice.when().forEach((path, texts) -> {
                List<String> quoted = texts.stream().map(SplText::quoted).toList();
                conditions.add(reference.apply(path)
                        + (quoted.size() == 1 ? " = " + quoted.get(0) : " in (" + String.join(", ", quoted) + ")"));
            });
            Path from = choice.from();
            if (from == null) {
                when(text, conditions, quoted(String.valueOf(choice.constant())));
            } else if (choice.values().isEmpty()) {
                conditions.add(reference.apply(from) + " is not null");
                when(text, conditions, reference.apply(from));
            } else {
                choice.values().forEach((value, becomes) -> {
                    List<String> all = new ArrayList<>(conditions);
                    all.add(reference.apply(from) + " = " + quoted(value));
                    when(text, all, quoted(becomes));
                });
            }
        }
        return text.append(" end").toString();
    }

    private static void when(StringBuilder text, List<String> conditions, String then) {
        text.append("\n        when ")
                .append(String.join(" and ", conditions))
                .append(" then ")
                .append(then);
    }

    private static String reference(Path path, int joined) {
        List<Object> steps = path.steps();
        StringBuilder key = new StringBuilder(path.first());
        for (Object step : steps.subList(1, joined)) {
            key.append('_').append(step);
        }
        if (joined == steps.size()) {
            return key.toString();
        }
        StringBuilder json = new StringBuilder("$");
        for (Object step : steps.subList(joined, steps.size())) {
            json.append(step instanceof Integer ? "[" + step + "]" : "." + step);
        }
        return "json_extract_scalar(" + key + ", '" + json + "')";
    }

    /** How many steps come before the first array. */
    private static int names(Path path) {
        int names = 0;
        while (names < path.size() && path.steps().get(names) instanceof String) {
            names++;
        }
        return names;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
