package io.crosslog.normalize;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** One rule file: its name, its settings, and where its problems go. Confined to one thread. */
final class YamlFile {

    /** Far more than a rule needs: a rule file is text that a person reads. */
    private static final int MAX_CHARACTERS = 1 << 20;

    private final String name;
    private final Problems problems;
    private final Map<String, String> settings = new LinkedHashMap<>();

    YamlFile(String name, Problems problems) {
        this.name = name;
        this.problems = problems;
    }

    String name() {
        return name;
    }

    Problems problems() {
        return problems;
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

    /** The file's content; empty, and a problem noted, if it is no YAML or has none. */
    Optional<YamlValue> read(String text) {
        if (text.length() > MAX_CHARACTERS) {
            wrong(0, 0, "the file has " + text.length() + " characters but at most " + MAX_CHARACTERS + " are read");
            return Optional.empty();
        }
        LoadSettings load = LoadSettings.builder()
                .setLabel(name)
                .setMaxAliasesForCollections(0)
                .build();
        try {
            Optional<Node> root = new Compose(load).composeString(text);
            if (root.isEmpty()) {
                wrong(0, 0, "the file is empty");
            }
            return root.map(node -> new YamlValue(this, node));
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark();
            String what = String.valueOf(e.getProblem());
            wrong(
                    mark.map(m -> m.getLine() + 1).orElse(0),
                    mark.map(m -> m.getColumn() + 1).orElse(0),
                    "no YAML: " + what);
        } catch (YamlEngineException e) {
            wrong(0, 0, "no YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private void wrong(int line, int column, String message) {
        problems.add(new RuleProblem(name, line, column, message));
    }
}
