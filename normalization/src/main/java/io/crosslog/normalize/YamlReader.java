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
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads the YAML of rule files. Their size, depth, values and aliases are bounded, so that no file can take the host's memory.
 * Confined to one thread.
 */
final class YamlReader {

    /** Far more than a rule needs: a rule file is text that a person reads. */
    static final int MAX_CHARACTERS = 1 << 20;

    private static final int MAX_DEPTH = 40;
    private static final int MAX_VALUE = 16_384;
    private static final int MAX_ALIASES = 1_000;

    /** What malformed bytes become when text is decoded; nobody writes it into a rule. */
    private static final char MALFORMED = '\uFFFD';

    private final YamlFile file;
    private final Set<Anchor> collections = new HashSet<>();
    private int depth;
    private int aliases;

    private YamlReader(YamlFile file) {
        this.file = file;
    }

    /** The documents of a file; none, and a problem noted, if it is no YAML or has none. */
    static List<YamlValue> read(YamlFile file, String text) {
        return read(file, text, new ReadFiles());
    }

    /** The documents of a file that may have been read before. */
    static List<YamlValue> read(YamlFile file, String text, ReadFiles before) {
        List<YamlValue> documents = new ArrayList<>();
        List<Node> known = before.of(text);
        if (known != null) {
            known.forEach(root -> documents.add(new YamlValue(file, root)));
            return documents;
        }
        int malformed = text.indexOf(MALFORMED);
        if (text.length() > MAX_CHARACTERS) {
            file.wrong(0, 0, "the file is too long: at most " + MAX_CHARACTERS + " characters are read");
            return documents;
        } else if (malformed >= 0) {
            YamlSyntax.wrong(file, text, malformed, "this is no UTF-8; save the file in that encoding");
            return documents;
        }
        LoadSettings load = LoadSettings.builder()
                .setLabel(file.name())
                .setMaxAliasesForCollections(0)
                .build();
        try {
            if (!new YamlReader(file).isBounded(new Parse(load).parseString(text))) {
                return documents;
            }
            List<Node> roots = new ArrayList<>();
            for (Node root : new Compose(load).composeAllFromString(text)) {
                if (!YamlNodes.isNull(root)) {
                    roots.add(root);
                    documents.add(new YamlValue(file, root));
                }
            }
            if (documents.isEmpty()) {
                file.wrong(0, 0, "the file is empty");
            } else {
                before.keep(text, roots);
            }
        } catch (YamlEngineException e) {
            YamlSyntax.wrong(file, text, e);
            documents.clear();
        }
        return documents;
    }

    private boolean isBounded(Iterable<Event> events) {
        for (Event event : events) {
            Optional<String> wrong = Optional.empty();
            if (event instanceof CollectionStartEvent start) {
                depth++;
                start.getAnchor().ifPresent(collections::add);
                wrong = depth > MAX_DEPTH
                        ? Optional.of("lists and mappings go at most " + MAX_DEPTH + " deep")
                        : tag(start.getTag());
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            } else if (event instanceof AliasEvent alias) {
                wrong = alias(alias);
            } else if (event instanceof ScalarEvent scalar) {
                wrong = scalar.getValue().length() > MAX_VALUE
                        ? Optional.of("a value has at most " + MAX_VALUE + " characters")
                        : tag(scalar.getTag());
            }
            if (wrong.isPresent()) {
                file.wrong(
                        event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0),
                        event.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0),
                        wrong.get());
                return false;
            }
        }
        return true;
    }

    /** An alias of a list or a mapping is what bombs are made of; what is used twice belongs into a part. */
    private Optional<String> alias(AliasEvent alias) {
        if (collections.contains(alias.getAlias())) {
            return Optional.of("the alias *" + alias.getAlias()
                    + " stands for a list or a mapping; write it out, or put it into a part");
        }
        return ++aliases > MAX_ALIASES
                ? Optional.of("a file has at most " + MAX_ALIASES + " aliases")
                : Optional.empty();
    }

    private static Optional<String> tag(Optional<String> tag) {
        return tag.filter(name -> !name.equals("!") && !name.equals(Tag.STR.getValue()))
                .map(name -> "'" + name + "' says a type, which no rule needs; leave it out, or quote the text");
    }
}
