package io.crosslog;

import io.crosslog.spi.SinkContext;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What sink and rejection handler may ask of the engine, and what was counted besides the ledgers. Safe for concurrent calls. */
final class RunContext implements SinkContext {

    private final String pipeline;
    private final NameCounts noted = new NameCounts();
    private @Nullable Instant lastCommit;
    private long raw;
    private long compressed;

    RunContext(String pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public String pipeline() {
        return pipeline;
    }

    @Override
    public synchronized void sent(long rawBytes, long compressedBytes) {
        raw += rawBytes;
        compressed += compressedBytes;
    }

    @Override
    public synchronized void count(String name) {
        noted.add(name, 1);
    }

    synchronized void committed(Instant when) {
        lastCommit = when;
    }

    synchronized Optional<Instant> lastCommit() {
        return Optional.ofNullable(lastCommit);
    }

    synchronized ByteCounts bytes(long received) {
        return new ByteCounts(received, raw, compressed);
    }

    synchronized void addNoted(NameCounts sum) {
        sum.addAll(noted);
    }
}
