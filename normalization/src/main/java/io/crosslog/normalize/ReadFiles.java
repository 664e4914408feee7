package io.crosslog.normalize;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The YAML of rule files that were read before: a set that is compiled anew for each change of one file reads the others once.
 * Safe for concurrent calls, as nobody changes nodes.
 */
final class ReadFiles {

    private final Map<String, List<Node>> documents = new ConcurrentHashMap<>();

    /** The documents of a text, or null if it was not read before. */
    @Nullable List<Node> of(String text) {
        return documents.get(text);
    }

    void keep(String text, List<Node> read) {
        documents.put(text, List.copyOf(read));
    }
}
