package io.crosslog.loopback.sls;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One log as the endpoint accepted it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param project the project written to
 * @param logstore the logstore written to
 * @param sequence place in the order of acceptance of its logstore, from 0
 * @param requestId id of the request that brought it, as answered in {@code x-log-requestid}
 * @param time log time in seconds since 1970
 * @param timeNs nanoseconds within that second, or null when the client sent none
 * @param topic topic of its group, empty when none
 * @param source source of its group, empty when none
 * @param tags tags of its group, in their order
 * @param fields keys and values in the order sent; only the chosen ones when the endpoint was told to keep few
 */
public record SlsLog(
        String project,
        String logstore,
        long sequence,
        String requestId,
        long time,
        @Nullable Integer timeNs,
        String topic,
        String source,
        Map<String, String> tags,
        Map<String, String> fields) {

    /** The value of a field, or null when the log has none of that name. */
    public @Nullable String field(String key) {
        return fields.get(key);
    }

    /** The log time with its nanoseconds, if any. */
    public Instant instant() {
        return Instant.ofEpochSecond(time, timeNs == null ? 0 : timeNs);
    }
}
