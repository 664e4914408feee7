package io.crosslog.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A bucket of very many objects, read with 128 MB of heap")
class ManyObjectsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(12);
    private static final int LATE = 100;

    @TempDir
    Path directory;

    private long listings;
    private long gets;

    @Test
    @DisplayName("is read object by object through three restarts, late ones are found, and none is read again")
    void onceEach() throws Exception {
        campaign(4_000);
    }

    @Test
    @Tag("campaign")
    @Timeout(1_800)
    @DisplayName(
            "is read object by object through three restarts, late ones are found, and none is read again: 200,000")
    void onceEachOfManyMore() throws Exception {
        campaign(200_000);
    }

    @SuppressWarnings("SystemOut")
    private void campaign(int count) throws Exception {
        byte[] content = BucketWorld.lines(1, 300, 1);
        Instant now = Instant.now();
        List<String> keys = new ArrayList<>();
        LongSummaryStatistics heap = new LongSummaryStatistics();
        try (BucketWorld world = BucketWorld.in(directory)) {
            for (int i = 0; i < count; i++) {
                String key = String.format("%07d_%03d.gz", i, i % 7);
                keys.add(key);
                // One in thirty is of the last day.
                world.bucket().put("waf/" + key, content, now.minusSeconds(30L * 86_400 * i / count));
            }
            long start = System.nanoTime();
            Duration first = Duration.ZERO;
            for (int run = 1; run <= 4; run++) {
                try (ImportProcess process = world.start("many", "128m", "", false)) {
                    if (run == 1) {
                        world.awaitAccepted(1, Duration.ofSeconds(60));
                        first = Duration.ofNanos(System.nanoTime() - start);
                    }
                    world.awaitAccepted((long) count * run / 4, PATIENCE);
                    if (run == 4) {
                        late(world, keys, now);
                    }
                    process.finish();
                    heapOf(process).forEach(heap::accept);
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "%,d objects in %.0f s, first event after %.1f s with the start of the JVM, heap after collections %s MiB,"
                            + " %d listings, %d GETs, %d records twice%n",
                    count,
                    seconds,
                    first.toMillis() / 1e3,
                    heap,
                    listings,
                    gets,
                    world.accepted().duplicates());
            world.check(keys, 1);
            assertThat(first).isLessThan(Duration.ofSeconds(30));
            assertThat(world.accepted().duplicates()).as("records twice").isZero();
            assertThat(world.accepted().records()).isEqualTo(count + LATE);
            // What was read ahead and not yet written when a process was stopped is read again, and no more.
            assertThat(gets).isBetween((long) count, count + 3L * 4_000);
        }
    }

    /** Puts objects between all those that were passed, modified before, and sees that nothing else is read. */
    @SuppressWarnings("SystemOut")
    private void late(BucketWorld world, List<String> keys, Instant now) throws Exception {
        listings = world.s3().requests().lists();
        gets = world.s3().requests().gets();
        world.s3().requests().reset();
        byte[] content = BucketWorld.lines(1, 300, 2);
        long start = System.nanoTime();
        long before = world.accepted().records();
        int passed = keys.size();
        for (int i = 0; i < LATE; i++) {
            String key = String.format("%07d_late.gz", i * (passed / LATE));
            keys.add(key);
            world.bucket().put("waf/" + key, content, now.minus(Duration.ofHours(2)));
        }
        world.s3().requests().await(requests -> requests.gets() >= LATE, Duration.ofMinutes(5));
        long pages = world.s3().requests().lists();
        world.awaitAccepted(before + LATE, Duration.ofMinutes(1));
        System.out.printf(
                "%d late objects after %.1f s, %d pages of listings till the last was read, %d GETs%n",
                LATE,
                (System.nanoTime() - start) / 1e9,
                pages,
                world.s3().requests().gets());
        // The rest of the pass that had begun and a whole one, as documented; one page may have been asked for ahead.
        assertThat(pages).as("pages of listings").isLessThanOrEqualTo(2L * (keys.size() / 1_000 + 1) + 1);
        assertThat(world.s3().requests().gets()).as("GETs for late objects").isEqualTo(LATE);
    }

    private static List<Long> heapOf(ImportProcess process) {
        return Pattern.compile("(?m)^" + BucketMain.HEAP + "(\\d+)$")
                .matcher(process.output())
                .results()
                .map(found -> Long.valueOf(found.group(1)))
                .toList();
    }
}
