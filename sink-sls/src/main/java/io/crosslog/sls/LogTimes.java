package io.crosslog.sls;

import io.crosslog.model.LogEvent;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which time a log gets. The service takes no log that is older than a week or lies in the future.
 *
 * @param fromEvent whether the event's own time is wanted, else its arrival
 * @param refusing whether an event with a time outside the window is refused, else its time is set to the edge
 * @param tryingArrival whether the time of arrival is tried before the edge
 * @param past how far before now a time may lie
 * @param future how far after now a time may lie
 */
record LogTimes(boolean fromEvent, boolean refusing, boolean tryingArrival, Duration past, Duration future) {

    private static final Instant FIRST = Instant.ofEpochSecond(1);
    private static final Instant LAST = Instant.ofEpochSecond(0xFFFF_FFFFL);

    /** The time that the log should have. */
    Instant wanted(LogEvent event) {
        return fromEvent ? event.time().orElse(event.arrival()) : event.arrival();
    }

    /** The time that the log may have, the same instance if it is the wanted one; null if the event is to be refused. */
    @Nullable Instant allowed(Instant wanted, Instant arrival, Instant now) {
        Instant first = later(now.minus(past), FIRST);
        Instant last = earlier(now.plus(future), LAST);
        if (isWithin(wanted, first, last)) {
            return wanted;
        }
        return refusing ? null : edge(tryingArrival ? arrival : wanted, first, last);
    }

    private static Instant edge(Instant time, Instant first, Instant last) {
        return time.isBefore(first) ? first : earlier(time, last);
    }

    private static boolean isWithin(Instant time, Instant first, Instant last) {
        return !time.isBefore(first) && !time.isAfter(last);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isBefore(b) ? b : a;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
