package io.crosslog.loopback.s3;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Every request that reached the server: counts of all, details of the last 10,000, and how often each object was asked
 * for. A request is counted before its answer is written, so a client that has its answer finds itself counted.
 *
 * <p>Safe for concurrent calls.
 */
public final class S3Requests {
    private static final int REMEMBERED = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Deque<S3Request> recent = new ArrayDeque<>();
    private final Map<S3Operation, Long> byOperation = new EnumMap<>(S3Operation.class);
    private final Map<String, Integer> getsByKey = new HashMap<>();
    private long listsV1;
    private long ranges;
    private long bytes;
    private long refused;

    S3Requests() {}

    /** How many listings were asked for, page by page. */
    public long lists() {
        return count(S3Operation.LIST);
    }

    /** How many of the listings were of version 1. */
    public long listsV1() {
        return locked(() -> listsV1);
    }

    /** How many GETs of objects came. */
    public long gets() {
        return count(S3Operation.GET);
    }

    /** How many GETs came for this key, in any bucket. */
    public int gets(String key) {
        return (int) locked(() -> getsByKey.getOrDefault(key, 0));
    }

    /** How many different keys GETs came for. */
    public int keysRead() {
        return (int) locked(getsByKey::size);
    }

    /** How many GETs asked for a part of an object. */
    public long ranges() {
        return locked(() -> ranges);
    }

    /** How many HEADs of objects came. */
    public long heads() {
        return count(S3Operation.HEAD);
    }

    /** How many requests came for this. */
    public long count(S3Operation operation) {
        return locked(() -> byOperation.getOrDefault(operation, 0L));
    }

    /** How many requests were answered with a status of 400 or more, or not at all. */
    public long refused() {
        return locked(() -> refused);
    }

    /** How many bytes of objects were sent, or were about to be when the client hung up. */
    public long bytes() {
        return locked(() -> bytes);
    }

    /** A copy of the last requests, at most 10,000, oldest first. */
    public List<S3Request> recent() {
        lock.lock();
        try {
            return List.copyOf(recent);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets all requests so far. */
    public void reset() {
        lock.lock();
        try {
            recent.clear();
            byOperation.clear();
            getsByKey.clear();
            listsV1 = 0;
            ranges = 0;
            bytes = 0;
            refused = 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a condition holds; it is looked at after each request.
     *
     * @throws TimeoutException if it did not hold within {@code timeout}
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void await(Predicate<S3Requests> condition, Duration timeout) throws InterruptedException, TimeoutException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (!condition.test(this)) {
                if (left <= 0) {
                    throw new TimeoutException("Not what was waited for within " + timeout + ": " + this);
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
            return byOperation + ", " + refused + " refused, " + bytes + " bytes of objects";
        } finally {
            lock.unlock();
        }
    }

    void add(S3Request request) {
        lock.lock();
        try {
            byOperation.merge(request.operation(), 1L, Long::sum);
            if (request.operation() == S3Operation.LIST && !request.listV2()) {
                listsV1++;
            }
            if (request.operation() == S3Operation.GET) {
                getsByKey.merge(request.key(), 1, Integer::sum);
                ranges += request.range().isEmpty() ? 0 : 1;
            }
            refused += request.status() == 0 || request.status() >= 400 ? 1 : 0;
            recent.addLast(request);
            if (recent.size() > REMEMBERED) {
                recent.removeFirst();
            }
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void sent(long more) {
        lock.lock();
        try {
            bytes += more;
        } finally {
            lock.unlock();
        }
    }

    private long locked(LongSupplier value) {
        lock.lock();
        try {
            return value.getAsLong();
        } finally {
            lock.unlock();
        }
    }
}
