package io.crosslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.crosslog.model.Position;
import io.crosslog.model.RawRecord;
import io.crosslog.spi.SourceEvent;
import io.crosslog.spi.WriteBatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pipeline says of itself is so. */
class PipelineTruthTest {

    private final TestSource source = new TestSource().with("a", 100);
    private final TestSink sink = new TestSink();

    @Test
    @DisplayName("A good poll ends the trouble of a keep-alive that failed while polling did")
    void keepAliveIsOver() {
        AtomicBoolean down = new AtomicBoolean(true);
        source.endless();
        source.onPoll = reader -> {
            if (down.get()) {
                throw new IOException("poll is down");
            }
        };
        source.onKeepAlive = reader -> {
            throw new IOException("keep-alive is down");
        };
        Pipeline pipeline = TestPipeline.of("alive", source, sink)
                .settings(TestPipeline.fast()
                        .retryDelays(Duration.ofMillis(1_200), Duration.ofMillis(1_200))
                        .build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            Waiting.until("kept alive in vain", () -> !source.keepAlives.isEmpty());
            down.set(false);
            Waiting.until("all is well", () -> running.status().state() == PipelineState.RUNNING);
            assertThat(running.status().troubles()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "How far a source has come is shown by units, added up over readers, with the time left, and what it counts is")
    void progressAndCounts() {
        source.endless();
        for (int done = 10; done <= 40; done += 30) {
            int now = done;
            source.nextPolls.add(reader -> {
                reader.context.report(new SourceEvent.Progress(now, OptionalLong.of(100), "objects", 0.5));
                reader.context.report(new SourceEvent.Progress(now * 1_000L, OptionalLong.empty(), "bytes", 500));
                reader.context.report(new SourceEvent.Count("requests", now));
            });
        }
        try (RunningPipeline running =
                TestPipeline.of("progress", source, sink).build().start()) {
            Waiting.until("both", () -> running.status().noted().getOrDefault("requests", 0L) == 50);
            PipelineStatus status = running.status();
            assertThat(status.progress())
                    .containsExactly(
                            new SourceEvent.Progress(40_000, OptionalLong.empty(), "bytes", 500),
                            new SourceEvent.Progress(40, OptionalLong.of(100), "objects", 0.5));
            assertThat(status.progress().get(1).left()).contains(Duration.ofMinutes(2));
            assertThat(status.progress().get(0).left()).isEmpty();
            assertThat(status.toString()).contains("; 40000 bytes; 40 of 100 objects, PT2M left");
        }
    }

    @Test
    @DisplayName("One trouble that a source tells of does not hide another, and ends alone")
    void twoTroubles() {
        source.endless();
        AtomicBoolean recovered = new AtomicBoolean();
        source.nextPolls.add(reader -> {
            reader.context.report(new SourceEvent.Trouble("lag", "far behind", "add readers"));
            reader.context.report(new SourceEvent.Trouble("claim", "held elsewhere", "end the other"));
        });
        source.onPoll = reader -> {
            if (recovered.get()) {
                reader.context.report(new SourceEvent.Recovered("lag"));
            }
        };
        try (RunningPipeline running =
                TestPipeline.of("troubles", source, sink).build().start()) {
            Waiting.until("both", () -> running.status().troubles().size() == 2);
            assertThat(running.status().troubles())
                    .extracting(Trouble::reason)
                    .containsExactlyInAnyOrder("far behind", "held elsewhere");
            recovered.set(true);
            Waiting.until("one", () -> running.status().troubles().size() == 1);
            assertThat(running.status().troubles().get(0).where()).isEqualTo("source, reader 0, claim");
        }
    }

    @Test
    @DisplayName("An executor with too few threads is told as what blocks the pipeline")
    void smallExecutor() {
        ExecutorService executor = Executors.newFixedThreadPool(3);
        try (RunningPipeline running = on(executor, "small")) {
            Waiting.until("blocked", () -> running.status().state() == PipelineState.BLOCKED);
            assertThat(running.status().reason()).contains("threads for 3 of 6 tasks");
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    @DisplayName("Even an executor without a single free thread is told")
    void busyExecutor() {
        ExecutorService executor = Executors.newFixedThreadPool(1);
        CountDownLatch busy = new CountDownLatch(1);
        executor.execute(() -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (RunningPipeline running = on(executor, "busy")) {
            Waiting.until("blocked", () -> running.status().state() == PipelineState.BLOCKED);
            assertThat(running.status().reason()).contains("threads for 0 of 1 tasks");
        } finally {
            busy.countDown();
            executor.shutdownNow();
        }
    }

    @Test
    @DisplayName("An executor that runs tasks on the caller's thread fails the pipeline, and start() returns")
    void callersThread() {
        RunningPipeline running = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> on(Runnable::run, "direct"));
        assertThat(running.failure().orElseThrow()).hasMessageContaining("on the thread that gave it the task");
        assertThat(running.status().state()).isEqualTo(PipelineState.FAILED);
        running.close();
    }

    @Test
    @DisplayName("An executor that runs the tasks beyond its size on the caller's thread fails the pipeline")
    void callerRuns() throws Exception {
        ExecutorService executor = new ThreadPoolExecutor(
                2, 2, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy());
        try (RunningPipeline running = on(executor, "overflow")) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.failure().orElseThrow()).hasMessageContaining("on the thread that gave it the task");
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    @DisplayName(
            "A bug in a decoder is logged with class and stack, but without a message that may hold the record's text")
    void loggedBug() throws Exception {
        source.partitions.get("a").set(3, "a:secret-text");
        Pipeline pipeline = Pipeline.named("bug")
                .from(source)
                .decode((RawRecord record, io.crosslog.spi.Output out) -> {
                    String text = new String(record.copyBytes(), java.nio.charset.StandardCharsets.UTF_8);
                    out.emit(TestPipeline.event(record, "n" + Integer.parseInt(text.substring(2))));
                })
                .to(sink)
                .settings(TestPipeline.fast().build())
                .build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            StringWriter logged = new StringWriter();
            LoggedFailure.of(running.failure().orElseThrow()).printStackTrace(new PrintWriter(logged));
            assertThat(logged.toString())
                    .contains("NumberFormatException", "PipelineTruthTest", "a bug in it")
                    .doesNotContain("secret-text");
            assertThat(running.status().toString()).doesNotContain("secret-text");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sink", "sink-error", "listener"})
    @DisplayName("What a sink or listener throws is logged with class and stack, its message told by failure() alone")
    void loggedForeign(String where) throws Exception {
        sink.answer = batch -> {
            if (where.equals("sink")) {
                throw new NumberFormatException("For input string: \"secret-text\"");
            }
            if (where.equals("sink-error")) {
                throw new AssertionError("secret-text");
            }
            return null;
        };
        PipelineListener listener = new PipelineListener() {
            @Override
            public void written(String pipeline, WriteBatch batch, int delivered, Duration took) {
                throw new IllegalStateException("secret-text", new IOException("secret-text"));
            }
        };
        try (RunningPipeline running =
                TestPipeline.of(where, source, sink).listener(listener).build().start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            Throwable failure = running.failure().orElseThrow();
            assertThat(failure).hasStackTraceContaining("secret-text");
            StringWriter logged = new StringWriter();
            LoggedFailure.of(failure).printStackTrace(new PrintWriter(logged));
            assertThat(logged.toString())
                    .contains(
                            "PipelineException",
                            "the " + where.replace("-error", ""),
                            "PipelineTruthTest",
                            "not logged")
                    .doesNotContain("secret-text");
            assertThat(running.status().toString()).doesNotContain("secret-text");
        }
    }

    @Test
    @DisplayName(
            "A thread that comes back after the end says nothing more, and the status names it only while it lives")
    void lateThread() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        List<String> told = new CopyOnWriteArrayList<>();
        source.onCommit = reader -> {
            while (hanging.getCount() > 0) {
                try {
                    hanging.await();
                } catch (InterruptedException e) {
                    // A client that does not listen.
                }
            }
        };
        PipelineListener listener = new PipelineListener() {
            @Override
            public void committed(String pipeline, Collection<Position> positions) {
                told.add("committed");
            }

            @Override
            public void stateChanged(String pipeline, PipelineState from, PipelineState to, String reason) {
                told.add(to.name());
            }
        };
        Pipeline pipeline =
                TestPipeline.of("latethread", source, sink).listener(listener).build();
        try (RunningPipeline running = pipeline.start()) {
            assertThat(running.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(running.status().stuckThreads()).hasSize(1);
            hanging.countDown();
            Waiting.until("it is gone", () -> running.status().stuckThreads().isEmpty());
            assertThat(source.commits).isNotEmpty();
            assertThat(new ArrayList<>(told)).doesNotContain("committed").endsWith("STOPPED");
        }
    }

    private RunningPipeline on(Executor executor, String name) {
        return TestPipeline.of(name, source, sink)
                .settings(TestPipeline.fast().executor(executor).build())
                .build()
                .start();
    }
}
