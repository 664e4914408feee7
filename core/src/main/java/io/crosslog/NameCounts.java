package io.crosslog;

import java.util.HashMap;
import java.util.Map;

/** Counts by name; names beyond the thousandth are counted together. Confined to one thread, or guarded by a lock. */
final class NameCounts {

    private static final int MAX_NAMES = 1_000;
    private static final int MAX_LENGTH = 300;
    private static final String OTHERS = "(others)";

    private final Map<String, Long> counts = new HashMap<>();

    void add(String name, long count) {
        String key = name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH);
        counts.merge(counts.size() < MAX_NAMES || counts.containsKey(key) ? key : OTHERS, count, Long::sum);
    }

    void addAll(NameCounts other) {
        other.counts.forEach(this::add);
    }

    void clear() {
        counts.clear();
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    Map<String, Long> copy() {
        return Map.copyOf(counts);
    }
}
