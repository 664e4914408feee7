package io.crosslog.samples.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.crosslog.loopback.sls.SlsLog;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks off what arrives at the SLS endpoint against what was produced. Safe for concurrent calls. */
public final class Arrivals {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BitSet seen = new BitSet();
    private final Map<Integer, String> ids = new HashMap<>();
    private final int sample;
    private long duplicates;
    private long strangers;
    private @Nullable SlsLog kept;

    /**
     * Nothing has arrived.
     *
     * @param sample number of the record whose log is kept, to be shown
     */
    public Arrivals(int sample) {
        this.sample = sample;
    }

    /**
     * A log arrived.
     *
     * @param log the log
     */
    public synchronized void arrived(SlsLog log) {
        int number;
        String id;
        try {
            var metadata = JSON.readTree(log.fields().getOrDefault("metadata", "{}"));
            id = metadata.path("uid").asText();
            number = WafLogs.number(metadata.path("original_event_uid").asText());
        } catch (JsonProcessingException | RuntimeException e) {
            strangers++;
            return;
        }
        String before = ids.putIfAbsent(number, id);
        if (before != null) {
            duplicates++;
            strangers += before.equals(id) ? 0 : 1;
        }
        seen.set(number);
        if (number == sample) {
            kept = log;
        }
    }

    /**
     * How many expected events are missing.
     *
     * @param records how many records were produced
     * @return the number of those that should have arrived and did not
     */
    public synchronized int missing(int records) {
        int missing = 0;
        for (int number = 0; number < records; number++) {
            missing += seen.get(number) == WafLogs.isMalformed(number) ? 1 : 0;
        }
        return missing;
    }

    /** {@return how many events arrived more than once, under the same id} */
    public synchronized long duplicates() {
        return duplicates;
    }

    /** {@return how many logs are none of those produced, or came again under another id} */
    public synchronized long strangers() {
        return strangers;
    }

    /** {@return the log that was kept, if it has arrived} */
    public synchronized @Nullable SlsLog kept() {
        return kept;
    }
}
