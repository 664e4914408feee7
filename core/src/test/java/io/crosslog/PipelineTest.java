package io.crosslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.LogEvent;
import io.crosslog.spi.Decoder;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PipelineTest {

    static final Decoder TEXT = (record, out) -> out.emit(LogEvent.builder(record)
            .put("content", new String(record.array(), record.offset(), record.length(), UTF_8))
            .build());

    static PipelineSettings.Builder fast() {
        return PipelineSettings.builder()
                .retryDelays(Duration.ofMillis(2), Duration.ofMillis(20))
                .blockedBeat(Duration.ofMillis(20))
                .checkpointInterval(Duration.ofMillis(20))
                .drainTime(Duration.ofSeconds(5));
    }

    @Test
    @DisplayName(
            "Delivers all records of a bounded source in order, commits them and ends as stopped, with no thread left")
    void happyPath() throws Exception {
        TestSource source = new TestSource().with("a", 1_000).with("b", 500).with("c", 3);
        TestSink sink = new TestSink();
        Pipeline pipeline = Pipeline.named("happy")
                .from(source)
                .decode(TEXT)
                .to(sink)
                .settings(fast().readers(2).build())
                .build();

        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            PipelineStatus status = running.status();
            assertThat(running.failure()).isEmpty();
            assertThat(status.state()).isEqualTo(PipelineState.STOPPED);
            assertThat(status.records()).isEqualTo(new RecordLedger(1_503, 1_503, 0, 0, 0, 0));
            assertThat(status.events()).isEqualTo(new EventLedger(1_503, 1_503, 0, 0, 0, 0));
        }

        assertThat(sink.durable).containsExactlyInAnyOrderElementsOf(source.all());
        for (String partition : source.partitions.keySet()) {
            assertThat(sink.durable.stream().filter(text -> text.startsWith(partition)))
                    .containsExactlyElementsOf(source.partitions.get(partition));
        }
        assertThat(source.committed)
                .containsEntry("a", 1_000)
                .containsEntry("b", 500)
                .containsEntry("c", 3);
        assertThat(source.violations).isEmpty();
        assertThat(sink.violations).isEmpty();
        assertThat(source.closed).hasValue(2);
        assertThat(sink.closed).hasValue(1);
        assertThat(Threads.of("happy")).isEmpty();
    }
}
