package io.crosslog.kafka;

import io.crosslog.spi.BlockedException;
import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the client's endless retrying into an error that names the likely cause, when the connection has not worked for
 * longer than the deadline. It works when the reader is a member of the group and its heartbeats go out. Confined to one
 * thread.
 */
final class ConnectionWatch {

    private static final long LOOK_EVERY_NANOS = Duration.ofMillis(500).toNanos();

    private final ConnectionDiagnosis diagnosis;
    private final long deadlineNanos;
    private long worked = System.nanoTime();
    private long looked = System.nanoTime();
    private long diagnosed;
    private @Nullable BlockedException found;

    ConnectionWatch(ConnectionDiagnosis diagnosis, Duration deadline) {
        this.diagnosis = diagnosis;
        this.deadlineNanos = deadline.toNanos();
    }

    /** A consumer was made, which has its own time to connect; what was found wrong before stays found. */
    void opened() {
        worked = System.nanoTime();
    }

    /**
     * Looks whether the connection works.
     *
     * @throws BlockedException if it has not for longer than the deadline, and until it does again
     */
    void check(Consumer<?, ?> consumer) throws IOException {
        long now = System.nanoTime();
        if (now - looked >= LOOK_EVERY_NANOS) {
            looked = now;
            if (works(consumer)) {
                worked = now;
                found = null;
            } else if (now - worked > deadlineNanos && (found == null || now - diagnosed > deadlineNanos)) {
                found = diagnosis.explain(consumer);
                diagnosed = System.nanoTime();
            }
        }
        if (found != null) {
            throw new BlockedException(found.reason(), found.advice(), null);
        }
    }

    /** Whether the reader is in the group now, as far as is known. */
    boolean isWorking() {
        return found == null && worked == looked;
    }

    private boolean works(Consumer<?, ?> consumer) {
        if (consumer.groupMetadata().generationId() < 0) {
            return false;
        }
        // Seconds since a heartbeat was last sent: none is while no coordinator is known.
        double silence = ClientMetric.of(consumer, "last-heartbeat-seconds-ago");
        return Double.isNaN(silence) || silence < 0 || silence * 1e9 < deadlineNanos;
    }
}
