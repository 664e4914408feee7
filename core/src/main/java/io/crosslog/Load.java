package io.crosslog;

import io.crosslog.spi.Limits;
import java.util.ArrayList;
import java.util.List;

/** What one decoding made for one branch. Confined to the thread that decodes, until it is taken in. */
final class Load {

    private final List<Part.Event> events = new ArrayList<>();
    private final List<Part.Rejection> rejections = new ArrayList<>(0);
    private final int eventsBefore;
    private final long bytesBefore;
    private long eventBytes;
    private long rejectedBytes;
    private long footprint;
    private long pending;
    private long filtered;

    /** A load that comes on top of what waits. */
    Load(int eventsBefore, long bytesBefore) {
        this.eventsBefore = eventsBefore;
        this.bytesBefore = bytesBefore;
    }

    void add(Part.Event event) {
        event.fate().opened();
        events.add(event);
        eventBytes += event.bytes();
        footprint += event.footprint();
        pending++;
    }

    void add(Part.Rejection rejection) {
        rejection.fate().opened();
        rejection.fate().rejected();
        rejections.add(rejection);
        rejectedBytes += rejection.bytes();
        footprint += rejection.footprint();
        pending += rejection.counts() ? 1 : 0;
    }

    void filtered() {
        filtered++;
    }

    /** Whether that makes as much as a sink takes in one write. */
    boolean isFull(Limits limits) {
        return eventsBefore + events.size() >= limits.maxEvents()
                || bytesBefore + eventBytes >= limits.maxBytes()
                || rejections.size() >= limits.maxEvents()
                || rejectedBytes >= limits.maxBytes();
    }

    List<Part.Event> events() {
        return events;
    }

    List<Part.Rejection> rejections() {
        return rejections;
    }

    long bytes() {
        return eventBytes + rejectedBytes;
    }

    /** About how many bytes of memory it takes. */
    long footprint() {
        return footprint;
    }

    /** How many of its parts count as made and are not done. */
    long pending() {
        return pending;
    }

    /** How many parts were left out on purpose. */
    long filteredParts() {
        return filtered;
    }
}
