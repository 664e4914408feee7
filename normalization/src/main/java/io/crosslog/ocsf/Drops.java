package io.crosslog.ocsf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the listener of every value below something that is dropped. Confined to one thread. */
final class Drops {

    private final OcsfDropListener listener;
    private final Map<String, String> reasons = new HashMap<>();

    Drops(OcsfDropListener listener) {
        this.listener = listener;
    }

    void drop(@Nullable Object value, String path, String reason) {
        if (value instanceof Leaf leaf) {
            leaf.origins().forEach(origin -> listener.dropped(path, leaf.value(), origin, reason));
        } else if (value instanceof OcsfNode node) {
            for (int i = 0; i < node.plan().size(); i++) {
                drop(node.get(i), EventPath.join(path, node.plan().attribute(i).name()), reason);
            }
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                drop(list.get(i), path + "[" + i + "]", reason);
            }
        }
    }

    /** Drops an object and remembers why, should the event need it. */
    void dropObject(OcsfNode node, String path, String reason) {
        reasons.put(path, reason);
        drop(node, path, reason);
    }

    /** Why the object at a path was dropped, or null. */
    @Nullable String reason(String path) {
        return reasons.get(path);
    }
}
