package io.crosslog.sls;

import io.crosslog.spi.BlockedException;
import io.crosslog.spi.SinkContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Makes requests and judges the answers. Safe for concurrent calls. */
final class SlsCalls {

    private final SlsTarget target;
    private final PutLogsClient client;
    private final ServiceClock clock;

    /** Since when, by the JVM's own clock, project or logstore have been missing in every answer; null if they are not. */
    private final AtomicReference<@Nullable Long> missingSince = new AtomicReference<>();

    SlsCalls(SlsTarget target, PutLogsClient client, ServiceClock clock) {
        this.target = target;
        this.client = client;
        this.clock = clock;
    }

    Duration requestTimeout() {
        return target.requestTimeout();
    }

    /** The service's time, as far as it is known. */
    Instant now() {
        return clock.now();
    }

    /**
     * Sends one LogGroup.
     *
     * @return an answer that says delivered, or refused for what the group holds
     * @throws IOException if nothing was delivered, as far as is known, and it may work later
     * @throws IllegalStateException if it never will
     */
    SlsAnswer put(Bytes group, Compressor compressor, SinkContext context) throws IOException, InterruptedException {
        byte[] body = compressor.compress(group.array(), 0, group.size());
        SlsAnswer answer = client.send(body, group.size(), compressor.type(), context);
        Verdict verdict = Verdict.of(answer, target, clock);
        IOException cause = verdict.cause();
        if (verdict.kind() == Verdict.Kind.MISSING && cause instanceof BlockedException missing) {
            throw missing(missing);
        }
        missingSince.set(null);
        if (verdict.kind() == Verdict.Kind.HOPELESS && cause != null) {
            throw new IllegalStateException(cause.getMessage());
        }
        if (cause != null) {
            throw cause;
        }
        return answer;
    }

    private BlockedException missing(BlockedException told) {
        long now = System.nanoTime();
        Long since = missingSince.get();
        if (since == null) {
            missingSince.compareAndSet(null, now);
            since = now;
        }
        if (now - since >= target.missingGrace().toNanos()) {
            throw new IllegalStateException(told.getMessage() + "; gave up after "
                    + target.missingGrace().toSeconds() + " s");
        }
        return told;
    }
}
