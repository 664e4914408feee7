package io.crosslog.s3;

import java.io.Closeable;
import java.util.HashSet;
import java.util.Set;

/**
 * One running pipeline's view of the bucket in this process: a client and a listing that its readers share. Made with the
 * first reader and closed with the last. Safe for concurrent calls.
 */
final class Discovery implements Closeable {

    private static final long JOIN_MILLIS = 5_000;

    private final String pipeline;
    private final ObjectStore store;
    private final Lister lister;
    private final Thread thread;
    private final Set<Integer> readers = new HashSet<>();

    Discovery(String pipeline, ObjectStore store, S3Settings settings) {
        this.pipeline = pipeline;
        this.store = store;
        this.lister = new Lister(store, settings);
        this.thread = new Thread(lister, "crosslog-" + pipeline + "-" + settings.name() + "-list");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
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

    @Override
    public void close() {
        lister.close();
        thread.interrupt();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
