package io.crosslog.loopback.sls;

import io.crosslog.loopback.sls.SlsRequest.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Every request that reached the endpoint: counts of all, details of the last 10,000. A request is counted before its answer
 * is written, so a client that has its answer finds itself counted.
 *
 * <p>Safe for concurrent calls.
 */
public final class SlsRequests {
    private static final int REMEMBERED = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Deque<SlsRequest> recent = new ArrayDeque<>();
    private final Map<Outcome, Long> byOutcome = new EnumMap<>(Outcome.class);
    private final Map<String, Long> byCode = new TreeMap<>();
    private long total;

    SlsRequests() {}

    /** How many requests came. */
    public long total() {
        lock.lock();
        try {
            return total;
        } finally {
            lock.unlock();
        }
    }

    /** How many requests came to this. */
    public long count(Outcome outcome) {
        lock.lock();
        try {
            return byOutcome.getOrDefault(outcome, 0L);
        } finally {
            lock.unlock();
        }
    }

    /** How many requests were answered with this error code. */
    public long count(String code) {
        lock.lock();
        try {
            return byCode.getOrDefault(code, 0L);
        } finally {
            lock.unlock();
        }
    }

    /** A copy of the last requests, at most 10,000, oldest first. */
    public List<SlsRequest> recent() {
        lock.lock();
        try {
            return List.copyOf(recent);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until at least {@code atLeast} requests came.
     *
     * @throws TimeoutException if fewer came within {@code timeout}
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void await(long atLeast, Duration timeout) throws InterruptedException, TimeoutException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (total < atLeast) {
                if (left <= 0) {
                    throw new TimeoutException(total + " of " + atLeast + " requests came within " + timeout);
                }
                left = grown.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        lock.lock();
        try {
            return total + " requests " + byOutcome + " " + byCode;
        } finally {
            lock.unlock();
        }
    }

    void add(SlsRequest request) {
        lock.lock();
        try {
            total++;
            byOutcome.merge(request.outcome(), 1L, Long::sum);
            if (!request.code().isEmpty()) {
                byCode.merge(request.code(), 1L, Long::sum);
            }
            recent.addLast(request);
            if (recent.size() > REMEMBERED) {
                recent.removeFirst();
            }
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
