package io.crosslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.RecordBatch;
import io.crosslog.model.RejectedRecord;
import io.crosslog.spi.BlockedException;
import io.crosslog.spi.Limits;
import io.crosslog.spi.RejectionHandler;
import io.crosslog.spi.RejectionWriter;
import io.crosslog.spi.Sink;
import io.crosslog.spi.SinkContext;
import io.crosslog.spi.SinkWriter;
import io.crosslog.spi.ThrottledException;
import io.crosslog.spi.WriteBatch;
import io.crosslog.spi.WriteResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineFaultTest {

    private final TestSource source = new TestSource().with("a", 200).with("b", 200);
    private final TestSink sink = new TestSink();

    @Test
    @DisplayName(
            "R5: a sink that throws for a long while is tried again and again, nothing is committed, then all goes on")
    void sinkDown() throws Exception {
        AtomicBoolean down = new AtomicBoolean(true);
        AtomicInteger attempts = new AtomicInteger();
        sink.answer = batch -> {
            if (down.get()) {
                attempts.incrementAndGet();
                throw new IOException("connection refused");
            }
            return null;
        };
        try (RunningPipeline running =
                TestPipeline.of("down", source, sink).build().start()) {
            Waiting.until("many attempts", () -> attempts.get() > 60);
            assertThat(running.status().state()).isEqualTo(PipelineState.RETRYING);
            assertThat(running.status().reason()).contains("connection refused");
            assertThat(running.status().records().inFlight()).isEqualTo(400);
            assertThat(running.status().oldestUnacknowledged()).isPositive();
            assertThat(source.committed).isEmpty();
            down.set(false);
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.status().state()).isEqualTo(PipelineState.STOPPED);
            assertThat(running.status().troubles()).isEmpty();
        }
        assertThat(sink.durable).containsExactlyInAnyOrderElementsOf(source.all());
    }

    @Test
    @DisplayName("R5: authentication failures show as blocked with reason and advice, and go on when somebody helps")
    void blocked() throws Exception {
        AtomicBoolean wrong = new AtomicBoolean(true);
        sink.answer = batch -> {
            if (wrong.get()) {
                throw new BlockedException("the key is unknown", "make a new key", null);
            }
            return null;
        };
        try (RunningPipeline running =
                TestPipeline.of("blocked", source, sink).build().start()) {
            Waiting.until("blocked", () -> running.status().state() == PipelineState.BLOCKED);
            assertThat(running.status().reason()).contains("the key is unknown");
            assertThat(running.status().advice()).isEqualTo("make a new key");
            assertThat(running.status().toString())
                    .contains("BLOCKED", "make a new key")
                    .doesNotContain("\n");
            wrong.set(false);
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure()).isEmpty();
        }
        assertThat(sink.durable).containsExactlyInAnyOrderElementsOf(source.all());
    }

    @Test
    @DisplayName("R5: a setting ends a pipeline that stays blocked, and says why")
    void giveUp() throws Exception {
        sink.answer = batch -> {
            throw new BlockedException("the key is unknown", "make a new key", null);
        };
        Pipeline pipeline = TestPipeline.of("giveup", source, sink)
                .settings(TestPipeline.fast()
                        .giveUpBlockedAfter(Duration.ofMillis(100))
                        .build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.status().state()).isEqualTo(PipelineState.FAILED);
            assertThat(running.failure().orElseThrow()).hasMessageContaining("the key is unknown");
        }
        assertThat(source.committed).isEmpty();
        assertThat(Threads.of("giveup")).isEmpty();
    }

    @Test
    @DisplayName("R5: quota refusals show as throttled")
    void throttled() throws Exception {
        AtomicBoolean busy = new AtomicBoolean(true);
        sink.answer = batch -> busy.get()
                ? WriteResult.partial(List.of(), batch.events(), new ThrottledException("write quota", null))
                : null;
        try (RunningPipeline running =
                TestPipeline.of("throttled", source, sink).build().start()) {
            Waiting.until("throttled", () -> running.status().state() == PipelineState.THROTTLED);
            busy.set(false);
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(sink.durable).containsExactlyInAnyOrderElementsOf(source.all());
    }

    @Test
    @DisplayName("A partition that fails starves no other, though every writing thread has met it")
    void failingPartitionStarvesNobody() throws Exception {
        TestSource many = new TestSource().batchSize(5);
        for (int i = 0; i < 12; i++) {
            many.with("p" + i, 100);
        }
        AtomicBoolean down = new AtomicBoolean(true);
        sink.answer = batch -> {
            if (down.get() && Integer.parseInt(batch.partition().substring(1)) < 6) {
                throw new IOException("not this one");
            }
            return null;
        };
        Pipeline pipeline = TestPipeline.of("starve", many, sink)
                .settings(TestPipeline.fast()
                        .writesInFlight(2)
                        .retryDelays(Duration.ofMillis(200), Duration.ofSeconds(1))
                        .build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            Waiting.until("the six healthy ones are done", () -> sink.durable.size() == 600);
            down.set(false);
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(sink.durable).containsExactlyInAnyOrderElementsOf(many.all());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "decoder",
                "decoder-error",
                "normalizer",
                "sink",
                "sink-open",
                "sink-close",
                "poll",
                "open",
                "commit",
                "keepAlive",
                "close",
                "handler",
                "handler-open",
                "listener-polled",
                "listener-written",
                "listener-state",
                "listener-error",
                "memory",
                "sink-null",
                "sink-foreign"
            })
    @DisplayName("What throws what it should not stops the pipeline, which says why; nothing is left running")
    void bugs(String where) throws Exception {
        source.partitions.get("b").set(60, "bad record");
        RuntimeException bug = new IllegalStateException("a bug in " + where);
        Error error = new NoClassDefFoundError("a bug in " + where);
        OutOfMemoryError memory = new OutOfMemoryError("a bug in " + where);
        if (where.equals("poll")) {
            source.onPoll = reader -> fail(source.polls.get() > 5, bug);
        } else if (where.equals("open")) {
            source.onOpen = reader -> fail(true, bug);
        } else if (where.equals("commit")) {
            source.onCommit = reader -> fail(true, bug);
        } else if (where.equals("close")) {
            source.onClose = reader -> fail(true, bug);
        } else if (where.equals("keepAlive")) {
            sink.answer = batch -> {
                throw new IOException("down, so that the reader has nothing to do");
            };
            source.onKeepAlive = reader -> fail(true, bug);
        } else if (where.equals("sink")) {
            sink.answer = batch -> {
                throw bug;
            };
        } else if (where.equals("sink-null")) {
            sink.answer = batch -> WriteResult.partial(List.of(), List.of(), new IOException("nothing is unsent"));
        } else if (where.equals("sink-foreign")) {
            sink.answer = batch -> WriteResult.refused(List.of(new WriteResult.Refusal(
                    TestPipeline.event(batch.events().get(0).record(), "another"), "a bug in sink-foreign")));
        }
        Sink wrapped = new Sink() {
            @Override
            public String name() {
                return "wrapped";
            }

            @Override
            public SinkWriter open(SinkContext context) throws IOException {
                fail(where.equals("sink-open"), bug);
                SinkWriter writer = sink.open(context);
                return new SinkWriter() {
                    @Override
                    public Limits limits() {
                        return writer.limits();
                    }

                    @Override
                    public WriteResult write(WriteBatch batch) throws IOException, InterruptedException {
                        return where.equals("sink-null") ? null : writer.write(batch);
                    }

                    @Override
                    public void close() {
                        writer.close();
                        fail(where.equals("sink-close"), bug);
                    }
                };
            }
        };
        RejectionHandler handler = context -> {
            fail(where.equals("handler-open"), bug);
            return rejected -> fail(where.equals("handler"), bug);
        };
        PipelineListener listener = new PipelineListener() {
            @Override
            public void polled(String pipeline, RecordBatch batch) {
                fail(where.equals("listener-polled"), bug);
            }

            @Override
            public void written(String pipeline, WriteBatch batch, int delivered, Duration took) {
                fail(where.equals("listener-written"), bug);
                if (where.equals("listener-error")) {
                    throw error;
                }
            }

            @Override
            public void stateChanged(String pipeline, PipelineState from, PipelineState to, String reason) {
                fail(where.equals("listener-state"), bug);
            }
        };
        Pipeline pipeline = Pipeline.named("bug")
                .from(source)
                .decode((record, out) -> {
                    if (record.origin().toString().equals("test://b@60")) {
                        fail(where.equals("decoder"), bug);
                        if (where.equals("decoder-error")) {
                            throw error;
                        }
                        if (where.equals("memory")) {
                            throw memory;
                        }
                    }
                    TestPipeline.DECODER.decode(record, out);
                })
                .normalize((event, out) -> {
                    fail(where.equals("normalizer"), bug);
                    out.emit(event);
                })
                .to(wrapped)
                .rejectTo(handler)
                .listener(listener)
                .settings(TestPipeline.fast().build())
                .build();

        RunningPipeline running = pipeline.start();
        assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();

        PipelineStatus status = running.status();
        assertThat(status.state()).isEqualTo(PipelineState.FAILED);
        Throwable failure = running.failure().orElseThrow();
        assertThat(failure).isNotNull();
        if (!where.equals("sink-null") && !where.equals("sink-foreign")) {
            assertThat(Throwables.getRootCause(failure) == null ? failure : Throwables.getRootCause(failure))
                    .hasMessage("a bug in " + where);
        }
        if (where.startsWith("decoder")) {
            assertThat(failure).hasMessageContaining("test://b@60");
            assertThat(source.committed.getOrDefault("b", 0)).isLessThanOrEqualTo(60);
        }
        assertThat(status.reason()).isNotEmpty();
        assertThat(status.records().balances()).isTrue();
        assertThat(status.events().balances()).isTrue();
        assertThat(Threads.of("bug")).isEmpty();
        assertThat(source.closed.get()).isEqualTo(source.opened.get());
        assertThat(sink.closed.get()).isEqualTo(sink.opened.get());
        assertThat(source.violations).isEmpty();
        running.close();
        running.close();
    }

    private static void fail(boolean now, RuntimeException bug) {
        if (now) {
            throw bug;
        }
    }

    @Test
    @DisplayName(
            "R5: a reader whose open, poll, commit and keepAlive fail now and then is tried again, and nothing is lost")
    void flakyReader() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        TestSource.Hook flaky = reader -> {
            if (calls.incrementAndGet() % 3 != 0) {
                throw new IOException("flaky");
            }
        };
        source.onOpen = flaky;
        source.onPoll = flaky;
        source.onCommit = flaky;
        source.onKeepAlive = flaky;
        try (RunningPipeline running =
                TestPipeline.of("flaky", source, sink).build().start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure()).isEmpty();
        }
        assertThat(sink.durable).containsExactlyInAnyOrderElementsOf(source.all());
        assertThat(source.committed).containsEntry("a", 200).containsEntry("b", 200);
    }

    @Test
    @DisplayName(
            "R6: a rejection handler that fails is given the same records again; nothing is committed before it succeeds")
    void handlerFails() throws Exception {
        source.partitions.get("a").set(3, "bad 1");
        source.partitions.get("a").set(4, "half");
        AtomicBoolean down = new AtomicBoolean(true);
        AtomicInteger attempts = new AtomicInteger();
        List<RejectedRecord> kept = new CopyOnWriteArrayList<>();
        RejectionHandler handler = context -> new RejectionWriter() {
            @Override
            public void write(List<RejectedRecord> rejected) throws IOException {
                attempts.incrementAndGet();
                if (down.get()) {
                    throw new IOException("disk full");
                }
                kept.addAll(rejected);
            }
        };
        Pipeline pipeline =
                TestPipeline.of("handler", source, sink).rejectTo(handler).build();
        try (RunningPipeline running = pipeline.start()) {
            Waiting.until("some attempts", () -> attempts.get() > 5);
            assertThat(running.status().reason()).contains("disk full");
            Waiting.until("b is done", () -> source.committed.getOrDefault("b", 0) == 200);
            assertThat(source.committed).doesNotContainKey("a");
            down.set(false);
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.status().records()).isEqualTo(new RecordLedger(400, 398, 2, 0, 0, 0));
            assertThat(running.status().events()).isEqualTo(new EventLedger(401, 400, 0, 1, 0, 0));
        }
        assertThat(kept).hasSize(2);
        assertThat(sink.durable)
                .as("siblings and neighbours, once each")
                .hasSize(400)
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("A hundred pipelines share a budget and an executor-free JVM; the one that fails harms no other")
    void hundred() throws Exception {
        MemoryBudget budget = MemoryBudget.of(1_000_000);
        List<TestSource> sources = new ArrayList<>();
        List<TestSink> sinks = new ArrayList<>();
        List<RunningPipeline> running = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            TestSource one = new TestSource().with("a", 300).with("b", 300);
            TestSink into = new TestSink();
            if (i == 42) {
                one.partitions.get("a").set(100, "bug");
            }
            if (i == 43) {
                into.answer = batch -> {
                    throw new IOException("always down");
                };
            }
            sources.add(one);
            sinks.add(into);
            running.add(TestPipeline.of("hundred" + i, one, into)
                    .settings(TestPipeline.fast()
                            .budget(budget)
                            .writesInFlight(2)
                            .drainTime(Duration.ofMillis(100))
                            .build())
                    .build()
                    .start());
        }
        for (int i = 0; i < 100; i++) {
            if (i != 43) {
                assertThat(running.get(i).awaitEnd(Duration.ofSeconds(60))).isTrue();
                assertThat(running.get(i).status().state())
                        .as(running.get(i).failure().toString())
                        .isEqualTo(i == 42 ? PipelineState.FAILED : PipelineState.STOPPED);
                if (i != 42) {
                    assertThat(sinks.get(i).durable)
                            .containsExactlyInAnyOrderElementsOf(sources.get(i).all());
                }
            }
        }
        assertThat(running.get(43).status().state()).isEqualTo(PipelineState.RETRYING);
        running.get(43).close();
        assertThat(running.get(43).status().unacknowledged()).isEqualTo(600);
        assertThat(budget.used()).isZero();
        assertThat(Threads.of("hundred")).isEmpty();
    }
}
