package io.crosslog.samples.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.crosslog.loopback.sls.SlsLog;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Checks off what arrives at the SLS endpoint against what was produced. Safe for concurrent calls. */
public final class Arrivals {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BitSet seen = new BitSet();
    private final Map<Integer, String> ids = new HashMap<>();
    private final int sample;
    private final ToIntFunction<JsonNode> number;
    private final IntPredicate expected;
    private long duplicates;
    private long strangers;
    private @Nullable SlsLog kept;

    /**
     * No WAF log has arrived.
     *
     * @param sample number of the record whose log is kept, to be shown
     */
    public Arrivals(int sample) {
        this(
                sample,
                metadata -> WafLogs.number(metadata.path("original_event_uid").asText()),
                n -> !WafLogs.isMalformed(n));
    }

    /**
     * Nothing has arrived.
     *
     * @param number finds the number of what was produced in an event's {@code metadata}; throws what it likes if there is none
     * @param expected whether the one of that number should arrive
     */
    public Arrivals(ToIntFunction<JsonNode> number, IntPredicate expected) {
        this(-1, number, expected);
    }

    private Arrivals(int sample, ToIntFunction<JsonNode> number, IntPredicate expected) {
        this.sample = sample;
        this.number = number;
        this.expected = expected;
    }

    /**
     * A log arrived.
     *
     * @param log the log
     */
    public synchronized void arrived(SlsLog log) {
        int found;
        String id;
        try {
            var metadata = JSON.readTree(log.fields().getOrDefault("metadata", "{}"));
            id = metadata.path("uid").asText();
            found = number.applyAsInt(metadata);
        } catch (JsonProcessingException | RuntimeException e) {
            strangers++;
            return;
        }
        String before = ids.putIfAbsent(found, id);
        if (before != null) {
            duplicates++;
            strangers += before.equals(id) ? 0 : 1;
        }
        seen.set(found);
        if (found == sample) {
            kept = log;
        }
    }

    /**
     * How many expected events are missing.
     *
     * @param produced how many were produced
     * @return the number of those that should have arrived and did not, or should not have and did
     */
    public synchronized int missing(int produced) {
        int missing = 0;
        for (int n = 0; n < produced; n++) {
            missing += seen.get(n) == expected.test(n) ? 0 : 1;
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
