package io.crosslog.sls;

import io.crosslog.model.LogEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/**
 * Makes request bodies of events as a sink with the default settings does, and sends none. It stands in the sink's
 * package, as the parts it puts together are closed to others. Confined to one thread.
 */
@NullMarked
public final class RequestBodies implements AutoCloseable {

    private static final SlsEncoding DEFAULTS = new SlsEncoding(
            SlsLayout.topLevel(),
            SlsLabel.none(),
            SlsLabel.sourceName(),
            Map.of(),
            new LogTimes(true, false, false, Duration.ofDays(7).minusMinutes(5), Duration.ofMinutes(10)),
            false,
            3 << 20,
            4_096,
            1 << 20,
            true);

    private final Workspace workspace = new Workspace(DEFAULTS.layout(), new DeflateCompressor(1));
    private final LogEncoder encoder = new LogEncoder(DEFAULTS, workspace);

    /**
     * Encodes events as LogGroups.
     *
     * @param events any number of events
     * @param deflated whether the groups are compressed too
     * @return the size of all bodies together
     */
    public long encode(List<LogEvent> events, boolean deflated) {
        Instant now = Instant.now();
        LogGroup group = workspace.group;
        long size = 0;
        for (EventGroups.Group members : EventGroups.of(events, DEFAULTS, RequestBodies::unexpected)) {
            group.begin(members.tail());
            for (int index : members.indexes()) {
                String reason = encoder.prepare(events.get(index), members.tail().length, now);
                if (reason != null) {
                    throw new IllegalArgumentException("event " + index + " cannot be sent: " + reason);
                }
                if (!encoder.appendIfRoom()) {
                    size += body(group, deflated);
                    group.begin(members.tail());
                    encoder.appendIfRoom();
                }
            }
            size += body(group, deflated);
        }
        return size;
    }

    private int body(LogGroup group, boolean deflated) {
        Bytes bytes = group.run(0, group.count());
        return deflated ? workspace.compressor.compress(bytes.array(), 0, bytes.size()).length : bytes.size();
    }

    private static void unexpected(String counted) {
        throw new IllegalArgumentException("the events need no repair, but there was " + counted);
    }

    @Override
    public void close() {
        workspace.close();
    }
}
