package io.crosslog.sls;

import io.crosslog.model.LogEvent;
import io.crosslog.model.Origin;
import io.crosslog.model.Position;
import io.crosslog.model.RawRecord;
import io.crosslog.spi.SinkContext;
import io.crosslog.spi.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Makes events, batches and a context that remembers what it was told. */
final class Events {

    static final Origin.Prefix ORIGIN = Origin.prefix("waf-source", "kafka://waf/0@");

    private Events() {}

    static LogEvent event(long number, Consumer<LogEvent.Builder> fields) {
        return event(number, Map.of(), fields);
    }

    static LogEvent event(long number, Map<String, String> attributes, Consumer<LogEvent.Builder> fields) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        RawRecord record = RawRecord.builder(ORIGIN.at(number), now)
                .bytes(("record " + number).getBytes(StandardCharsets.UTF_8))
                .attributes(attributes)
                .build();
        LogEvent.Builder builder = LogEvent.builder(record).time(now.minusSeconds(60));
        fields.accept(builder);
        return builder.build();
    }

    static LogEvent simple(long number) {
        return event(number, b -> b.put("number", number).put("text", "text " + number));
    }

    static LogEvent ofKind(long number, String kind) {
        return event(number, Map.of("kind", kind), b -> b.put("number", number));
    }

    static WriteBatch batch(List<LogEvent> events) {
        return new WriteBatch(Position.start("waf/0"), Position.of("waf/0", "v1:1"), true, events);
    }

    static WriteBatch batch(LogEvent... events) {
        return batch(List.of(events));
    }

    /** Remembers bytes and counts. */
    static final class Context implements SinkContext {
        final AtomicLong raw = new AtomicLong();
        final AtomicLong compressed = new AtomicLong();
        final AtomicLong attempts = new AtomicLong();
        final Map<String, Long> counts = new ConcurrentHashMap<>();

        @Override
        public String pipeline() {
            return "test";
        }

        @Override
        public void sent(long rawBytes, long compressedBytes) {
            attempts.incrementAndGet();
            raw.addAndGet(rawBytes);
            compressed.addAndGet(compressedBytes);
        }

        @Override
        public void count(String name) {
            counts.merge(name, 1L, Long::sum);
        }
    }
}
