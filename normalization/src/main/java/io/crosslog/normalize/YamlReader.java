package io.crosslog.normalize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the YAML of rule files. Their size, depth and aliases are bounded, so that no file can take the host's memory. */
final class YamlReader {

    /** Far more than a rule needs: a rule file is text that a person reads. */
    private static final int MAX_CHARACTERS = 1 << 20;

    private static final int MAX_DEPTH = 40;

    private YamlReader() {}

    /** The documents of a file; none, and a problem noted, if it is no YAML or has none. */
    static List<YamlValue> read(YamlFile file, String text) {
        List<YamlValue> documents = new ArrayList<>();
        if (text.length() > MAX_CHARACTERS) {
            file.wrong(
                    0, 0, "the file has " + text.length() + " characters but at most " + MAX_CHARACTERS + " are read");
            return documents;
        }
        LoadSettings load = LoadSettings.builder()
                .setLabel(file.name())
                .setMaxAliasesForCollections(0)
                .build();
        try {
            if (!isBounded(file, load, text)) {
                return documents;
            }
            for (Node root : new Compose(load).composeAllFromString(text)) {
                documents.add(new YamlValue(file, root));
            }
            documents.removeIf(document -> document.isNull());
            if (documents.isEmpty()) {
                file.wrong(0, 0, "the file is empty");
            }
        } catch (MarkedYamlEngineException e) {
            wrong(file, e.getProblemMark(), "no YAML: " + e.getProblem());
            documents.clear();
        } catch (YamlEngineException e) {
            file.wrong(0, 0, "no YAML: " + e.getMessage());
            documents.clear();
        }
        return documents;
    }

    /** An alias of a list or a mapping is what bombs are made of; what is used twice belongs into a part. */
    private static boolean isBounded(YamlFile file, LoadSettings load, String text) {
        int depth = 0;
        Set<Anchor> collections = new HashSet<>();
        for (Event event : new Parse(load).parseString(text)) {
            if (event instanceof CollectionStartEvent start) {
                depth++;
                start.getAnchor().ifPresent(collections::add);
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            } else if (event instanceof AliasEvent alias && collections.contains(alias.getAlias())) {
                wrong(
                        file,
                        event.getStartMark(),
                        "the alias *" + alias.getAlias()
                                + " stands for a list or a mapping; write it out, or put it into a part");
                return false;
            }
            if (depth > MAX_DEPTH) {
                wrong(file, event.getStartMark(), "lists and mappings go at most " + MAX_DEPTH + " deep");
                return false;
            }
        }
        return true;
    }

    private static void wrong(YamlFile file, Optional<Mark> mark, String message) {
        file.wrong(
                mark.map(m -> m.getLine() + 1).orElse(0),
                mark.map(m -> m.getColumn() + 1).orElse(0),
                message);
    }
}
