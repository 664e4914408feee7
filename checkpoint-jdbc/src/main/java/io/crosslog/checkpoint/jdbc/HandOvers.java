package io.crosslog.checkpoint.jdbc;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions a session has been asked to hand over, and to whom. A choice stands until the partition is gone or nobody
 * waits for it, as its reader may take a while to come to a good point. Confined to one thread.
 */
final class HandOvers {

    private final Map<String, String> chosen = new TreeMap<>();

    /**
     * Brings the choice in line with the shares.
     *
     * @param held what the session holds
     * @param toGive how many each one that waits should get
     * @return the partitions to hand over
     */
    Set<String> choose(Collection<String> held, Map<String, Integer> toGive) {
        Map<String, Integer> open = new HashMap<>(toGive);
        for (Iterator<Map.Entry<String, String>> choices = chosen.entrySet().iterator(); choices.hasNext(); ) {
            Map.Entry<String, String> choice = choices.next();
            int left = open.getOrDefault(choice.getValue(), 0);
            if (left == 0 || !held.contains(choice.getKey())) {
                choices.remove();
            } else {
                open.put(choice.getValue(), left - 1);
            }
        }
        Iterator<String> others = new TreeSet<>(held).descendingIterator();
        for (String waiting : toGive.keySet()) {
            int left = open.getOrDefault(waiting, 0);
            while (left > 0 && others.hasNext()) {
                left -= chosen.putIfAbsent(others.next(), waiting) == null ? 1 : 0;
            }
        }
        return Set.copyOf(chosen.keySet());
    }

    /** Whom a partition was to be handed over to, if to anybody. */
    @Nullable String promisedTo(String partition) {
        return chosen.get(partition);
    }

    /** Forgets a choice that was carried out. */
    void done(String partition) {
        chosen.remove(partition);
    }
}
