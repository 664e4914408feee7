package io.crosslog.sls;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a builder has been told so far of how events become requests; checks it as a whole. Confined to one thread. */
final class EncodingDraft {

    private static final int MAX_REQUEST_BYTES = 10 << 20;
    private static final int MAX_VALUE_BYTES = 1 << 20;
    private static final int MAX_LOGS = 40_960;

    SlsLayout layout = SlsLayout.topLevel();
    SlsLabel topic = SlsLabel.none();
    SlsLabel source = SlsLabel.sourceName();
    final Map<String, SlsLabel> tags = new LinkedHashMap<>();
    boolean fromEvent = true;
    boolean refusesTimes;
    boolean triesArrival;
    Duration past = Duration.ofDays(7).minusMinutes(5);
    Duration future = Duration.ofMinutes(10);
    boolean nanoseconds;
    int maxRequestBytes = 3 << 20;
    int maxLogs = 4_096;
    int maxValueBytes = MAX_VALUE_BYTES;
    boolean cutsValues = true;

    /** Adds what is wrong. */
    void check(List<String> problems) {
        check("maxRequestBytes", maxRequestBytes, 64 << 10, MAX_REQUEST_BYTES, problems);
        check("maxLogs", maxLogs, 1, MAX_LOGS, problems);
        check("maxValueBytes", maxValueBytes, 1 << 10, MAX_VALUE_BYTES, problems);
        if (past.toMillis() < 1) {
            problems.add("timeWindow before was " + past + " but it must be positive");
        }
        if (future.isNegative()) {
            problems.add("timeWindow after was negative");
        }
        tags.keySet().stream()
                .filter(key -> !KeyNames.isKey(key))
                .forEach(key ->
                        problems.add("tag had the key '" + key + "' but keys have at most 128 letters, digits and"
                                + " underscores, begin with no digit and are none of SLS's own"));
    }

    SlsEncoding frozen() {
        LogTimes times = new LogTimes(fromEvent, refusesTimes, triesArrival, past, future);
        return new SlsEncoding(
                layout, topic, source, tags, times, nanoseconds, maxRequestBytes, maxLogs, maxValueBytes, cutsValues);
    }

    private static void check(String setting, int value, int least, int most, List<String> problems) {
        if (value < least || value > most) {
            problems.add(setting + " was " + value + " but it must be from " + least + " to " + most);
        }
    }
}
