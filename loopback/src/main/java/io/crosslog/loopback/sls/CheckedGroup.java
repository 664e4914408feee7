package io.crosslog.loopback.sls;

import com.aliyun.openservices.log.common.Logs;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group that passed every check, with what its request says of it. Immutable and thread-safe.
 *
 * @param hashKey upper-case hash key of {@code /shards/route}, or null for {@code /shards/lb}
 * @param sequenceId sequence id of an idempotent write, or null
 */
record CheckedGroup(
        Logs.LogGroup group,
        Map<String, String> tags,
        @Nullable String hashKey,
        @Nullable Long sequenceId,
        int rawBytes,
        int sentBytes) {

    int size() {
        return group.getLogsCount();
    }

    SlsLog log(int index, String project, String logstore, long sequence, String requestId) {
        Logs.Log log = group.getLogs(index);
        Map<String, String> fields = new LinkedHashMap<>();
        for (Logs.Log.Content content : log.getContentsList()) {
            fields.put(content.getKey(), content.getValue());
        }
        return new SlsLog(
                project,
                logstore,
                sequence,
                requestId,
                Integer.toUnsignedLong(log.getTime()),
                log.hasTimeNs() ? log.getTimeNs() : null,
                group.getTopic(),
                group.getSource(),
                tags,
                Collections.unmodifiableMap(fields));
    }
}
