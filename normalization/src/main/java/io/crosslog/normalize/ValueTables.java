package io.crosslog.normalize;

import java.util.LinkedHashMap;
import java.util.Map;

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
            all.putAll(item.isScalar() ? named(item) : item.members());
        }
        return all;
    }

    private static Map<String, YamlValue> named(YamlValue name) {
        YamlFile.Written table = name.file().tables().get(name.text());
        if (table == null) {
            name.wrong("no table '" + name.text() + "' stands under 'tables'"
                    + YamlValue.nearest(name.text(), name.file().tables().keySet()));
            return Map.of();
        }
        return YamlValue.of(table).members();
    }
}
