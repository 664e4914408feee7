package io.crosslog.benchmarks;

import io.crosslog.model.LogEvent;
import io.crosslog.spi.Output;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps events, and takes nothing else: the logs of these benchmarks are whole. Confined to one thread. */
final class Collected implements Output {

    private final List<LogEvent> events = new ArrayList<>();

    @Override
    public void emit(LogEvent event) {
        events.add(event);
    }

    @Override
    public void reject(byte[] part, String reason) {
        throw new IllegalStateException("rejected for '" + reason + "': " + new String(part, StandardCharsets.UTF_8));
    }

    @Override
    public void filter(String reason) {
        throw new IllegalStateException("filtered as '" + reason + "'");
    }

    /** Whatever is counted is part of the work. */
    @Override
    public void count(String name) {}

    int size() {
        return events.size();
    }

    void clear() {
        events.clear();
    }

    /** What was collected, as a list of its own. */
    List<LogEvent> taken() {
        return List.copyOf(events);
    }
}
