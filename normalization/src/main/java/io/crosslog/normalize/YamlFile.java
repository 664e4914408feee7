package io.crosslog.normalize;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One rule file as one rule uses it: its name, what its {@code ${references}} stand for, and where its problems go. Confined to
 * one thread.
 */
final class YamlFile {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final int MOST_SHOWN = 1_000;

    private final String name;
    private final Problems problems;
    private final String usedFrom;
    private final Map<String, Written> parameters;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, Written> tables = new LinkedHashMap<>();

    /**
     * What a reference stands for: a node, and the file that it was written in, where its problems go.
     *
     * @param file the file
     * @param node the node
     */
    record Written(YamlFile file, Node node) {}

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
    YamlFile(String name, Problems problems, Map<String, Written> parameters, String usedFrom) {
        this.name = name;
        this.problems = problems;
        this.parameters = parameters;
        this.usedFrom = usedFrom;
        problems.file(name);
    }

    String name() {
        return name;
    }

    Problems problems() {
        return problems;
    }

    /** What stands under {@code tables}, here and in all else that the rule is made of. */
    Map<String, Written> tables() {
        return tables;
    }

    void settings(Map<String, String> all) {
        settings.putAll(all);
    }

    @Nullable String setting(String setting) {
        return settings.get(setting);
    }

    @Nullable Written parameter(String parameter) {
        return parameters.get(parameter);
    }

    /** Whether this is a part that means another thing wherever it is included. */
    boolean hasParameters() {
        return !parameters.isEmpty();
    }

    /** The names that references may have. */
    Set<String> references() {
        Set<String> names = new TreeSet<>(parameters.keySet());
        names.addAll(settings.keySet());
        return names;
    }

    /** Notes a problem at a line and column, from 1; 0 for the file as a whole. */
    void wrong(int line, int column, String message) {
        problems.add(new RuleProblem(name, line, column, shown(message) + usedFrom));
    }

    /** A problem is a line that a person reads, whatever the file holds. */
    private static String shown(String message) {
        String line = CONTROL.matcher(message).replaceAll("\uFFFD");
        return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line;
    }

    /** Notes a problem after which nothing more can be said of the place. */
    void unreadable(int line, int column, String message) {
        problems.addUnreadable(new RuleProblem(name, line, column, shown(message) + usedFrom));
    }
}
