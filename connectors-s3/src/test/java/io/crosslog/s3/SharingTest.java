package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.RecordBatch;
import io.crosslog.spi.SourceEvent;
import io.crosslog.spi.SourceReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Of objects that several processes share,")
class SharingTest {

    private static final int OBJECTS = 900;
    private final FakeStore store = new FakeStore();
    private final SharedLanes lanes = new SharedLanes();
    private final List<String> expected = new ArrayList<>();

    @BeforeEach
    void fill() {
        store.pageSize(100);
        for (int i = 0; i < OBJECTS; i++) {
            long modified = store.now() - (i % 3) * Duration.ofHours(20).toMillis();
            store.put("k" + i, "e", List.of("a", "b", "c"), modified, 0);
            IntStream.range(0, 3).forEach(r -> expected.add("s3://bucket/k" + expected.size() / 3 + "@e#" + r));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4})
    @DisplayName(
            "none is read by two or left out while processes with other numbers of readers come, hand over, die and end")
    void comingAndGoing(long seed) throws Exception {
        Random random = new Random(seed);
        Map<Integer, List<SourceReader>> processes = new HashMap<>();
        int started = 0;
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (lanes.records().size() < expected.size() && System.nanoTime() < end) {
            if (processes.size() < 3 && (processes.isEmpty() || random.nextInt(30) == 0)) {
                processes.put(started, open(started, 1 + random.nextInt(3)));
                started++;
            }
            for (int process : List.copyOf(processes.keySet())) {
                for (SourceReader reader : processes.get(process)) {
                    poll(process, reader);
                }
                int fate = random.nextInt(40);
                if (fate < 2 && processes.size() > 1 || fate == 0) {
                    // In good order, or killed: then what it still hands out counts for nothing.
                    if (fate == 1) {
                        lanes.expire(process);
                    }
                    for (SourceReader reader : processes.remove(process)) {
                        reader.close();
                    }
                    lanes.expire(process);
                } else if (fate < 8) {
                    Set<String> some =
                            Set.copyOf(lanes.heldBy(process).stream().limit(5).toList());
                    for (SourceReader reader : processes.get(process)) {
                        reader.handOver(some);
                    }
                }
            }
        }
        for (List<SourceReader> readers : processes.values()) {
            for (SourceReader reader : readers) {
                reader.close();
            }
        }
        assertThat(lanes.records()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    @DisplayName(
            "each process ends its one pass when its own lanes are through and those of the others were not to be had")
    void onePass() throws Exception {
        S3Source.Builder builder = Reading.source().onePass();
        builder.draft.othersWait = Duration.ofSeconds(1);
        List<SourceReader> readers = new ArrayList<>();
        for (int process = 0; process < 2; process++) {
            readers.add(source(builder).open(lanes.process(process, 0, 1)));
        }
        poll(0, readers.get(0));
        readers.get(0).handOver(Set.copyOf(lanes.heldBy(0).stream().limit(32).toList()));
        List<Integer> running = new ArrayList<>(List.of(0, 1));
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (!running.isEmpty()) {
            assertThat(System.nanoTime()).as("time to end").isLessThan(end);
            for (int process : List.copyOf(running)) {
                poll(process, readers.get(process));
                if (readers.get(process).isExhausted()) {
                    running.remove(Integer.valueOf(process));
                }
            }
        }
        assertThat(lanes.heldBy(0)).hasSize(32);
        assertThat(lanes.heldBy(1)).hasSize(32);
        for (SourceReader reader : readers) {
            reader.close();
        }
        assertThat(lanes.records()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    @DisplayName(
            "those of a process that dies are taken over within its lease and a claim's beat, from where it had come")
    void takeOver() throws Exception {
        SourceReader dying = source(Reading.source()).open(lanes.process(0, 0, 1));
        SourceReader other = source(Reading.source()).open(lanes.process(1, 0, 1));
        for (int i = 0; i < 200; i++) {
            poll(0, dying);
            poll(1, other);
        }
        assertThat(lanes.records()).isNotEmpty().hasSizeLessThan(expected.size());
        lanes.expire(0);
        dying.close();
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (lanes.records().size() < expected.size() && System.nanoTime() < end) {
            poll(1, other);
        }
        other.close();
        assertThat(lanes.records()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    @DisplayName(
            "all that its own lanes have is handed out while the store cannot be asked for others, which is told of")
    void storeAway() throws Exception {
        SourceReader first = source(Reading.source()).open(lanes.process(0, 0, 1));
        SourceReader second = source(Reading.source()).open(lanes.process(1, 0, 1));
        poll(0, first);
        first.handOver(Set.copyOf(lanes.heldBy(0).stream().limit(32).toList()));
        poll(1, second);
        lanes.away(true);
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        int thrown = 0;
        while (thrown < 20 && System.nanoTime() < end) {
            thrown += pollAnyway(0, first) + pollAnyway(1, second);
        }
        assertThat(thrown).isGreaterThanOrEqualTo(20);
        for (int i = 0; i < 200; i++) {
            store.put("n" + i, "e", List.of("a"));
            expected.add("s3://bucket/n" + i + "@e#0");
        }
        while (lanes.records().size() < expected.size() && System.nanoTime() < end) {
            pollAnyway(0, first);
            pollAnyway(1, second);
        }
        assertThat(lanes.records()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
        assertThat(lanes.reported())
                .anySatisfy(event -> assertThat(event.toString()).contains("Trouble", "the database is away"));
        lanes.away(false);
        first.close();
        lanes.expire(0);
        while (lanes.heldBy(1).size() < LaneNames.LANES && System.nanoTime() < end) {
            // What it was told before is thrown once more, where nothing has come since.
            pollAnyway(1, second);
        }
        assertThat(lanes.heldBy(1)).hasSize(LaneNames.LANES);
        poll(1, second);
        assertThat(lanes.reported()).hasAtLeastOneElementOfType(SourceEvent.Recovered.class);
        second.close();
    }

    @Test
    @DisplayName("all are found by the first pass, also where the store takes long to give one lane after another")
    void slowClaims() throws Exception {
        lanes.claiming(Duration.ofMillis(10));
        SourceReader reader =
                source(Reading.source().pollInterval(Duration.ofHours(1))).open(lanes.process(0, 0, 1));
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (lanes.records().size() < expected.size() && System.nanoTime() < end) {
            poll(0, reader);
        }
        reader.close();
        assertThat(lanes.records()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
        assertThat(store.lists()).isLessThan(2 * OBJECTS / 100);
    }

    @Test
    @DisplayName("a process without any asks for few lanes at a beat, and for all once one is free")
    void fewClaims() throws Exception {
        SourceReader holder = source(Reading.source()).open(lanes.process(0, 0, 1));
        SourceReader waiting = source(Reading.source()).open(lanes.process(1, 0, 1));
        poll(0, holder);
        poll(1, waiting);
        int before = lanes.claims();
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < Duration.ofSeconds(6).toNanos()) {
            poll(1, waiting);
        }
        assertThat(lanes.claims() - before).isBetween(6, 14);
        holder.close();
        lanes.expire(0);
        long freed = System.nanoTime();
        while (lanes.heldBy(1).size() < LaneNames.LANES
                && System.nanoTime() - freed < Duration.ofSeconds(5).toNanos()) {
            poll(1, waiting);
        }
        assertThat(lanes.heldBy(1)).hasSize(LaneNames.LANES);
        waiting.close();
    }

    private List<SourceReader> open(int process, int readers) throws Exception {
        // One source with several readers, as one pipeline has.
        S3Source source = source(Reading.source());
        List<SourceReader> opened = new ArrayList<>(Collections.nCopies(readers, null));
        for (int i = 0; i < readers; i++) {
            opened.set(i, source.open(lanes.process(process, i, readers)));
        }
        return opened;
    }

    private S3Source source(S3Source.Builder builder) {
        return new S3Source(builder.draft.settings("test", new Problems()), ignored -> store);
    }

    /** Polls; returns how often it failed as the store is away. */
    private int pollAnyway(int process, SourceReader reader) throws Exception {
        try {
            poll(process, reader);
            return 0;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("the database is away");
            return 1;
        }
    }

    private void poll(int process, SourceReader reader) throws Exception {
        Optional<RecordBatch> batch = reader.poll(Duration.ofMillis(5));
        batch.ifPresent(b -> lanes.take(process, b));
    }
}
