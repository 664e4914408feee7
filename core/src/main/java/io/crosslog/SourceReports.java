package io.crosslog;

import io.crosslog.spi.SourceEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the readers of a pipeline have reported. Safe for concurrent calls. */
final class SourceReports {

    private static final int MAX_LOSSES = 100;

    private final Map<String, SourceEvent.Lag> lags = new HashMap<>();
    private final Map<Integer, Map<String, SourceEvent.Progress>> progress = new HashMap<>();
    /** Which kinds of trouble each reader has told of, over or not. */
    private final Map<Integer, Set<String>> kinds = new ConcurrentHashMap<>();

    private final NameCounts noted = new NameCounts();
    private final Deque<SourceEvent.PossibleLoss> lastLosses = new ArrayDeque<>();
    private final Troubles troubles;
    private final WarningLog warnings;
    private long losses;

    SourceReports(Troubles troubles, WarningLog warnings) {
        this.troubles = troubles;
        this.warnings = warnings;
    }

    void report(int reader, SourceEvent event) {
        if (event instanceof SourceEvent.Trouble trouble) {
            String where = where(reader, trouble.kind());
            kinds.computeIfAbsent(reader, r -> ConcurrentHashMap.newKeySet()).add(trouble.kind());
            troubles.reported(where, trouble.reason(), trouble.advice());
            warnings.warn("trouble " + trouble.kind(), where + ": " + trouble.reason() + "; " + trouble.advice());
        } else if (event instanceof SourceEvent.Recovered recovered) {
            troubles.over(where(reader, recovered.kind()));
        } else {
            keep(reader, event);
            if (event instanceof SourceEvent.PossibleLoss loss) {
                warnings.warn(
                        "loss", "may have lost records of partition '" + loss.partition() + "': " + loss.detail());
            }
        }
    }

    /** A reader was closed, to be opened anew: its troubles go with it, since the next one does not know of them. */
    void closed(int reader) {
        kinds.getOrDefault(reader, Set.of()).forEach(kind -> troubles.over(where(reader, kind)));
        kinds.remove(reader);
    }

    /** One trouble does not hide another of the same reader. */
    private static String where(int reader, String kind) {
        return "source, reader " + reader + (kind.isEmpty() ? "" : ", " + kind);
    }

    private synchronized void keep(int reader, SourceEvent event) {
        if (event instanceof SourceEvent.Lag lag) {
            lags.put(lag.partition(), lag);
        } else if (event instanceof SourceEvent.Gone gone) {
            lags.remove(gone.partition());
        } else if (event instanceof SourceEvent.Progress done) {
            progress.computeIfAbsent(reader, r -> new TreeMap<>()).put(done.unit(), done);
        } else if (event instanceof SourceEvent.Count count) {
            noted.add(count.name(), count.times());
        } else if (event instanceof SourceEvent.PossibleLoss loss) {
            losses++;
            lastLosses.addLast(loss);
            if (lastLosses.size() > MAX_LOSSES) {
                lastLosses.removeFirst();
            }
        }
    }

    synchronized void gone(Iterable<String> partitions) {
        partitions.forEach(lags::remove);
    }

    synchronized Optional<SourceEvent.Lag> lag(String partition) {
        return Optional.ofNullable(lags.get(partition));
    }

    synchronized SourceReported read() {
        long records = 0;
        Duration age = Duration.ZERO;
        SourceEvent.@Nullable Flow worst = null;
        for (SourceEvent.Lag lag : lags.values()) {
            records += lag.records();
            age = lag.age().compareTo(age) > 0 ? lag.age() : age;
            worst = worst == null || lag.flow().compareTo(worst) > 0 ? lag.flow() : worst;
        }
        return new SourceReported(
                records, age, Optional.ofNullable(worst), allProgress(), losses, List.copyOf(lastLosses));
    }

    synchronized void addNoted(NameCounts sum) {
        sum.addAll(noted);
    }

    /** The readers' progress, added up for each unit; the total is known if each reader's is. */
    private List<SourceEvent.Progress> allProgress() {
        Map<String, SourceEvent.Progress> sums = new TreeMap<>();
        for (Map<String, SourceEvent.Progress> ofReader : progress.values()) {
            ofReader.forEach((unit, one) -> sums.merge(
                    unit,
                    one,
                    (a, b) -> new SourceEvent.Progress(
                            a.done() + b.done(), add(a.total(), b.total()), unit, a.perSecond() + b.perSecond())));
        }
        return List.copyOf(sums.values());
    }

    private static OptionalLong add(OptionalLong a, OptionalLong b) {
        return a.isPresent() && b.isPresent() ? OptionalLong.of(a.getAsLong() + b.getAsLong()) : OptionalLong.empty();
    }
}
