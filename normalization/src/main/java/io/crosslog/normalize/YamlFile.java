package io.crosslog.normalize;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One rule file as one rule uses it: its name, what its {@code ${references}} stand for, and where its problems go. Confined to
 * one thread.
 */
final class YamlFile {

    private final String name;
    private final Problems problems;
    private final String usedFrom;
    private final Map<String, YamlValue> parameters;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, YamlValue> tables = new LinkedHashMap<>();

    YamlFile(String name, Problems problems) {
        this(name, problems, Map.of(), "");
    }

    /**
     * A part with parameters.
     *
     * @param name the file's name
     * @param problems where problems go
     * @param parameters what the parameters stand for
     * @param usedFrom where it is included, for problems that lie there as well; may be empty
     */
    YamlFile(String name, Problems problems, Map<String, YamlValue> parameters, String usedFrom) {
        this.name = name;
        this.problems = problems;
        this.parameters = parameters;
        this.usedFrom = usedFrom;
    }

    String name() {
        return name;
    }

    Problems problems() {
        return problems;
    }

    /** What stands under {@code tables}, here and in all else that the rule is made of. */
    Map<String, YamlValue> tables() {
        return tables;
    }

    void settings(Map<String, String> all) {
        settings.putAll(all);
    }

    @Nullable String setting(String setting) {
        return settings.get(setting);
    }

    @Nullable YamlValue parameter(String parameter) {
        return parameters.get(parameter);
    }

    /** The names that references may have. */
    Set<String> references() {
        Set<String> names = new TreeSet<>(parameters.keySet());
        names.addAll(settings.keySet());
        return names;
    }

    /** Notes a problem at a line and column, from 1; 0 for the file as a whole. */
    void wrong(int line, int column, String message) {
        problems.add(new RuleProblem(name, line, column, message + usedFrom));
    }
}
