package io.crosslog.s3;

import java.io.Closeable;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One running pipeline's view of the bucket in this process: a client and a listing that its readers share. Made with the
 * first reader and closed with the last. Safe for concurrent calls.
 */
final class Discovery implements Closeable {

    private static final long JOIN_NANOS = 5_000_000_000L;

    private final String pipeline;
    private final ObjectStore store;
    private final Lister lister;
    private final Thread thread;
    private final Counts counts = new Counts();
    private final @Nullable Census census;
    private final @Nullable Thread counting;
    private final Set<Integer> readers = new HashSet<>();

    Discovery(String pipeline, ObjectStore store, S3Settings settings) {
        this.pipeline = pipeline;
        this.store = store;
        this.lister = new Lister(store, settings, counts);
        String name = "crosslog-" + pipeline + "-" + settings.name();
        this.thread = new Thread(lister, name + "-list");
        thread.setDaemon(true);
        boolean counted = settings.onePass() && !settings.start().isLatest();
        this.census = counted ? new Census(store, settings, counts) : null;
        this.counting = census == null ? null : new Thread(census, name + "-count");
        if (counting != null) {
            counting.setDaemon(true);
        }
    }

    void start() {
        thread.start();
        if (counting != null) {
            counting.start();
        }
    }

    /** Lets a reader in; false if it is not of this run of the pipeline. */
    synchronized boolean join(String pipelineName, int reader) {
        return pipeline.equals(pipelineName) && readers.add(reader);
    }

    /** Lets a reader out; returns whether it was the last. */
    synchronized boolean leave(int reader) {
        readers.remove(reader);
        return readers.isEmpty();
    }

    ObjectStore store() {
        return store;
    }

    Lister lister() {
        return lister;
    }

    /** {@return what was asked of the store for all readers} */
    Counts counts() {
        return counts;
    }

    /** {@return what counts how much there is to read, in a one-pass read} */
    Optional<Census> census() {
        return Optional.ofNullable(census);
    }

    @Override
    public void close() {
        lister.close();
        if (census != null) {
            census.close();
        }
        thread.interrupt();
        if (counting != null) {
            counting.interrupt();
        }
        long end = System.nanoTime() + JOIN_NANOS;
        join(thread, end);
        join(counting, end);
        store.close();
    }

    private static void join(@Nullable Thread ending, long end) {
        if (ending == null) {
            return;
        }
        try {
            ending.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
