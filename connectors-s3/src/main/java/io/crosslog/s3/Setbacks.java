package io.crosslog.s3;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lanes whose objects could not be read just now. The reader tells the engine when it has nothing else to hand out, and
 * tries them again when the engine asks it to (rule R5). Safe for concurrent calls.
 */
final class Setbacks {

    private final Map<Lane, IOException> failures = new LinkedHashMap<>();
    private final Set<Lane> triedAgain = new HashSet<>();

    synchronized void add(Lane lane, IOException failure) {
        failures.put(lane, failure);
        triedAgain.remove(lane);
    }

    /** Says that a lane's object was read after all, or is none of ours any more. */
    synchronized void over(Lane lane) {
        failures.remove(lane);
        triedAgain.remove(lane);
    }

    /** {@return the failure of one of the lanes that wait to be tried again} */
    synchronized Optional<IOException> first() {
        return failures.entrySet().stream()
                .filter(entry ->
                        !triedAgain.contains(entry.getKey()) && !entry.getKey().isDropped())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Whether no lane fails, be it tried again just now or not. */
    synchronized boolean isOver() {
        failures.keySet().removeIf(Lane::isDropped);
        return failures.isEmpty();
    }

    /** Gives the lanes that are to be tried again. */
    synchronized List<Lane> again() {
        List<Lane> lanes = failures.keySet().stream()
                .filter(lane -> !lane.isDropped() && triedAgain.add(lane))
                .toList();
        failures.keySet().removeIf(Lane::isDropped);
        return lanes;
    }
}
