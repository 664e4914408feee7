package io.crosslog.s3;

import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Tells the engine what a reader has counted, once a second, and every five seconds of a one-pass read how far it has come:
 * objects and bytes, of how many, and how fast in the last minute. Confined to the reader's thread.
 */
final class ProgressReport {

    private static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int SAMPLES = 12;

    private final SourceContext context;
    private final Discovery discovery;
    private final Counts counts;
    private final Claims claims;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long countAt = System.nanoTime() + COUNT_NANOS;
    private long progressAt = System.nanoTime();

    ProgressReport(SourceContext context, Discovery discovery, Counts counts, Claims claims) {
        this.context = context;
        this.discovery = discovery;
        this.counts = counts;
        this.claims = claims;
    }

    private record Sample(long nanos, long objects, long bytes) {}

    /** Tells what it is time to tell. */
    void tell() {
        long now = System.nanoTime();
        if (now - countAt >= 0) {
            countAt = now + COUNT_NANOS;
            tellCounts();
        }
        if (now - progressAt >= 0) {
            progressAt = now + PROGRESS_NANOS;
            tellProgress(now);
        }
    }

    /** Tells all that has not been told, at the end. */
    void tellLast() {
        tellCounts();
        tellProgress(System.nanoTime());
    }

    private void tellCounts() {
        counts.tell(context::report);
        discovery.counts().tell(context::report);
    }

    private void tellProgress(long now) {
        Optional<Census> census = discovery.census();
        if (census.isEmpty()) {
            return;
        }
        Optional<Census.Total> total = census.get().of(claims.lanesHeld());
        Sample sample = new Sample(now, counts.objects(), counts.bytes());
        samples.addLast(sample);
        if (samples.size() > SAMPLES) {
            samples.removeFirst();
        }
        Sample since = samples.getFirst();
        double seconds = (now - since.nanos()) / 1e9;
        tell(
                "objects",
                sample.objects(),
                total.map(Census.Total::objects),
                sample.objects() - since.objects(),
                seconds);
        tell("bytes", sample.bytes(), total.map(Census.Total::bytes), sample.bytes() - since.bytes(), seconds);
    }

    private void tell(String unit, long done, Optional<Long> total, long lately, double seconds) {
        // What was put into the bucket since it was counted is read as well, if its key is still to come.
        OptionalLong of = total.isPresent() ? OptionalLong.of(Math.max(done, total.get())) : OptionalLong.empty();
        double rate = seconds <= 0 ? 0 : lately / seconds;
        context.report(new SourceEvent.Progress(done, of, unit, rate));
    }
}
