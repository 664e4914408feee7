package io.crosslog.loopback.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The fault in force, on which the connections' threads wait. Safe for concurrent calls. */
final class ProxyFaults {
    static final int ANY_API = -1;
    static final Fault NONE =
            new Fault(Mode.FORWARD, ANY_API, Duration.ZERO, ANY_API, Integer.MAX_VALUE, Long.MAX_VALUE, null, null);

    private Fault current = NONE;

    enum Mode {
        FORWARD,
        STALL,
        BLACK_HOLE
    }

    /**
     * One fault. Immutable.
     *
     * @param delayedApi the request that is held back, or {@link #ANY_API}
     * @param resetApi the request at which the connection is reset, from {@code resetVersion} on
     * @param cutAfter how many bytes a connection carries from the server before it is reset
     * @param emptied what answers to fetches say of throttling when their records are taken out, or null if they are not
     * @param orphan the partition that has no leader by what answers to Metadata say, or null
     */
    record Fault(
            Mode mode,
            int delayedApi,
            Duration delay,
            int resetApi,
            int resetVersion,
            long cutAfter,
            @Nullable Duration emptied,
            @Nullable TopicPartition orphan) {
        Fault withMode(Mode other) {
            return new Fault(other, delayedApi, delay, resetApi, resetVersion, cutAfter, emptied, orphan);
        }

        Fault withDelay(int api, Duration each) {
            return new Fault(mode, api, each, resetApi, resetVersion, cutAfter, emptied, orphan);
        }

        Fault withReset(int api, int fromVersion) {
            return new Fault(mode, delayedApi, delay, api, fromVersion, cutAfter, emptied, orphan);
        }

        Fault withCutAfter(long bytes) {
            return new Fault(mode, delayedApi, delay, resetApi, resetVersion, bytes, emptied, orphan);
        }

        Fault withEmptied(Duration throttling) {
            return new Fault(mode, delayedApi, delay, resetApi, resetVersion, cutAfter, throttling, orphan);
        }

        Fault withOrphan(TopicPartition partition) {
            return new Fault(mode, delayedApi, delay, resetApi, resetVersion, cutAfter, emptied, partition);
        }

        boolean resets(int api, int version) {
            return api == resetApi && version >= resetVersion;
        }

        boolean delays(int api) {
            return !delay.isZero() && (delayedApi == ANY_API || delayedApi == api);
        }
    }

    synchronized Fault current() {
        return current;
    }

    synchronized void set(Fault fault) {
        current = fault;
        notifyAll();
    }

    /** Lets the connections' threads look again whether they are still wanted. */
    synchronized void wake() {
        notifyAll();
    }

    /** Waits while stalled; returns the fault in force then. Throws if the connection was closed meanwhile. */
    synchronized Fault awaitFlow(BooleanSupplier closed) throws IOException, InterruptedException {
        while (current.mode == Mode.STALL && !closed.getAsBoolean()) {
            wait();
        }
        if (closed.getAsBoolean()) {
            throw new IOException("The connection was closed");
        }
        return current;
    }

    /** Waits out the delay, or until the fault is replaced or the connection closed. */
    synchronized void awaitDelay(Fault fault, BooleanSupplier closed) throws InterruptedException {
        long deadline = System.nanoTime() + fault.delay.toNanos();
        while (current.equals(fault) && !closed.getAsBoolean()) {
            long leftMillis = (deadline - System.nanoTime() + 999_999) / 1_000_000;
            if (leftMillis <= 0) {
                return;
            }
            wait(leftMillis);
        }
    }
}
