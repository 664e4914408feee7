package io.crosslog.s3;

import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one reader that read objects: each takes a lane that has something to do, does one thing, and takes the
 * next, so that no lane waits for another's pile. Safe for concurrent calls.
 */
final class Workers {

    private final LinkedBlockingQueue<Lane> ready = new LinkedBlockingQueue<>();
    private final Setbacks setbacks = new Setbacks();
    private final List<Thread> threads = new ArrayList<>();
    private final ObjectReading reading;
    private final BatchBuffer buffer;
    private final Lister lister;
    private volatile boolean closed;
    private volatile @Nullable Throwable fatal;

    Workers(ObjectReading reading, BatchBuffer buffer, Lister lister) {
        this.reading = reading;
        this.buffer = buffer;
        this.lister = lister;
    }

    void start(String name, int count) {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::work, name + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Queues a lane that has something to do. */
    void ready(Lane lane) {
        ready.add(lane);
    }

    /** {@return the lanes that failed, and why} */
    Setbacks setbacks() {
        return setbacks;
    }

    /** {@return what has ended the work for good, or null} */
    @Nullable Throwable fatal() {
        return fatal;
    }

    /** Ends the threads; those that a server keeps waiting end when it answers or its time is up. */
    void close(long nanos) throws InterruptedException {
        closed = true;
        buffer.close();
        threads.forEach(Thread::interrupt);
        long end = System.nanoTime() + nanos;
        for (Thread thread : threads) {
            thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
    }

    private void work() {
        try {
            while (!closed) {
                Lane lane = ready.take();
                if (workOn(lane)) {
                    ready.add(lane);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            if (!closed) {
                fatal = e;
                buffer.wake();
            }
        }
    }

    /** Does the next step of a lane; returns whether there may be another. */
    private boolean workOn(Lane lane) throws InterruptedException {
        LaneStep step = lane.next();
        if (step == null) {
            return false;
        }
        switch (step.kind()) {
            case READ -> {
                try {
                    reading.read(lane, step.toRead());
                    setbacks.over(lane);
                } catch (IOException e) {
                    if (closed) {
                        return false;
                    }
                    lane.layAside();
                    setbacks.add(lane, e);
                    buffer.wake();
                    return false;
                }
            }
            case MOVE -> move(lane, lane.position());
            case END_PASS -> {
                Optional<Position> end = lane.endPass();
                if (end.isPresent()) {
                    move(lane, end.get());
                }
                lane.rest();
            }
        }
        if (lane.isHungry() || lane.hasRoom()) {
            lister.wake();
        }
        return true;
    }

    private void move(Lane lane, Position position) throws InterruptedException {
        buffer.put(lane, RecordBatch.of(position, List.of()));
    }
}
