package io.crosslog.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The laps that count, and a table of their medians. What is said beside them is the median of how each lap compares with the bare
 * loop's of the same round and as many threads, since what else the machine does changes from round to round. Confined to one
 * thread.
 */
final class BucketStandings {

    private final Shelf shelf;
    private final long bytes;
    private final Map<BucketEntry, List<Lap>> laps = new EnumMap<>(BucketEntry.class);
    private final Map<BucketEntry, Long> listings = new EnumMap<>(BucketEntry.class);

    BucketStandings(Shelf shelf, long bytes) {
        this.shelf = shelf;
        this.bytes = bytes;
    }

    double megabytesPerSecond(Lap lap) {
        return bytes * 1e3 / lap.nanos();
    }

    void add(BucketEntry entry, Lap lap, long lists) {
        laps.computeIfAbsent(entry, e -> new ArrayList<>()).add(lap);
        listings.merge(entry, lists, Long::sum);
    }

    /** How often a contender ran. */
    int laps(BucketEntry entry) {
        return laps.getOrDefault(entry, List.of()).size();
    }

    /** How many listings a contender asked for on the average, for each thousand objects. */
    double listsPerThousand(BucketEntry entry) {
        return listings.getOrDefault(entry, 0L) * 1e3 / laps(entry) / shelf.objects();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(1_024);
        text.append(String.format(
                Locale.ROOT,
                "%nMedians of %d rounds of %,d objects of %,d records; in brackets: beside the bare loop of as many"
                        + " threads of the same run.%n%n",
                laps(BucketEntry.BARE_ONE),
                shelf.objects(),
                shelf.recordsEach()));
        text.append("| reader | MB/s unpacked | objects/s | CPU ms/MB | CPU µs/object | heap after GC, at most, MiB |")
                .append(" LIST per 1,000 objects |\n|---|---|---|---|---|---|---|\n");
        for (BucketEntry entry : laps.keySet()) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %,.0f | %s | %,.0f | %s | %.1f |%n",
                    entry.title(),
                    figure("%,.1f", entry, this::megabytesPerSecond),
                    Medians.of(laps(entry, lap -> shelf.objects() * 1e9 / lap.nanos())),
                    figure("%.2f", entry, lap -> lap.cpuNanos() / (double) bytes),
                    Medians.of(laps(entry, lap -> lap.cpuNanos() / 1e3 / shelf.objects())),
                    heap(entry),
                    listsPerThousand(entry)));
        }
        return text.toString();
    }

    private String figure(String format, BucketEntry entry, ToDoubleFunction<Lap> what) {
        List<Double> mine = laps(entry, what);
        List<Double> measure = laps(entry.measure(), what);
        List<Double> beside = new ArrayList<>();
        for (int round = 0; round < mine.size(); round++) {
            beside.add(mine.get(round) / measure.get(round));
        }
        return String.format(Locale.ROOT, format + " (%.2f)", Medians.of(mine), Medians.of(beside));
    }

    /** What is left after collections; a dash where there was none in any lap. */
    private String heap(BucketEntry entry) {
        double most = Collections.max(laps(entry, lap -> lap.heapBytes() / 1_048_576.0));
        return most == 0 ? "–" : String.format(Locale.ROOT, "%.0f", most);
    }

    private List<Double> laps(BucketEntry entry, ToDoubleFunction<Lap> what) {
        return laps.getOrDefault(entry, List.of()).stream()
                .map(what::applyAsDouble)
                .toList();
    }
}
