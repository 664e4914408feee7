package io.crosslog.normalize;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the YAML of rule files. */
final class YamlReader {

    /** Far more than a rule needs: a rule file is text that a person reads. */
    private static final int MAX_CHARACTERS = 1 << 20;

    private YamlReader() {}

    /** A file's content; empty, and a problem noted, if it is no YAML or has none. */
    static Optional<YamlValue> read(YamlFile file, String text) {
        if (text.length() > MAX_CHARACTERS) {
            file.wrong(
                    0, 0, "the file has " + text.length() + " characters but at most " + MAX_CHARACTERS + " are read");
            return Optional.empty();
        }
        LoadSettings load = LoadSettings.builder()
                .setLabel(file.name())
                .setMaxAliasesForCollections(0)
                .build();
        try {
            Optional<Node> root = new Compose(load).composeString(text);
            if (root.isEmpty()) {
                file.wrong(0, 0, "the file is empty");
            }
            return root.map(node -> new YamlValue(file, node));
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark();
            file.wrong(
                    mark.map(m -> m.getLine() + 1).orElse(0),
                    mark.map(m -> m.getColumn() + 1).orElse(0),
                    "no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            file.wrong(0, 0, "no YAML: " + e.getMessage());
        }
        return Optional.empty();
    }
}
