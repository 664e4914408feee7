package io.crosslog.normalize;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code values} refers to: a table of its own, one that a {@code tables} section names, or several of them, of which
 * the later win. Stateless.
 */
final class ValueTables {

    private ValueTables() {}

    /** All pairs; a problem is noted for each name that no table has. */
    static Map<String, YamlValue> entries(YamlValue values) {
        Map<String, YamlValue> all = new LinkedHashMap<>();
        for (YamlValue item : values.items()) {
            YamlValue table = item.isScalar() ? named(item) : item;
            if (table != null) {
                checkCase(table);
                all.putAll(table.members());
            }
        }
        return all;
    }

    /** Words are looked up in any case, so that two that differ in nothing else must say the same. */
    private static void checkCase(YamlValue table) {
        Map<String, Map.Entry<String, YamlValue>> seen = new HashMap<>();
        for (Map.Entry<String, YamlValue> word : table.members().entrySet()) {
            Map.Entry<String, YamlValue> before = seen.putIfAbsent(word.getKey().toLowerCase(Locale.ROOT), word);
            if (before != null
                    && !word.getValue().rendered().equals(before.getValue().rendered())) {
                table.keyOf(word.getKey())
                        .wrong("'" + word.getKey() + "' is the same word as '" + before.getKey()
                                + "', as case does not matter, and cannot stand for something else");
            }
        }
    }

    private static @Nullable YamlValue named(YamlValue name) {
        YamlFile.Written table = name.file().tables().get(name.text());
        if (table == null) {
            name.wrong("no table '" + name.text() + "' stands under 'tables'"
                    + YamlValue.nearest(name.text(), name.file().tables().keySet()));
            return null;
        }
        return YamlValue.of(table);
    }
}
