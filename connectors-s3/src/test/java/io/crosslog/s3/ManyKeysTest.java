package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.RecordBatch;
import io.crosslog.spi.SourceReader;
import io.crosslog.testkit.FakeContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Of a bucket with more keys than would fit in memory,")
class ManyKeysTest {

    private static final long NOW = 1_800_000_000_000L;
    private static final int PAGE = 1_000;

    @Test
    @DisplayName(
            "only a few pages are listed ahead of what is read, the first record comes at once, and nothing is remembered")
    void endless() throws Exception {
        Endless store = new Endless();
        S3Settings settings = Reading.source().draft.settings("test", new Problems());
        try (SourceReader reader = new S3Source(settings, ignored -> store).open(FakeContext.create())) {
            List<RecordBatch> batches = new ArrayList<>();
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (batches.size() < 100 && System.nanoTime() < end) {
                take(reader).ifPresent(batches::add);
            }
            assertThat(batches).hasSize(100);
            // Nobody reads on: workers wait for room in the buffer, lanes for workers, the listing for lanes.
            int listed = store.settle();
            assertThat(listed).isLessThan(60);
            int read = 0;
            while (read < 40_000 && System.nanoTime() < end) {
                Optional<RecordBatch> batch = take(reader);
                if (batch.isPresent()) {
                    read++;
                    assertThat(batch.get().end().token().length()).isLessThan(250);
                }
            }
            assertThat(read).isEqualTo(40_000);
            assertThat(store.pages.get()).isBetween(30, 40 + listed + 60);
        }
    }

    private static Optional<RecordBatch> take(SourceReader reader) throws Exception {
        return reader.poll(Duration.ofMillis(100))
                .filter(batch -> !batch.records().isEmpty());
    }

    /** Lists more keys than anybody could keep, page after page, all of them old. Safe for concurrent calls. */
    private static final class Endless implements ObjectStore {

        private final AtomicInteger pages = new AtomicInteger();
        private final byte[] content = "x".repeat(20_000).getBytes(StandardCharsets.UTF_8);

        /** Waits until no more pages are asked for, and returns how many were. */
        int settle() throws InterruptedException {
            int before = -1;
            while (before != pages.get()) {
                before = pages.get();
                assertThat(new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS))
                        .isFalse();
            }
            return before;
        }

        @Override
        public ObjectPage list(String after) {
            pages.incrementAndGet();
            long first = after.isEmpty() ? 0 : Long.parseLong(after.substring(1)) + 1;
            List<ListedObject> objects = new ArrayList<>(PAGE);
            for (long i = first; i < first + PAGE; i++) {
                objects.add(new ListedObject(String.format("k%012d", i), "e", content.length, NOW - 90L * 86_400_000));
            }
            return new ObjectPage(objects, false, NOW);
        }

        @Override
        public InputStream open(ListedObject object, long from) throws IOException {
            return new ByteArrayInputStream(content, (int) from, content.length - (int) from);
        }

        @Override
        public void close() {}
    }
}
