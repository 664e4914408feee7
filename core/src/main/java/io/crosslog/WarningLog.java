package io.crosslog;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of what a pipeline lives with: of each kind the first five times, then once a minute. Safe for concurrent calls. */
final class WarningLog {

    private static final Logger log = LoggerFactory.getLogger(WarningLog.class);
    private static final int FIRST = 5;
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final String pipeline;
    private final InstantSource clock;
    private final Map<String, Kind> kinds = new HashMap<>();

    WarningLog(String pipeline, InstantSource clock) {
        this.pipeline = pipeline;
        this.clock = clock;
    }

    /**
     * Warns.
     *
     * @param kind what is throttled together, of a small set
     * @param what what the pipeline is or does
     */
    void warn(String kind, String what) {
        int suppressed;
        synchronized (this) {
            Kind known = kinds.computeIfAbsent(kind, k -> new Kind());
            Instant now = clock.instant();
            if (known.times >= FIRST && now.isBefore(known.last.plus(PAUSE))) {
                known.suppressed++;
                return;
            }
            known.times++;
            known.last = now;
            suppressed = known.suppressed;
            known.suppressed = 0;
        }
        if (suppressed == 0) {
            log.warn("pipeline '{}' {}", pipeline, what);
        } else {
            log.warn("pipeline '{}' {} ({} such warnings were left out since the last)", pipeline, what, suppressed);
        }
    }

    private static final class Kind {
        private int times;
        private int suppressed;
        private Instant last = Instant.MIN;
    }
}
