package io.crosslog.azure;

import io.crosslog.model.LogEvent;
import io.crosslog.spi.Normalizer;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A table for people of what the fixtures show: each category, its rule, the classes of its events, and which fields of its
 * records are mapped or left in {@code unmapped}. Confined to one thread.
 */
final class AzureCategoryTable {

    private static final Path DIRECTORY = Path.of("src/test/resources/io/crosslog/azure");
    private static final String BASE = "0";
    private static final Set<String> GENERIC = Set.of("azure/resource-log", "azure/unrecognised");

    private final Map<String, Row> rows = new TreeMap<>();

    /** A category under one rule. */
    private static final class Row {

        private String category = "";
        private boolean hasClass;
        private final Set<String> classes = new TreeSet<>();
        private final Map<String, String> mapped = new TreeMap<>();
        private final Map<String, String> left = new TreeMap<>();
    }

    /** Reads all fixtures. */
    static AzureCategoryTable ofFixtures() throws IOException {
        AzureCategoryTable table = new AzureCategoryTable();
        Normalizer all = AzureRules.all();
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".lines")).sorted().toList()) {
                for (String record : Files.readAllLines(file)) {
                    table.add(
                            Parsers.parse(AzureDecoder.create(), Normalizer.none(), record),
                            Parsers.parse(AzureDecoder.create(), all, record));
                }
            }
        }
        return table;
    }

    private void add(Parsed inputs, Parsed outputs) {
        for (LogEvent output : outputs.events()) {
            String rule =
                    output.text("metadata.transformation_info_list[0].name").orElseThrow();
            if (GENERIC.contains(rule)) {
                continue;
            }
            LogEvent input = inputs.events().stream()
                    .filter(event -> event.index() == output.index())
                    .findFirst()
                    .orElseThrow();
            String category = output.text("metadata.log_name").orElse("");
            Row row = rows.computeIfAbsent(rule + " " + category.toLowerCase(Locale.ROOT), key -> new Row());
            if (row.category.isEmpty() || isOneCase(row.category)) {
                row.category = category;
            }
            String uid = output.text("class_uid").orElse("");
            row.classes.add(output.text("class_name").orElse("") + " (" + uid + ")");
            if (uid.equals(BASE) && row.hasClass) {
                continue;
            } else if (!uid.equals(BASE) && !row.hasClass) {
                // What a record without what the class requires leaves is no sign of what the rule maps.
                row.hasClass = true;
                row.mapped.clear();
                row.left.clear();
            }
            Set<String> left = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            left.addAll(fields(output.toMap().get("unmapped")));
            for (String field : fields(input.toMap())) {
                Map<String, String> where = left.contains(field) ? row.left : row.mapped;
                where.merge(field.toLowerCase(Locale.ROOT), field, (had, now) -> isOneCase(had) ? now : had);
            }
        }
    }

    private static boolean isOneCase(String word) {
        return word.equals(word.toUpperCase(Locale.ROOT)) || word.equals(word.toLowerCase(Locale.ROOT));
    }

    /** The names of fields that have a value, and of those in {@code properties} and {@code identity}. */
    private static List<String> fields(Object tree) {
        List<String> names = new ArrayList<>();
        if (tree instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                boolean nested = name.equals("properties") || name.equals("identity");
                if (nested && value instanceof Map<?, ?> members) {
                    members.forEach((member, inner) -> {
                        if (!isEmpty(inner)) {
                            names.add(name + "." + member);
                        }
                    });
                } else if (!isEmpty(value)) {
                    names.add(name.toString());
                }
            });
        }
        return names;
    }

    private static boolean isEmpty(Object value) {
        return value == null || value.toString().isEmpty() || value instanceof List<?> list && list.isEmpty();
    }

    /** The table, a row for each category. */
    String markdown() {
        StringBuilder table = new StringBuilder(
                "| category | rule | class | mapped | left in `unmapped`, as it is or in part |\n|---|---|---|---|---|\n");
        rows.forEach((key, row) -> {
            row.mapped.keySet().removeAll(row.left.keySet());
            table.append("| ")
                    .append(row.category.isEmpty() ? "(none)" : row.category)
                    .append(" | `")
                    .append(key, 0, key.indexOf(' '))
                    .append("` | ")
                    .append(String.join(", ", row.classes))
                    .append(" | ")
                    .append(code(row.mapped))
                    .append(" | ")
                    .append(code(row.left))
                    .append(" |\n");
        });
        return table.toString();
    }

    private static String code(Map<String, String> names) {
        return names.isEmpty() ? "" : "`" + String.join("`, `", names.values()).replace("|", "\\|") + "`";
    }
}
