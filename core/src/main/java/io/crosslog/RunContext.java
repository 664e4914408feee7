package io.crosslog;

import io.crosslog.spi.SinkContext;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What sinks and rejection handler may ask of the engine, and what was counted besides the ledgers. Safe for concurrent calls. */
final class RunContext implements SinkContext {

    private final String pipeline;
    private final NameCounts noted = new NameCounts();
    private final long[] raw;
    private final long[] compressed;
    private @Nullable Instant lastCommit;

    RunContext(String pipeline, int branches) {
        this.pipeline = pipeline;
        this.raw = new long[branches];
        this.compressed = new long[branches];
    }

    /** What the sink of a branch may ask. */
    SinkContext of(Branch branch) {
        return new SinkContext() {
            @Override
            public String pipeline() {
                return pipeline;
            }

            @Override
            public void sent(long rawBytes, long compressedBytes) {
                RunContext.this.sent(branch.index(), rawBytes, compressedBytes);
            }

            @Override
            public void count(String name) {
                RunContext.this.count(name);
            }
        };
    }

    @Override
    public String pipeline() {
        return pipeline;
    }

    @Override
    public void sent(long rawBytes, long compressedBytes) {
        sent(Routing.UNROUTED, rawBytes, compressedBytes);
    }

    private synchronized void sent(int branch, long rawBytes, long compressedBytes) {
        raw[branch] += rawBytes;
        compressed[branch] += compressedBytes;
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
        long allRaw = 0;
        long allCompressed = 0;
        for (int branch = 0; branch < raw.length; branch++) {
            allRaw += raw[branch];
            allCompressed += compressed[branch];
        }
        return new ByteCounts(received, allRaw, allCompressed);
    }

    synchronized long sentRaw(Branch branch) {
        return raw[branch.index()];
    }

    synchronized long sentCompressed(Branch branch) {
        return compressed[branch.index()];
    }

    synchronized void addNoted(NameCounts sum) {
        sum.addAll(noted);
    }
}
