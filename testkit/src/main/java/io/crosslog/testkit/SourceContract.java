package io.crosslog.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.Position;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.Source;
import io.crosslog.spi.SourceReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules that every source keeps: subclass it in a test, give a source of known content, and run.
 *
 * <p>The content: at least three records in each of one or more partitions, none added while a test runs. Each test opens
 * readers of its own.
 */
public abstract class SourceContract {

    private static final Duration POLL = Duration.ofMillis(200);

    /** A contract to be subclassed. */
    protected SourceContract() {}

    /**
     * A source of the known content that has committed nothing; called once for each test.
     *
     * @return the source
     * @throws Exception if the test cannot be set up
     */
    protected abstract Source source() throws Exception;

    /**
     * How many records the source holds.
     *
     * @return their number
     */
    protected abstract int records();

    /**
     * How long to wait for the next batch before a test gives up; 30 seconds by default.
     *
     * @return the time
     */
    protected Duration patience() {
        return Duration.ofSeconds(30);
    }

    @Test
    @DisplayName("R1 each batch is of one partition, and every record tells where it came from")
    final void batches() throws Exception {
        Source source = source();
        assertThat(source.name()).isNotBlank();
        List<RecordBatch> batches = readAll(source, new HashMap<>(), records());
        assertThat(batches).isNotEmpty().allSatisfy(batch -> {
            assertThat(batch.partition()).isEqualTo(batch.end().partition()).isNotBlank();
            assertThat(batch.records())
                    .allSatisfy(r -> assertThat(r.origin().source()).isEqualTo(source.name()));
        });
        assertThat(batches.stream().flatMap(b -> b.records().stream()).map(r -> r.origin()
                        .toString()))
                .hasSize(records())
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("R2 positions carry a versioned token and survive as text")
    final void tokens() throws Exception {
        for (RecordBatch batch : readAll(source(), new HashMap<>(), records())) {
            assertThat(batch.end().token()).matches("v\\d+:.*");
            Position read = Position.of(batch.partition(), batch.end().token());
            assertThat(read).isEqualTo(batch.end());
        }
    }

    @Test
    @DisplayName("R3 closed after every batch and opened from the position saved, it loses nothing")
    final void resumes() throws Exception {
        Source source = source();
        Map<String, Position> saved = new HashMap<>();
        Map<String, RawRecord> seen = new LinkedHashMap<>();
        int opened = 0;
        while (seen.size() < records()) {
            assertThat(opened++)
                    .as("readers opened for " + seen.size() + " records")
                    .isLessThan(3 * records() + 10);
            for (RecordBatch batch : readAll(source, saved, 1)) {
                batch.records().forEach(r -> seen.put(r.origin().toString(), r));
                saved.put(batch.partition(), batch.end());
            }
        }
        assertThat(seen).hasSize(records());
    }

    @Test
    @DisplayName("R3 commits at every point are taken, and a reader that nothing was committed to starts over")
    final void commits() throws Exception {
        Source source = source();
        readAll(source, new HashMap<>(), records());
        try (SourceReader reader = source.open(FakeContext.create())) {
            List<RecordBatch> again = drain(reader, records(), true);
            assertThat(again.stream().mapToInt(b -> b.records().size()).sum()).isEqualTo(records());
        }
    }

    @Test
    @DisplayName("R4 a wake-up ends a poll early, and one in advance ends the next")
    final void wakeUp() throws Exception {
        Source source = source();
        try (SourceReader reader = source.open(FakeContext.create())) {
            drain(reader, records(), false);
            if (reader.isExhausted()) {
                return;
            }
            Thread waker = new Thread(reader::wakeUp);
            long start = System.nanoTime();
            waker.start();
            reader.poll(Duration.ofSeconds(60));
            waker.join();
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                    .isLessThan(30);
        }
    }

    @Test
    @DisplayName("R8 kept alive without being polled, it skips nothing")
    final void keepAlive() throws Exception {
        Source source = source();
        try (SourceReader reader = source.open(FakeContext.create())) {
            List<RecordBatch> batches = new ArrayList<>();
            long end = System.nanoTime() + patience().toNanos();
            while (count(batches) < records()) {
                assertThat(System.nanoTime()).as("patience").isLessThan(end);
                reader.keepAlive();
                reader.poll(POLL).ifPresent(batches::add);
                reader.keepAlive();
            }
            assertThat(count(batches)).isEqualTo(records());
        }
    }

    @Test
    @DisplayName("R11 read twice from one position, a replayable source gives the same records in the same order")
    final void replays() throws Exception {
        Source source = source();
        if (!source.replayable()) {
            return;
        }
        assertThat(byPartition(readAll(source, new HashMap<>(), records())))
                .isEqualTo(byPartition(readAll(source, new HashMap<>(), records())));
    }

    private List<RecordBatch> readAll(Source source, Map<String, Position> saved, int atLeast) throws Exception {
        FakeContext context = FakeContext.create();
        saved.values().forEach(context::saved);
        try (SourceReader reader = source.open(context)) {
            return drain(reader, atLeast, false);
        }
    }

    private List<RecordBatch> drain(SourceReader reader, int atLeast, boolean commit) throws Exception {
        List<RecordBatch> batches = new ArrayList<>();
        long end = System.nanoTime() + patience().toNanos();
        while (count(batches) < atLeast && !reader.isExhausted()) {
            assertThat(System.nanoTime())
                    .as("only " + count(batches) + " of " + atLeast + " records came in " + patience())
                    .isLessThan(end);
            Optional<RecordBatch> batch = reader.poll(POLL);
            batch.ifPresent(batches::add);
            if (commit && batch.isPresent()) {
                reader.commit(List.of(batch.get().end()));
            }
        }
        return batches;
    }

    private static int count(Collection<RecordBatch> batches) {
        return batches.stream().mapToInt(b -> b.records().size()).sum();
    }

    private static Map<String, List<String>> byPartition(List<RecordBatch> batches) {
        Map<String, List<String>> map = new HashMap<>();
        for (RecordBatch batch : batches) {
            for (RawRecord record : batch.records()) {
                map.computeIfAbsent(batch.partition(), p -> new ArrayList<>())
                        .add(record.origin() + " " + record.checksum());
            }
        }
        return map;
    }
}
