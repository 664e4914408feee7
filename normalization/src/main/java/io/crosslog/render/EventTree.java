package io.crosslog.render;

import io.crosslog.model.LogEvent;
import io.crosslog.model.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event as Java values, of which parts are taken and the rest is left. Confined to one thread. */
final class EventTree {

    private final Map<String, @Nullable Object> root;
    private final Set<List<Object>> taken = new HashSet<>();

    /** The places above those that were taken, so that nothing else is copied. */
    private final Set<List<Object>> above = new HashSet<>();

    EventTree(LogEvent event) {
        root = event.toMap();
    }

    /** The value at a path, null if there is none. */
    @Nullable Object get(Path path) {
        Object at = root;
        for (Object step : path.steps()) {
            if (step instanceof Integer index) {
                at = at instanceof List<?> list && index < list.size() ? list.get(index) : null;
            } else {
                at = at instanceof Map<?, ?> map ? map.get(step) : null;
            }
        }
        return at;
    }

    /** Leaves this out of the rest; an element of an array stays there, as the others would change their places. */
    void take(Path path) {
        List<Object> steps = path.steps();
        if (steps.stream().allMatch(step -> step instanceof String)) {
            taken.add(steps);
            for (int i = 1; i < steps.size(); i++) {
                above.add(steps.subList(0, i));
            }
        }
    }

    /** What was not taken; objects all of whose members were are gone. */
    Map<String, @Nullable Object> rest() {
        return taken.isEmpty() ? root : without(root, new ArrayList<>());
    }

    private Map<String, @Nullable Object> without(Map<?, ?> object, List<Object> place) {
        Map<String, @Nullable Object> left = new LinkedHashMap<>();
        object.forEach((name, value) -> {
            place.add(name);
            if (above.contains(place) && value instanceof Map<?, ?> members) {
                Map<String, @Nullable Object> some = without(members, place);
                if (!some.isEmpty()) {
                    left.put((String) name, some);
                }
            } else if (!taken.contains(place)) {
                left.put((String) name, value);
            }
            place.remove(place.size() - 1);
        });
        return left;
    }
}
