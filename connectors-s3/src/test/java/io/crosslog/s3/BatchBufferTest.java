package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.Origin;
import io.crosslog.model.Position;
import io.crosslog.model.RawRecord;
import io.crosslog.model.RecordBatch;
import io.crosslog.spi.SourceReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("While nobody takes batches")
class BatchBufferTest {

    private final BatchBuffer buffer = new BatchBuffer(10_000);

    @Test
    @DisplayName("there is one without records of a lane behind its others, the last, and each lane's are in order")
    void one() throws Exception {
        Lane a = lane(1);
        Lane b = lane(2);
        for (int i = 0; i < 100; i++) {
            assertThat(buffer.put(a, moving(a, "a" + i))).isTrue();
            assertThat(buffer.put(b, moving(b, "b" + i))).isTrue();
        }
        buffer.put(a, reading(a, "a-read"));
        buffer.put(b, moving(b, "b-after"));
        buffer.put(a, moving(a, "a-after"));
        buffer.put(a, moving(a, "a-last"));
        assertThat(tokens()).containsExactly("a99", "b-after", "a-read", "a-last");
        assertThat(buffer.isEmpty()).isTrue();
        buffer.put(a, moving(a, "a-new"));
        assertThat(tokens()).containsExactly("a-new");
    }

    @Test
    @DisplayName("hundreds of passes over the bucket leave no more batches than there are lanes, and lose no object")
    void passes() throws Exception {
        FakeStore store = new FakeStore();
        Reading reading = new Reading(store, Reading.source().pollInterval(Duration.ofMillis(1)));
        store.put("k", "e", List.of("k"));
        try (SourceReader reader = reading.open()) {
            reader.poll(Duration.ofMillis(100)).ifPresent(reading::keep);
            Waiting.until("passes", () -> store.lists() > 500);
            store.put("l", "e", List.of("l"));
            int listed = store.lists();
            Waiting.until("passes", () -> store.lists() > listed + 100);
            int batches = 0;
            for (Optional<RecordBatch> batch = reader.poll(Duration.ZERO);
                    batch.isPresent();
                    batch = reader.poll(Duration.ZERO)) {
                reading.keep(batch.get());
                batches++;
            }
            assertThat(batches).isLessThan(2 * LaneNames.LANES);
        }
        assertThat(reading.texts()).containsExactlyInAnyOrder("k", "l");
    }

    private List<String> tokens() throws InterruptedException {
        List<String> tokens = new ArrayList<>();
        for (RecordBatch batch = buffer.take(0); batch != null; batch = buffer.take(0)) {
            tokens.add(batch.end().token());
        }
        return tokens;
    }

    private static RecordBatch moving(Lane lane, String token) {
        return RecordBatch.of(Position.of(lane.name(), token), List.of());
    }

    private static RecordBatch reading(Lane lane, String token) {
        RawRecord record = RawRecord.builder(Origin.prefix("s3", "k#").at(0), Instant.EPOCH)
                .bytes(new byte[] {1}, 0, 1)
                .build();
        return RecordBatch.of(Position.of(lane.name(), token), List.of(record));
    }

    private static Lane lane(int number) {
        LaneProgress progress = new LaneProgress(number, 1, LaneState.startingAt(Long.MIN_VALUE), false, 100, 1_000);
        return new Lane(number, progress, ready -> {});
    }
}
