package io.crosslog.campaign;

import io.crosslog.loopback.sls.SlsLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the SLS endpoint accepted, by the numbers of the records. Safe for concurrent calls. */
final class Accepted {

    private final Map<Long, String> ids = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> byKind = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> duplicatesByKind = new ConcurrentHashMap<>();
    private final List<String> strangers = new ArrayList<>();

    void add(SlsLog log) {
        String kind = log.topic();
        long number = Long.parseLong(String.valueOf(log.field("number")));
        String id = String.valueOf(log.field("crosslog_id"));
        String before = ids.putIfAbsent(number, id);
        if (before == null) {
            count(byKind, kind);
        } else {
            count(duplicatesByKind, kind);
            if (!before.equals(id)) {
                stranger(number + " came as " + before + " and as " + id);
            }
        }
        if (!kind.equals(log.field("kind"))) {
            stranger(number + " of kind " + log.field("kind") + " came under the topic " + kind);
        }
    }

    boolean has(long number) {
        return ids.containsKey(number);
    }

    /** The id under which a record came; null if it did not. */
    @Nullable String id(long number) {
        return ids.get(number);
    }

    /** How many records came, duplicates not counted. */
    long records() {
        return ids.size();
    }

    long records(String kind) {
        return of(byKind, kind);
    }

    long duplicates() {
        return duplicatesByKind.values().stream().mapToLong(AtomicLong::get).sum();
    }

    long duplicates(String kind) {
        return of(duplicatesByKind, kind);
    }

    Map<String, Long> duplicatesByKind() {
        Map<String, Long> copy = new TreeMap<>();
        duplicatesByKind.forEach((kind, count) -> copy.put(kind, count.get()));
        return copy;
    }

    /** How many different ids came. */
    long distinctIds() {
        return ids.values().stream().distinct().count();
    }

    /** Duplicates under another id, and logs under another topic than their own. */
    synchronized List<String> strangers() {
        return List.copyOf(strangers);
    }

    private synchronized void stranger(String what) {
        strangers.add(what);
    }

    private static void count(Map<String, AtomicLong> counts, String kind) {
        counts.computeIfAbsent(kind, k -> new AtomicLong()).incrementAndGet();
    }

    private static long of(Map<String, AtomicLong> counts, String kind) {
        AtomicLong count = counts.get(kind);
        return count == null ? 0 : count.get();
    }
}
