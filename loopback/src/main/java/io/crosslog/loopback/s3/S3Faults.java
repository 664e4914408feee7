package io.crosslog.loopback.s3;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The faults in force. They are tried in the order added; the first that is for a request and whose rate strikes decides
 * what happens to it.
 *
 * <p>Safe for concurrent calls.
 */
public final class S3Faults {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition struck = lock.newCondition();
    private final List<InForce> all = new ArrayList<>();
    private final SplittableRandom random;

    S3Faults(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Puts a fault in force and returns it, to be removed or asked about later. */
    public S3Fault add(S3Fault fault) {
        lock.lock();
        try {
            all.add(new InForce(fault));
        } finally {
            lock.unlock();
        }
        return fault;
    }

    /** Ends a fault: it strikes no more, and the requests that it holds go on. Without effect if it is not in force. */
    public void remove(S3Fault fault) {
        lock.lock();
        try {
            for (InForce each : all) {
                if (each.fault == fault) {
                    each.end();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends all faults. */
    public void clear() {
        lock.lock();
        try {
            all.forEach(InForce::end);
        } finally {
            lock.unlock();
        }
    }

    /** How many requests the fault has struck since it was added; it may be removed by now. */
    public long hits(S3Fault fault) {
        lock.lock();
        try {
            return hitsUnderLock(fault);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the fault has struck at least {@code atLeast} requests.
     *
     * @throws TimeoutException if it struck fewer within {@code timeout}
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void awaitHits(S3Fault fault, long atLeast, Duration timeout) throws InterruptedException, TimeoutException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (hitsUnderLock(fault) < atLeast) {
                if (left <= 0) {
                    throw new TimeoutException(fault + " struck " + hitsUnderLock(fault) + " of " + atLeast
                            + " requests within " + timeout);
                }
                left = struck.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The fault that strikes this request, or null. */
    @Nullable InForce strike(S3Call call) {
        lock.lock();
        try {
            for (InForce each : all) {
                if (each.isFor(call) && drawn(each.fault.reach().rate())) {
                    each.hits++;
                    struck.signalAll();
                    return each;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private long hitsUnderLock(S3Fault fault) {
        return all.stream()
                .filter(each -> each.fault == fault)
                .mapToLong(each -> each.hits)
                .sum();
    }

    private boolean drawn(double rate) {
        return rate >= 1 || random.nextDouble() < rate;
    }

    /** One fault in force, with its count and the gate that the requests it holds wait at. */
    static final class InForce {
        private final S3Fault fault;
        private final CountDownLatch gate = new CountDownLatch(1);
        private long passed;
        private long hits;
        private boolean ended;

        private InForce(S3Fault fault) {
            this.fault = fault;
        }

        S3Fault fault() {
            return fault;
        }

        /** Opens when the fault is removed. */
        CountDownLatch gate() {
            return gate;
        }

        private boolean isFor(S3Call call) {
            if (ended || hits >= fault.reach().most() || !fault.reach().includes(call)) {
                return false;
            }
            if (passed < fault.reach().passed()) {
                passed++;
                return false;
            }
            return true;
        }

        private void end() {
            ended = true;
            gate.countDown();
        }
    }
}
