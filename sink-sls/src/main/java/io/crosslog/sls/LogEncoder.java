package io.crosslog.sls;

import io.crosslog.model.LogEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Fits events one by one into the group of a workspace: layout, time, and what to do with what is too large. Confined to one
 * thread.
 */
final class LogEncoder {

    /** Bit of {@link #changes()} beside those of {@link EventLayout}. */
    static final int TIME_ADJUSTED = 8;

    private static final int SMALLEST_CUT = 1_024;

    private final SlsEncoding encoding;
    private final EventLayout layout;
    private final LogGroup group;

    private int seconds;
    private int nanos;
    private int size;
    private int changes;

    LogEncoder(SlsEncoding encoding, Workspace workspace) {
        this.encoding = encoding;
        this.layout = workspace.layout;
        this.group = workspace.group;
    }

    /** Lays out an event; returns why it can never be sent, or null if {@link #appendIfRoom} can be called. */
    @Nullable String prepare(LogEvent event, int tailSize, Instant now) {
        Instant wanted = encoding.times().wanted(event);
        Instant allowed = encoding.times().allowed(wanted, event.arrival(), now);
        if (allowed == null) {
            return "its time " + wanted + " is outside what SLS takes ("
                    + encoding.times().past() + " before to " + encoding.times().future() + " after now)";
        }
        Instant unadjusted = allowed.equals(wanted) ? null : wanted;
        seconds = (int) allowed.getEpochSecond();
        nanos = encoding.withNanos() ? allowed.getNano() : -1;
        int room = encoding.maxRequestBytes() - tailSize;
        for (int max = encoding.maxValueBytes(); ; max /= 2) {
            layout.lay(event, max, unadjusted);
            changes = layout.changes() | (unadjusted == null ? 0 : TIME_ADJUSTED);
            if ((changes & EventLayout.CUT) != 0 && !encoding.cutsValues()) {
                return "a value is longer than " + encoding.maxValueBytes() + " bytes";
            }
            size = layout.contents().encodedSize();
            if (LogGroup.sizeOfLog(seconds, nanos >= 0, size) <= room) {
                return null;
            }
            if (!encoding.cutsValues() || max / 2 < SMALLEST_CUT) {
                return "as a log it has " + size + " bytes, more than the " + encoding.maxRequestBytes()
                        + " that a request may have" + (encoding.cutsValues() ? ", even with its values cut" : "");
            }
        }
    }

    /** Appends the prepared event unless the group is full. */
    boolean appendIfRoom() {
        boolean room = group.count() < encoding.maxLogs()
                && group.size() + LogGroup.sizeOfLog(seconds, nanos >= 0, size) <= encoding.maxRequestBytes();
        if (room) {
            group.append(seconds, nanos, layout.contents(), size);
        }
        return room;
    }

    /** What was changed in the prepared event: a set of bits. */
    int changes() {
        return changes;
    }
}
