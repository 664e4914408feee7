package io.crosslog.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lanes whose objects could not be read just now. The reader tells the engine when it has nothing else to hand out, and
 * tries them again when the engine asks it to (rule R5). Safe for concurrent calls.
 */
final class Setbacks {

    private final Map<Lane, IOException> failures = new LinkedHashMap<>();

    synchronized void add(Lane lane, IOException failure) {
        failures.put(lane, failure);
    }

    /** Says that a lane's object was read after all. */
    synchronized void over(Lane lane) {
        failures.remove(lane);
    }

    /** {@return the failure of one of the lanes} */
    synchronized Optional<IOException> first() {
        return failures.values().stream().findFirst();
    }

    /** Takes all lanes out, to be tried again. */
    synchronized List<Lane> takeLanes() {
        List<Lane> lanes = new ArrayList<>(failures.keySet());
        failures.clear();
        return lanes;
    }
}
