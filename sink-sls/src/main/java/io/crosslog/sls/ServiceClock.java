package io.crosslog.sls;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * The service's time. It is this machine's until the service refuses a request for its time; from then on it is corrected by
 * the Date of that answer. Safe for concurrent calls.
 */
final class ServiceClock {

    private final Clock clock;
    private volatile Duration correction = Duration.ZERO;

    ServiceClock(Clock clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant().plus(correction);
    }

    /** Learns from the answer that refused this machine's time; returns how far that is ahead of the service's, if told. */
    Optional<Duration> learn(Optional<String> date) {
        try {
            Optional<Duration> ahead = date.map(text -> Duration.between(
                    Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME
                            .withLocale(Locale.ROOT)
                            .parse(text)),
                    clock.instant()));
            ahead.ifPresent(d -> correction = d.negated());
            return ahead;
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
