package io.crosslog.normalize;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One rule file: its name, its settings, and where its problems go. Confined to one thread. */
final class YamlFile {

    private final String name;
    private final Problems problems;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, YamlValue> tables = new LinkedHashMap<>();

    YamlFile(String name, Problems problems) {
        this.name = name;
        this.problems = problems;
    }

    String name() {
        return name;
    }

    /** What stands under {@code tables}, here and in the parts of the rule. */
    Map<String, YamlValue> tables() {
        return tables;
    }

    void set(String setting, String value) {
        settings.put(setting, value);
    }

    @Nullable String setting(String setting) {
        return settings.get(setting);
    }

    Map<String, String> settings() {
        return settings;
    }

    Set<String> settingNames() {
        return settings.keySet();
    }

    /** Notes a problem at a line and column, from 1; 0 for the file as a whole. */
    void wrong(int line, int column, String message) {
        problems.add(new RuleProblem(name, line, column, message));
    }
}
