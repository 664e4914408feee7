package io.crosslog;

import io.crosslog.model.LogEvent;
import io.crosslog.spi.Limits;
import io.crosslog.spi.Sink;
import io.crosslog.spi.SinkContext;
import io.crosslog.spi.SinkWriter;
import io.crosslog.spi.WriteBatch;
import io.crosslog.spi.WriteResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what it was given; a hook may answer otherwise. */
final class TestSink implements Sink {

    interface Answer {
        /** Returns what to answer, after having kept what is durable, or null to keep all. */
        WriteResult to(WriteBatch batch) throws IOException, InterruptedException;
    }

    final List<String> durable = new CopyOnWriteArrayList<>();
    final List<WriteBatch> batches = new CopyOnWriteArrayList<>();
    final List<String> violations = new CopyOnWriteArrayList<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger inFlight = new AtomicInteger();
    final AtomicInteger mostInFlight = new AtomicInteger();
    private final Map<String, Boolean> writing = new ConcurrentHashMap<>();
    volatile Answer answer = batch -> null;
    Limits limits = new Limits(100, 1_000_000);

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public SinkWriter open(SinkContext context) {
        opened.incrementAndGet();
        return new SinkWriter() {
            @Override
            public Limits limits() {
                return limits;
            }

            @Override
            public WriteResult write(WriteBatch batch) throws IOException, InterruptedException {
                mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                if (writing.put(batch.partition(), true) != null) {
                    violations.add("two writes of " + batch.partition() + " at one time");
                }
                try {
                    batches.add(batch);
                    WriteResult result = answer.to(batch);
                    if (result == null) {
                        batch.events().forEach(TestSink.this::keep);
                        context.sent(10L * batch.events().size(), batch.events().size());
                        return WriteResult.complete();
                    }
                    return result;
                } finally {
                    writing.remove(batch.partition());
                    inFlight.decrementAndGet();
                }
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    void keep(LogEvent event) {
        durable.add(event.text("content").orElseThrow());
    }
}
