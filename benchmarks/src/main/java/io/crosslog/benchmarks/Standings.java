package io.crosslog.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The laps that count, and a table of their medians beside the bare loop's. Confined to one thread. */
final class Standings {

    private final int records;
    private final Map<Entry, List<Lap>> laps = new EnumMap<>(Entry.class);
    private final Map<Entry, Arrived> arrived = new EnumMap<>(Entry.class);

    Standings(int records) {
        this.records = records;
    }

    static double perSecond(Lap lap, int records) {
        return records * 1e9 / lap.nanos();
    }

    static double cpuMicros(Lap lap, int records) {
        return lap.cpuNanos() / 1e3 / records;
    }

    void add(Entry entry, Lap lap, Arrived brought) {
        laps.computeIfAbsent(entry, e -> new ArrayList<>()).add(lap);
        arrived.put(entry, brought);
    }

    /** How often a contender ran. */
    int laps(Entry entry) {
        return laps.getOrDefault(entry, List.of()).size();
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(1_024);
        out.append("\nMedians of ")
                .append(laps(Entry.BARE))
                .append(" rounds of ")
                .append(records);
        out.append(" records; in brackets: beside the bare loop of the same run.\n\n");
        out.append("| contender | events/s | CPU µs/event | heap after GC, at most, MiB |")
                .append(" logs/request | bytes/log raw, sent |\n");
        out.append("|---|---|---|---|---|---|\n");
        laps.forEach((entry, its) -> {
            Arrived brought = arrived.getOrDefault(entry, new Arrived(0, 0, 0, 0));
            out.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %,d | %,d, %,d |%n",
                    entry.title(),
                    figure("%,.0f", entry, lap -> perSecond(lap, records)),
                    figure("%.1f", entry, lap -> cpuMicros(lap, records)),
                    figure("%.0f", entry, lap -> lap.heapBytes() / 1_048_576.0),
                    brought.logs() / Math.max(1, brought.requests()),
                    brought.rawBytes() / Math.max(1, brought.logs()),
                    brought.sentBytes() / Math.max(1, brought.logs())));
        });
        return out.toString();
    }

    private String figure(String format, Entry entry, ToDoubleFunction<Lap> what) {
        double mine = median(entry, what);
        return String.format(Locale.ROOT, format + " (%.2f)", mine, mine / median(Entry.BARE, what));
    }

    private double median(Entry entry, ToDoubleFunction<Lap> what) {
        return Medians.of(laps.getOrDefault(entry, List.of()).stream()
                .map(what::applyAsDouble)
                .toList());
    }
}
