package io.crosslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.crosslog.model.LogEvent;
import io.crosslog.model.RejectedRecord;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.RejectionHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The parts that most pipelines of these tests are made of. */
final class TestPipeline {

    /** Makes events by what the text begins with: several, none, rejected parts, filtered ones, and throws. */
    static final Decoder DECODER = (record, out) -> {
        String text = new String(record.array(), record.offset(), record.length(), UTF_8);
        if (text.startsWith("bad")) {
            throw new DecodeException("it is bad");
        } else if (text.startsWith("silent")) {
            return;
        } else if (text.startsWith("skip")) {
            out.filter("skipped");
        } else if (text.startsWith("half")) {
            out.emit(event(record, text + "/0"));
            out.reject("part".getBytes(UTF_8), "half of it");
            out.emit(event(record, text + "/2"));
        } else if (text.startsWith("many")) {
            for (int i = 0; i < 25; i++) {
                out.emit(event(record, text + "/" + i));
            }
        } else if (text.startsWith("bug")) {
            throw new IllegalStateException("a bug");
        } else {
            out.emit(event(record, text));
        }
        out.count("decoded");
    };

    private TestPipeline() {}

    static LogEvent event(io.crosslog.model.RawRecord record, String text) {
        return LogEvent.builder(record).put("content", text).build();
    }

    static PipelineSettings.Builder fast() {
        return PipelineSettings.builder()
                .retryDelays(Duration.ofMillis(2), Duration.ofMillis(20))
                .blockedBeat(Duration.ofMillis(20))
                .checkpointInterval(Duration.ofMillis(20))
                .drainTime(Duration.ofSeconds(5))
                .rejectionLimit(RejectionLimit.off());
    }

    static Pipeline.Builder of(String name, TestSource source, TestSink sink) {
        return Pipeline.named(name).from(source).decode(DECODER).to(sink).settings(fast().build());
    }

    /** Keeps rejected records in memory. */
    static final class Rejections {
        final List<RejectedRecord> kept = new CopyOnWriteArrayList<>();
        final RejectionHandler handler = context -> kept::addAll;
    }
}
