package io.crosslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.LogEvent;
import io.crosslog.model.RejectedRecord;
import io.crosslog.model.Stage;
import io.crosslog.spi.Limits;
import io.crosslog.spi.WriteBatch;
import io.crosslog.spi.WriteResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PipelineWriteTest {

    private final TestSource source = new TestSource();
    private final TestSink sink = new TestSink();

    @Test
    @DisplayName("R9: batches that wait behind a write are merged into the next, up to the sink's limits")
    void merges() throws Exception {
        source.with("a", 500).batchSize(5);
        sink.limits = new Limits(100, 1_000_000);
        CountDownLatch allPolled = new CountDownLatch(1);
        sink.answer = batch -> {
            allPolled.await();
            return null;
        };
        try (RunningPipeline running =
                TestPipeline.of("merge", source, sink).build().start()) {
            Waiting.until("all is read", () -> running.status().records().received() == 500);
            allPolled.countDown();
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(sink.durable).containsExactlyElementsOf(source.all());
        assertThat(sink.batches.stream().skip(1).limit(4).map(batch -> batch.events()
                        .size()))
                .containsOnly(100);
        assertThat(sink.batches).hasSizeLessThanOrEqualTo(7);
        assertSpansAreContiguous(sink.batches);
    }

    @Test
    @DisplayName(
            "R9: a batch, or one record, too large for one write is written in several, the last of them marked complete")
    void splits() throws Exception {
        source.with("a", 3).batchSize(3);
        source.partitions.get("a").set(1, "many");
        sink.limits = new Limits(10, 1_000_000);
        try (RunningPipeline running =
                TestPipeline.of("split", source, sink).build().start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.status().records()).isEqualTo(new RecordLedger(3, 3, 0, 0, 0, 0));
            assertThat(running.status().events()).isEqualTo(new EventLedger(27, 27, 0, 0, 0, 0));
        }
        assertThat(sink.batches.stream().map(batch -> batch.events().size())).containsExactly(10, 10, 7);
        assertThat(sink.batches.stream().map(WriteBatch::complete)).containsExactly(false, false, true);
        assertThat(sink.batches)
                .allMatch(
                        batch -> batch.start().isStart() && batch.end().token().equals("v1:3"));
        List<LogEvent> many = sink.batches.stream()
                .flatMap(batch -> batch.events().stream())
                .filter(event -> event.origin().number() == 1)
                .toList();
        assertThat(many.stream().map(LogEvent::index)).containsExactlyElementsOf(numbers(25));
        assertThat(source.committed).containsEntry("a", 3);
    }

    @Test
    @DisplayName("An event larger than the sink's byte limit is written alone")
    void oversizedEvent() throws Exception {
        source.with("a", 5);
        source.partitions.get("a").set(2, "x".repeat(1_000));
        sink.limits = new Limits(100, 200);
        try (RunningPipeline running =
                TestPipeline.of("large", source, sink).build().start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(sink.durable).containsExactlyElementsOf(source.all());
        assertThat(sink.batches)
                .anyMatch(batch -> batch.events().size() == 1
                        && batch.events().get(0).origin().number() == 2);
    }

    @Test
    @DisplayName("R9: only what was not sent is sent again, in order, and the partition's next batches wait for it")
    void partial() throws Exception {
        source.with("a", 40).batchSize(40);
        List<Integer> sizes = new ArrayList<>();
        sink.answer = batch -> {
            sizes.add(batch.events().size());
            int half = (batch.events().size() + 1) / 2;
            batch.events().subList(0, half).forEach(sink::keep);
            List<LogEvent> left = batch.events().subList(half, batch.events().size());
            return left.isEmpty()
                    ? WriteResult.complete()
                    : WriteResult.partial(List.of(), left, new IOException("cut"));
        };
        try (RunningPipeline running = TestPipeline.of("partial", source, sink)
                .settings(TestPipeline.fast().writesInFlight(1).build())
                .build()
                .start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.status().events()).isEqualTo(new EventLedger(40, 40, 0, 0, 0, 0));
        }
        assertThat(sink.durable).as("each once, in order").containsExactlyElementsOf(source.all());
        assertThat(sizes).containsExactly(40, 20, 10, 5, 2, 1);
    }

    @Test
    @DisplayName("R6: refused events are rejected with the bytes of their record; their siblings are delivered")
    void refused() throws Exception {
        source.with("a", 10).batchSize(10);
        source.partitions.get("a").set(4, "many");
        TestPipeline.Rejections rejections = new TestPipeline.Rejections();
        sink.answer = batch -> {
            List<WriteResult.Refusal> refusals = new ArrayList<>();
            for (LogEvent event : batch.events()) {
                if (event.text("content").orElseThrow().matches("many/3|a:7")) {
                    refusals.add(new WriteResult.Refusal(event, "value too long (request 7)"));
                } else {
                    sink.keep(event);
                }
            }
            return WriteResult.refused(refusals);
        };
        try (RunningPipeline running = TestPipeline.of("refused", source, sink)
                .rejectTo(rejections.handler)
                .build()
                .start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.status().records()).isEqualTo(new RecordLedger(10, 8, 2, 0, 0, 0));
            assertThat(running.status().events()).isEqualTo(new EventLedger(34, 32, 0, 2, 0, 0));
            assertThat(running.status().rejected())
                    .containsExactly(java.util.Map.entry("WRITE: value too long (request 7)", 2L));
        }
        assertThat(rejections.kept.stream().map(RejectedRecord::stage)).containsOnly(Stage.WRITE);
        assertThat(rejections.kept.stream().map(RejectedRecord::index)).containsExactly(3, 0);
        assertThat(new String(rejections.kept.get(0).bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("many");
        assertThat(sink.durable).hasSize(32);
    }

    @Test
    @DisplayName("One event instance emitted for many records is told apart by its place in the write")
    void sameInstance() throws Exception {
        source.with("a", 10).batchSize(10);
        LogEvent constant = LogEvent.builder(io.crosslog.model.RawRecord.of(
                        io.crosslog.model.Origin.prefix("test", "test://a@").at(0),
                        new byte[] {1},
                        java.time.Instant.EPOCH))
                .put("content", "same")
                .build();
        sink.answer = batch -> batch.events().size() > 3
                ? WriteResult.partial(
                        List.of(new WriteResult.Refusal(batch.events().get(0), "no")),
                        batch.events()
                                .subList(
                                        batch.events().size() - 3,
                                        batch.events().size()),
                        new IOException("cut"))
                : null;
        TestPipeline.Rejections rejections = new TestPipeline.Rejections();
        try (RunningPipeline running = Pipeline.named("same")
                .from(source)
                .decode((record, out) -> out.emit(constant))
                .to(sink)
                .rejectTo(rejections.handler)
                .settings(TestPipeline.fast().build())
                .build()
                .start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure()).isEmpty();
            assertThat(running.status().events()).isEqualTo(new EventLedger(10, 9, 0, 1, 0, 0));
        }
    }

    @Test
    @DisplayName("R9: at most one write of a partition at a time, and no more than the writes in flight")
    void parallel() throws Exception {
        for (int i = 0; i < 8; i++) {
            source.with("p" + i, 200);
        }
        sink.limits = new Limits(10, 1_000_000);
        try (RunningPipeline running = TestPipeline.of("parallel", source, sink)
                .settings(TestPipeline.fast().readers(3).writesInFlight(3).build())
                .build()
                .start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(sink.violations).isEmpty();
        assertThat(sink.mostInFlight.get()).isBetween(1, 3);
        assertThat(sink.durable).containsExactlyInAnyOrderElementsOf(source.all());
    }

    @Test
    @DisplayName("A decoder with state is asked for once for each writing thread")
    void suppliers() throws Exception {
        source.with("a", 100).with("b", 100);
        List<Thread> made = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (RunningPipeline running = Pipeline.named("supplied")
                .from(source)
                .decode(() -> {
                    Thread owner = Thread.currentThread();
                    made.add(owner);
                    return (record, out) -> {
                        if (Thread.currentThread() != owner) {
                            throw new IllegalStateException("another thread");
                        }
                        TestPipeline.DECODER.decode(record, out);
                    };
                })
                .normalize(io.crosslog.spi.Normalizer::none)
                .to(sink)
                .settings(TestPipeline.fast().writesInFlight(3).build())
                .build()
                .start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure()).isEmpty();
        }
        assertThat(made).hasSizeLessThanOrEqualTo(3).doesNotHaveDuplicates();
    }

    private static void assertSpansAreContiguous(List<WriteBatch> batches) {
        String at = "";
        for (WriteBatch batch : batches) {
            assertThat(batch.start().token()).isEqualTo(at);
            at = batch.end().token();
        }
    }

    private static List<Integer> numbers(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        return numbers;
    }
}
