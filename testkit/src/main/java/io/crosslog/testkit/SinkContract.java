package io.crosslog.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.crosslog.model.LogEvent;
import io.crosslog.model.Origin;
import io.crosslog.model.Position;
import io.crosslog.model.RawRecord;
import io.crosslog.spi.Limits;
import io.crosslog.spi.Sink;
import io.crosslog.spi.SinkWriter;
import io.crosslog.spi.WriteBatch;
import io.crosslog.spi.WriteResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules that every sink keeps: subclass it in a test, give a sink and a way to look behind it, and run.
 *
 * <p>The events of the tests have one text field, {@code marker}, by which they are found again.
 */
public abstract class SinkContract {

    /** A contract to be subclassed. */
    protected SinkContract() {}

    /**
     * A sink onto an empty place; called once for each test.
     *
     * @return the sink
     * @throws Exception if the test cannot be set up
     */
    protected abstract Sink sink() throws Exception;

    /**
     * The markers of all events that are durable, in order for those of one write.
     *
     * @return the markers
     * @throws Exception if they cannot be had
     */
    protected abstract List<String> delivered() throws Exception;

    /**
     * Makes the place behind the sink fail from now on, or work again.
     *
     * @param down whether it is to fail
     * @return whether this test can do that; false by default, which leaves out the tests of failures
     * @throws Exception if it could not be done
     */
    protected boolean down(boolean down) throws Exception {
        return false;
    }

    @Test
    @DisplayName("R9 what is named neither as refused nor as unsent is durable when write returns, in order")
    final void durable() throws Exception {
        try (SinkWriter writer = sink().open(FakeContext.create())) {
            WriteResult result = writer.write(batch("p", 0, 50));
            assertThat(result.refused()).isEmpty();
            assertThat(result.unsent()).isEmpty();
            assertThat(delivered()).isEqualTo(markers("p", 0, 50));
        }
    }

    @Test
    @DisplayName("R9 a write as large as the limits allow is taken whole")
    final void limits() throws Exception {
        try (SinkWriter writer = sink().open(FakeContext.create())) {
            Limits limits = writer.limits();
            int count = Math.min(limits.maxEvents(), 5_000);
            assertThat(writer.write(batch("p", 0, count)).unsent()).isEmpty();
            assertThat(delivered()).hasSize(count);
            assertThat(writer.limits()).isEqualTo(limits);
        }
    }

    @Test
    @DisplayName("R9 called by several threads at once it keeps every event, once")
    final void concurrent() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (SinkWriter writer = sink().open(FakeContext.create())) {
            List<Callable<WriteResult>> tasks = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                WriteBatch batch = batch("p" + i, 0, 20);
                tasks.add(() -> writer.write(batch));
                expected.addAll(markers("p" + i, 0, 20));
            }
            for (Future<WriteResult> future : threads.invokeAll(tasks)) {
                assertThat(future.get().unsent()).isEmpty();
            }
            assertThat(delivered()).containsExactlyInAnyOrderElementsOf(expected);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("R5 a failure is told, and what is sent again afterwards arrives")
    final void failure() throws Exception {
        try (SinkWriter writer = sink().open(FakeContext.create())) {
            assumeThat(down(true)).isTrue();
            WriteBatch batch = batch("p", 0, 10);
            List<LogEvent> unsent;
            try {
                WriteResult result = writer.write(batch);
                unsent = result.unsent();
                assertThat(unsent).isNotEmpty();
                assertThat(result.cause()).isNotNull();
                // The very instances, or the engine could not tell which.
                assertThat(unsent)
                        .allSatisfy(event -> assertThat(batch.events()).anyMatch(given -> given == event));
            } catch (IOException e) {
                assertThat(e).hasMessageContaining(" ");
                unsent = batch.events();
            }
            down(false);
            WriteBatch again = new WriteBatch(batch.start(), batch.end(), true, unsent);
            assertThat(writer.write(again).unsent()).isEmpty();
            assertThat(delivered()).containsAll(markers("p", 0, 10));
        }
    }

    @Test
    @DisplayName("A sink is a recipe: it opens another writer after one was closed, and prints no more than its name")
    final void recipe() throws Exception {
        Sink sink = sink();
        assertThat(sink.name()).isNotBlank();
        sink.open(FakeContext.create()).close();
        try (SinkWriter writer = sink.open(FakeContext.create())) {
            writer.write(batch("p", 0, 1));
            assertThat(delivered()).isEqualTo(markers("p", 0, 1));
        }
    }

    private static List<String> markers(String partition, int from, int to) {
        List<String> markers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            markers.add(partition + "-" + i);
        }
        return markers;
    }

    private static WriteBatch batch(String partition, int from, int to) {
        Origin.Prefix origin = Origin.prefix("contract", "contract://" + partition + "@");
        List<LogEvent> events = new ArrayList<>();
        for (String marker : markers(partition, from, to)) {
            RawRecord record =
                    RawRecord.of(origin.at(events.size()), marker.getBytes(StandardCharsets.UTF_8), Parsers.ARRIVAL);
            events.add(LogEvent.builder(record).put("marker", marker).build());
        }
        return new WriteBatch(Position.start(partition), Position.of(partition, "v1:" + to), true, events);
    }
}
