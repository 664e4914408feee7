package io.crosslog.sls;

import io.crosslog.spi.Limits;
import io.crosslog.spi.SinkContext;
import io.crosslog.spi.SinkWriter;
import io.crosslog.spi.WriteBatch;
import io.crosslog.spi.WriteResult;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/** Writes batches, several at once: each with a workspace of its own. Safe for concurrent calls. */
final class SlsWriter implements SinkWriter {

    private final SlsEncoding encoding;
    private final SlsCalls calls;
    private final PutLogsClient client;
    private final SinkContext context;
    private final Supplier<Compressor> compressors;
    private final ConcurrentLinkedDeque<Workspace> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    SlsWriter(
            SlsEncoding encoding,
            SlsCalls calls,
            PutLogsClient client,
            SinkContext context,
            Supplier<Compressor> compressors) {
        this.encoding = encoding;
        this.calls = calls;
        this.client = client;
        this.context = context;
        this.compressors = compressors;
    }

    /** Keys and tags add to what an event weighs, so that a full batch still makes one request. */
    @Override
    public Limits limits() {
        return new Limits(encoding.maxLogs(), encoding.maxRequestBytes() / 4L * 3);
    }

    @Override
    public WriteResult write(WriteBatch batch) throws InterruptedException {
        Workspace workspace = idle.pollFirst();
        if (workspace == null) {
            workspace = new Workspace(encoding.layout(), compressors.get());
        }
        try {
            return new BatchWrite(encoding, calls, context, workspace, batch.events()).run();
        } finally {
            release(workspace);
        }
    }

    private void release(Workspace workspace) {
        if (workspace.isWorthKeeping()) {
            idle.addFirst(workspace);
            if (closed) {
                closeIdle();
            }
        } else {
            workspace.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        client.close();
        closeIdle();
    }

    private void closeIdle() {
        for (Workspace workspace = idle.pollFirst(); workspace != null; workspace = idle.pollFirst()) {
            workspace.close();
        }
    }
}
