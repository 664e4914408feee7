package io.crosslog.loopback.sls;

import com.aliyun.openservices.log.common.Logs;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A write that passed every check: where it goes and the group it carries. Immutable and thread-safe.
 *
 * @param hashKey upper-case hash key of {@code /shards/route}, or null for {@code /shards/lb}
 * @param sequenceId sequence id of an idempotent write, or null
 */
record PutLogsCall(
        SlsLogstore logstore,
        Logs.LogGroup group,
        Map<String, String> tags,
        @Nullable String hashKey,
        @Nullable Long sequenceId,
        int rawBytes,
        int sentBytes) {

    SlsLog log(int index, long sequence, String requestId) {
        Logs.Log log = group.getLogs(index);
        Map<String, String> fields = new LinkedHashMap<>();
        for (Logs.Log.Content content : log.getContentsList()) {
            fields.put(content.getKey(), content.getValue());
        }
        return new SlsLog(
                logstore.project(),
                logstore.name(),
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
