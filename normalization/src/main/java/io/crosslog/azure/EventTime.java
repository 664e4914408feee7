package io.crosslog.azure;

import io.crosslog.model.LogEvent;
import io.crosslog.model.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the time of an event under the names that Azure's services give it. Confined to one thread. */
final class EventTime {

    /** The best first: a gateway writes two of them, with the time of the request in the first. */
    private static final List<String> NAMES = List.of(
            "time",
            "timestamp",
            "eventtimestamp",
            "eventtimestring",
            "timegenerated",
            "createddatetime",
            "starttimeutc");

    private static final List<Path> INSIDE = List.of(
            Path.of("properties.createdDateTime"),
            Path.of("properties.activityDateTime"),
            Path.of("properties.detectedDateTime"),
            Path.of("properties.Timestamp"),
            Path.of("properties.timeStamp"),
            Path.of("properties.eventTimestamp"),
            Path.of("properties.TimeGenerated"),
            Path.of("properties.timeGenerated"),
            Path.of("properties.timestamp"),
            Path.of("properties.event_time"));

    private static final int LONGEST = 15;

    private static final Map<String, Integer> RANKS = new HashMap<>();

    static {
        for (String spelling : List.of(
                "time",
                "Time",
                "timestamp",
                "timeStamp",
                "Timestamp",
                "TimeStamp",
                "eventTimestamp",
                "EventTimestamp",
                "eventTimeString",
                "EventTimeString",
                "timeGenerated",
                "TimeGenerated",
                "createdDateTime",
                "CreatedDateTime",
                "startTimeUtc",
                "StartTimeUtc")) {
            RANKS.put(spelling, NAMES.indexOf(spelling.toLowerCase(java.util.Locale.ROOT)));
        }
    }

    private final @Nullable Slice[] candidates = new @Nullable Slice[NAMES.size()];
    private boolean unreadable;

    /** Looks at a member of the event itself. */
    void offer(Slice member) {
        if (member.name().length() > LONGEST) {
            return;
        }
        Integer rank = RANKS.get(member.name());
        if (rank != null && candidates[rank] == null) {
            candidates[rank] = member;
        }
    }

    /** The time of the event, if one of its members tells it. */
    Optional<Instant> among() {
        return Arrays.stream(candidates)
                .filter(member -> member != null)
                .map(member -> parse(member.text()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The time that its properties tell. */
    Optional<Instant> inside(LogEvent event) {
        return INSIDE.stream()
                .map(path -> event.text(path).flatMap(this::parse))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Whether something was there that looked like a time by its name and was none. */
    boolean isUnreadable() {
        return unreadable;
    }

    private Optional<Instant> parse(String text) {
        if (text.isBlank() || text.equals("null")) {
            return Optional.empty();
        }
        Optional<Instant> time = AzureTimes.parse(text);
        unreadable |= time.isEmpty();
        return time;
    }
}
