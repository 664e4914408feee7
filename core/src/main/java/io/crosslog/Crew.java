package io.crosslog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The threads of one running pipeline, by name: {@code crosslog-<pipeline>-<n>}. Safe for concurrent calls. */
final class Crew {

    /** How long the host's executor may take to begin a task before that is told. */
    private static final long LATE_NANOS = 5_000_000_000L;

    private final String pipeline;
    private final @Nullable Executor executor;
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Member> members = new ArrayList<>();

    Crew(String pipeline, @Nullable Executor executor) {
        this.pipeline = pipeline;
        this.executor = executor;
    }

    /** Starts a thread, or a task of the host's executor that bears the name while it runs. */
    Member start(Runnable body) {
        Member member = new Member("crosslog-" + pipeline + "-" + numbers.getAndIncrement(), body);
        synchronized (members) {
            members.add(member);
        }
        try {
            if (executor == null) {
                Thread thread = new Thread(member, member.name);
                thread.setDaemon(true);
                member.own = thread;
                thread.start();
            } else {
                hand(member, executor);
            }
        } catch (Throwable e) {
            member.ended.countDown();
            throw e;
        }
        return member;
    }

    private void hand(Member member, Executor host) {
        member.caller = Thread.currentThread();
        try {
            host.execute(member);
        } finally {
            member.caller = null;
        }
        if (member.refused) {
            throw new PipelineException("the executor of pipeline '" + pipeline + "' ran a task on the thread that gave"
                    + " it the task, which would never come back; give the pipeline one that always has a thread, as a"
                    + " cached pool has, or none");
        }
    }

    /** What to say when tasks were given to the host's executor a while ago and it has not begun them all. */
    Optional<String> shortage() {
        if (executor == null) {
            return Optional.empty();
        }
        synchronized (members) {
            boolean late = members.stream().anyMatch(Member::isLate);
            long begun = members.stream().filter(Member::hasBegun).count();
            return late
                    ? Optional.of("the executor has threads for " + begun + " of " + members.size() + " tasks")
                    : Optional.empty();
        }
    }

    /** Whether the caller is one of the crew. */
    boolean isOwnThread() {
        synchronized (members) {
            return members.stream().anyMatch(member -> member.thread == Thread.currentThread());
        }
    }

    /** The names of those that have not ended. */
    List<String> running() {
        synchronized (members) {
            return members.stream()
                    .filter(member -> member.ended.getCount() > 0)
                    .map(member -> member.name)
                    .toList();
        }
    }

    /** Waits for some of the crew, then interrupts those that have not ended and waits a little more. */
    static void join(List<Member> members, long nanos, long interruptedNanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        for (Member member : members) {
            if (!member.cancel() && !member.join(Math.max(0, deadline - System.nanoTime()))) {
                member.interrupt();
            }
        }
        deadline = System.nanoTime() + interruptedNanos;
        for (Member member : members) {
            if (!member.join(Math.max(0, deadline - System.nanoTime()))) {
                member.interrupt();
            }
        }
    }

    /** One thread. Safe for concurrent calls. */
    static final class Member implements Runnable {

        private final String name;
        private final Runnable body;
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile @Nullable Thread thread;
        private volatile @Nullable Thread own;
        /** Who is giving the task to the host's executor, while that goes on. */
        private volatile @Nullable Thread caller;

        private volatile boolean refused;
        private final long since = System.nanoTime();
        private boolean begun;

        private Member(String name, Runnable body) {
            this.name = name;
            this.body = body;
        }

        @Override
        public void run() {
            Thread current = Thread.currentThread();
            String before = current.getName();
            synchronized (this) {
                if (begun) {
                    return;
                }
                begun = true;
                if (current == caller) {
                    refused = true;
                    return;
                }
                thread = current;
            }
            current.setName(name);
            try {
                body.run();
            } finally {
                synchronized (this) {
                    thread = null;
                    // An interrupt of ours is not the host's.
                    Thread.interrupted();
                }
                current.setName(before);
                ended.countDown();
            }
        }

        String name() {
            return name;
        }

        private synchronized boolean hasBegun() {
            return begun;
        }

        private boolean isLate() {
            return !hasBegun() && System.nanoTime() - since > LATE_NANOS;
        }

        /** Interrupts the thread, if it has not ended. */
        synchronized void interrupt() {
            Thread running = thread;
            if (running != null) {
                running.interrupt();
            }
        }

        /** Sees to it that a task that the host's executor has not begun yet never runs; returns whether that is so. */
        synchronized boolean cancel() {
            if (begun) {
                return false;
            }
            begun = true;
            ended.countDown();
            return true;
        }

        /** Waits for the end; returns whether it came in time. */
        boolean join(long nanos) throws InterruptedException {
            long deadline = System.nanoTime() + nanos;
            if (!ended.await(nanos, TimeUnit.NANOSECONDS)) {
                return false;
            }
            Thread thread = own;
            if (thread != null) {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1_000_000, deadline - System.nanoTime()));
            }
            return true;
        }
    }
}
