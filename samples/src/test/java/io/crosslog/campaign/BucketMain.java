package io.crosslog.campaign;

import io.crosslog.PipelineListener;
import io.crosslog.PipelineState;
import io.crosslog.RunningPipeline;
import io.crosslog.model.Position;
import io.crosslog.model.RecordBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A pipeline over a bucket in a process of its own, to be killed. It says when it has read its first record and saved its
 * first position, and each second how much heap was in use after the last collections; it ends in good order when its
 * standard input does, or when all is read.
 */
final class BucketMain {

    static final String READING = "reading";
    static final String COMMITTED = "committed";
    static final String HEAP = "heap ";
    static final String PASSED = "passed";

    private BucketMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException, InterruptedException {
        BucketRoute route = BucketRoute.of(arguments);
        RunningPipeline running =
                route.pipeline().listener(new Milestones()).build().start();
        AtomicBoolean ending = new AtomicBoolean();
        Thread listening = new Thread(() -> ending.set(isAtItsEnd(System.in)), "end of input");
        listening.setDaemon(true);
        listening.start();
        boolean passed = false;
        while (!passed && !ending.get()) {
            passed = running.awaitEnd(Duration.ofSeconds(1));
            System.out.println(HEAP + heapAfterCollection());
        }
        if (passed) {
            System.out.println(PASSED);
        }
        running.close();
        boolean balanced = running.status().records().balances()
                && running.status().events().balances();
        System.out.println((balanced ? ImportMain.ENDED : "UNBALANCED: ") + running.status());
        running.failure().ifPresent(failure -> {
            throw new IllegalStateException(failure);
        });
    }

    /** Reads until there is no more. */
    private static boolean isAtItsEnd(InputStream in) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (IOException e) {
            return true;
        }
    }

    private static long heapAfterCollection() {
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage after = pool.getCollectionUsage();
            used += after == null ? 0 : after.getUsed();
        }
        return used >> 20;
    }

    /** Says each milestone once, and each change of state. */
    @SuppressWarnings("SystemOut")
    private static final class Milestones implements PipelineListener {

        private final AtomicBoolean reading = new AtomicBoolean();
        private final AtomicBoolean committed = new AtomicBoolean();

        @Override
        public void stateChanged(String pipeline, PipelineState from, PipelineState to, String reason) {
            System.out.println("state " + to + " " + reason);
        }

        @Override
        public void polled(String pipeline, RecordBatch batch) {
            if (!batch.records().isEmpty() && reading.compareAndSet(false, true)) {
                System.out.println(READING);
            }
        }

        @Override
        public void committed(String pipeline, Collection<Position> positions) {
            if (reading.get() && committed.compareAndSet(false, true)) {
                System.out.println(COMMITTED);
            }
        }
    }
}
