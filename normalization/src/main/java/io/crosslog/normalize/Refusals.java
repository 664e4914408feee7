package io.crosslog.normalize;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What some classes of a rule do not have: it is left out for them, and is a mistake only if none of them has it. Confined to one
 * thread.
 */
final class Refusals {

    private final Set<String> taken = new HashSet<>();
    private final Map<String, Runnable> refused = new HashMap<>();

    /** Notes that a class has what stands somewhere. */
    void take(YamlValue value) {
        taken.add(key(value));
    }

    boolean isTaken(YamlValue value) {
        return taken.contains(key(value));
    }

    /** Notes why a class does not have it; what the first class says is told. */
    void refuse(YamlValue value, String reason) {
        String problem = "none of the classes of this rule has '" + value.text() + "': " + reason;
        refused.putIfAbsent(key(value), () -> value.wrong(problem));
    }

    /** Notes a problem for each thing that no class has. */
    void tell() {
        refused.forEach((key, problem) -> {
            if (!taken.contains(key)) {
                problem.run();
            }
        });
    }

    /** The same for the same text at the same place, which may be read several times. */
    private static String key(YamlValue value) {
        return value.place() + ' ' + value.text();
    }
}
