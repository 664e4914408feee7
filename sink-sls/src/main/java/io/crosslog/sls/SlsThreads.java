package io.crosslog.sls;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which the JDK's client reads and writes: few, daemons, named after the pipeline, gone when idle. */
final class SlsThreads {

    private static final int MOST = 4;
    private static final long IDLE_SECONDS = 30;

    private SlsThreads() {}

    static ExecutorService of(String pipeline) {
        AtomicInteger number = new AtomicInteger();
        int threads = Math.max(2, Math.min(MOST, Runtime.getRuntime().availableProcessors()));
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "crosslog-" + pipeline + "-sls-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
