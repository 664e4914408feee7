package io.crosslog.loopback.sls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one logstore holds and has counted. Counts cover everything accepted since the start; {@link #logs()} holds as much
 * of it as the endpoint was told to keep (by default all).
 *
 * <p>Safe for concurrent calls.
 */
public final class SlsLogstore {
    private final String project;
    private final String name;
    private final Keeping keeping;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final List<SlsLog> kept = new ArrayList<>();
    private final Map<String, Long> lastSequenceIds = new HashMap<>();
    private long count;
    private long groups;
    private long rawBytes;
    private long sentBytes;

    SlsLogstore(String project, String name, Keeping keeping) {
        this.project = project;
        this.name = name;
        this.keeping = keeping;
    }

    /** The project this logstore belongs to. */
    public String project() {
        return project;
    }

    /** The name of this logstore. */
    public String name() {
        return name;
    }

    /** A copy of the logs kept, in the order of acceptance. */
    public List<SlsLog> logs() {
        lock.lock();
        try {
            return List.copyOf(kept);
        } finally {
            lock.unlock();
        }
    }

    /** How many logs were accepted, kept or not. */
    public long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** How many requests were accepted. */
    public long groups() {
        lock.lock();
        try {
            return groups;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of the accepted requests before compression. */
    public long rawBytes() {
        lock.lock();
        try {
            return rawBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of the accepted requests as they were sent. */
    public long sentBytes() {
        lock.lock();
        try {
            return sentBytes;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until at least {@code atLeast} logs were accepted.
     *
     * @throws TimeoutException if fewer arrived within {@code timeout}; the message says how many
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void await(long atLeast, Duration timeout) throws InterruptedException, TimeoutException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (count < atLeast) {
                if (left <= 0) {
                    throw new TimeoutException(
                            project + "/" + name + " holds " + count + " of " + atLeast + " logs after " + timeout);
                }
                left = grown.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the logs kept, to free their memory; counts and sequence numbers go on. */
    public void forgetLogs() {
        lock.lock();
        try {
            kept.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a group whole, or refuses it as a replay of its sequence id. */
    void accept(CheckedGroup group, String requestId) throws Refusal {
        lock.lock();
        try {
            checkSequence(group.hashKey(), group.sequenceId());
            List<SlsLog> logs = new ArrayList<>(group.size());
            for (int i = 0; i < group.size(); i++) {
                logs.add(group.log(i, project, name, count + i, requestId));
            }
            kept.addAll(keeping.keep(logs));
            rememberSequence(group.hashKey(), group.sequenceId());
            count += group.size();
            groups++;
            rawBytes += group.rawBytes();
            sentBytes += group.sentBytes();
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void checkSequence(@Nullable String hashKey, @Nullable Long sequenceId) throws Refusal {
        if (hashKey == null || sequenceId == null) {
            return;
        }
        Long last = lastSequenceIds.get(hashKey);
        if (last != null && sequenceId <= last) {
            throw new Refusal(
                    400,
                    "InvalidSequenceId",
                    "sequence id " + sequenceId + " of this key was written, last is " + last);
        }
    }

    private void rememberSequence(@Nullable String hashKey, @Nullable Long sequenceId) {
        if (hashKey != null && sequenceId != null) {
            lastSequenceIds.put(hashKey, sequenceId);
        }
    }
}
