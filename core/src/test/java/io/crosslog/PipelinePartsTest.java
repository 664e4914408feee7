package io.crosslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.model.LogEvent;
import io.crosslog.model.RejectedRecord;
import io.crosslog.reject.FileRejections;
import io.crosslog.spi.Limits;
import io.crosslog.spi.NormalizeException;
import io.crosslog.spi.WriteResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A record that holds many events")
class PipelinePartsTest {

    private static final int EVENTS = 1_000;

    private final List<String> parts = IntStream.range(0, EVENTS)
            .mapToObj(i -> "{\"content\":\"" + i + "\",\"url\":\"/?sig=" + "s".repeat(1_000) + "\"}")
            .toList();
    private final String record = "[" + String.join(",", parts) + "]";
    private final List<String> masked =
            parts.stream().map(part -> part.replaceAll("s{1000}", "***")).toList();
    private final TestSource source = new TestSource().with("a", 0);
    private final TestSink sink = new TestSink();

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"normalizer", "route", "sink"})
    @DisplayName(
            "costs what it weighs where all of them are rejected: each with its own bytes, in writes of bounded size")
    void rejected(String where) throws Exception {
        source.partitions.get("a").add(record.replace("sig=", "arg="));
        sink.limits = new Limits(10_000, 200_000);
        if (where.equals("sink")) {
            sink.answer = batch -> WriteResult.refused(batch.events().stream()
                    .map(event -> new WriteResult.Refusal(event, "not this one"))
                    .toList());
        }
        List<Long> handedOver = new CopyOnWriteArrayList<>();
        PipelineListener listener = new PipelineListener() {
            @Override
            public void rejected(String pipeline, List<RejectedRecord> rejected) {
                handedOver.add(
                        rejected.stream().mapToLong(RejectedRecord::length).sum());
            }
        };
        Pipeline pipeline = Pipeline.named("parts")
                .from(source)
                .decode(JsonDecoder.create())
                .normalize((event, out) -> {
                    if (where.equals("normalizer")) {
                        throw new NormalizeException("not this one");
                    }
                    out.emit(event);
                })
                .route(
                        Route.named("sink").when(event -> where.equals("sink")).to(sink),
                        Route.otherwise().reject())
                .rejectTo(FileRejections.in(dir))
                .listener(listener)
                .settings(TestPipeline.fast().build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure()).isEmpty();
            assertThat(running.status().events()).isEqualTo(new EventLedger(EVENTS, 0, 0, EVENTS, 0, 0));
        }
        List<String> lines = lines();
        assertThat(lines).hasSize(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            String own = parts.get(i).replace("sig=", "arg=").replace("\"", "\\\"");
            assertThat(lines.get(i)).contains("\"index\":" + i + ",").endsWith("\"raw\":\"" + own + "\"}");
        }
        assertThat(lines.stream().mapToLong(String::length).sum()).isLessThan(record.length() * 3L / 2);
        assertThat(handedOver).hasSizeGreaterThan(4).allMatch(bytes -> bytes <= 210_000);
    }

    @Test
    @DisplayName(
            "costs its bytes once in memory where a normalizer makes all of them of one part, and in writes of bounded size")
    void ofOnePart() throws Exception {
        source.partitions.get("a").add("{\"list\":" + record.replace("sig=", "arg=") + "}");
        int size = source.partitions.get("a").get(0).length();
        sink.limits = new Limits(100_000, 10_000_000);
        int events = 10_000; // 10 GiB, if each of them had the bytes for itself
        List<Long> handedOver = new CopyOnWriteArrayList<>();
        Pipeline pipeline = Pipeline.named("each")
                .from(source)
                .decode(JsonDecoder.create())
                .normalize((event, out) -> {
                    for (int i = 0; i < events; i++) {
                        out.emit(LogEvent.builder(event).put("content", i).build());
                    }
                })
                .route(
                        Route.named("none").when(event -> false).to(sink),
                        Route.otherwise().reject())
                .rejectTo(context -> rejected -> handedOver.add(
                        rejected.stream().mapToLong(RejectedRecord::length).sum()))
                .settings(TestPipeline.fast().build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure()).isEmpty();
        }
        assertThat(handedOver).allMatch(bytes -> bytes <= 10_000_000);
        assertThat(handedOver.stream().mapToLong(bytes -> bytes).sum()).isEqualTo((long) events * size);
    }

    @Test
    @DisplayName("has each of them masked in its own bytes, and not the whole record once for each")
    void masked() throws Exception {
        source.partitions.get("a").add(record);
        List<LogEvent> delivered = new ArrayList<>();
        sink.answer = batch -> {
            delivered.addAll(batch.events());
            return null;
        };
        try (RunningPipeline running = Pipeline.named("masked")
                .from(source)
                .decode(JsonDecoder.create())
                .to(sink)
                .settings(TestPipeline.fast().build())
                .build()
                .start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(delivered)
                .extracting(event -> new String(event.record().copyBytes(), UTF_8))
                .isEqualTo(masked);
        assertThat(delivered).extracting(LogEvent::id).doesNotHaveDuplicates();
        assertThat(delivered)
                .extracting(event -> event.record().checksum())
                .containsOnly(delivered.get(0).record().checksum());
    }

    private List<String> lines() throws Exception {
        try (Stream<Path> files = Files.list(dir)) {
            return Files.readAllLines(files.filter(file -> file.toString().endsWith(".ndjson"))
                    .toList()
                    .get(0));
        }
    }
}
