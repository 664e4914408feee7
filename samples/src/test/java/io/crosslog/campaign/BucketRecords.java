package io.crosslog.campaign;

import io.crosslog.loopback.sls.SlsLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the SLS endpoint accepted, by the object and record that its id names. The content of an object says which records it
 * has, so that ids and contents can be held against each other. Safe for concurrent calls.
 */
final class BucketRecords {

    private static final Pattern ID = Pattern.compile(".*/waf/([^@]*)@[^#]*#(\\d+)\\|.*");

    private final Map<String, String> ids = new ConcurrentHashMap<>();
    private final AtomicLong duplicates = new AtomicLong();
    private final List<String> strangers = new ArrayList<>();

    void add(SlsLog log) {
        String id = String.valueOf(log.field("crosslog_id"));
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches()) {
            stranger("an id that names no record: " + id);
            return;
        }
        if (!String.valueOf(log.field("line")).equals(matcher.group(2))) {
            stranger("line " + log.field("line") + " under the id " + id);
        }
        String before = ids.putIfAbsent(name(matcher.group(1), Integer.parseInt(matcher.group(2))), id);
        if (before != null) {
            duplicates.incrementAndGet();
            if (!before.equals(id)) {
                stranger(before + " and " + id);
            }
        }
    }

    boolean has(String key, int line) {
        return ids.containsKey(name(key, line));
    }

    long records() {
        return ids.size();
    }

    long duplicates() {
        return duplicates.get();
    }

    synchronized List<String> strangers() {
        return List.copyOf(strangers);
    }

    private synchronized void stranger(String what) {
        if (strangers.size() < 20) {
            strangers.add(what);
        }
    }

    private static String name(String key, int line) {
        return key + '#' + line;
    }
}
