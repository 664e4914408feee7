package io.crosslog.sls;

import com.aliyun.openservices.log.common.Logs;
import io.crosslog.model.LogEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Encodes events without sending them, and decodes what came out with the official client's classes. */
final class Encoded {

    private Encoded() {}

    static SlsEncoding encoding(SlsLayout layout) {
        return new SlsEncoding(
                layout,
                SlsLabel.none(),
                SlsLabel.none(),
                Map.of(),
                new LogTimes(true, false, false, Duration.ofDays(7), Duration.ofMinutes(15)),
                false,
                3 << 20,
                4_096,
                1 << 20,
                true);
    }

    /** The LogGroup of events that all fit into one. */
    static byte[] group(SlsEncoding encoding, byte[] tail, List<LogEvent> events) {
        try (Workspace workspace = new Workspace(encoding.layout(), new NoCompressor())) {
            LogEncoder encoder = new LogEncoder(encoding, workspace);
            workspace.group.begin(tail);
            for (LogEvent event : events) {
                String reason = encoder.prepare(event, tail.length, Instant.now());
                if (reason != null || !encoder.appendIfRoom()) {
                    throw new AssertionError("not encoded: " + reason);
                }
            }
            Bytes run = workspace.group.run(0, workspace.group.count());
            return Arrays.copyOf(run.array(), run.size());
        }
    }

    /** Keys and values of one event, in order. */
    static Map<String, String> fields(SlsLayout layout, LogEvent event) throws Exception {
        Logs.LogGroup group = Logs.LogGroup.parseFrom(group(encoding(layout), new byte[0], List.of(event)));
        Map<String, String> fields = new LinkedHashMap<>();
        for (Logs.Log.Content content : group.getLogs(0).getContentsList()) {
            if (fields.put(content.getKey(), content.getValue()) != null) {
                throw new AssertionError("key " + content.getKey() + " comes twice");
            }
        }
        return fields;
    }

    /** A layout that adds nothing of its own. */
    static SlsLayout bare(SlsLayout layout) {
        return layout.idKey("").arrivalKey("").originKey("");
    }
}
