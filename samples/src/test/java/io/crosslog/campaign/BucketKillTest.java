package io.crosslog.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A back-fill that is killed with SIGKILL again and again")
class BucketKillTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LINES = 6;

    @TempDir
    Path directory;

    @Test
    @DisplayName("loses nothing, and what comes twice was in flight and has the same id")
    void losesNothing() throws Exception {
        campaign(250, 3, 20_000);
    }

    @Test
    @Tag("campaign")
    @Timeout(1_800)
    @DisplayName(
            "loses nothing, and what comes twice was in flight and has the same id: 2,000 objects of 1 MB, 30 kills")
    void losesNothingInTheLongRun() throws Exception {
        campaign(2_000, 30, 310_000);
    }

    @SuppressWarnings("SystemOut")
    private void campaign(int objects, int kills, int lineBytes) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            contents.add(BucketWorld.lines(LINES, lineBytes, i));
        }
        List<String> keys = new ArrayList<>();
        Instant old = Instant.now().minus(Duration.ofDays(2));
        try (BucketWorld world = BucketWorld.in(directory)) {
            for (int i = 0; i < objects; i++) {
                String key = String.format("2026/%05d.gz", i * 7919 % 100_003);
                keys.add(key);
                world.bucket().put("waf/" + key, contents.get(i % contents.size()), old.plusSeconds(i));
            }
            long total = (long) objects * LINES;
            int struck = 0;
            for (int kill = 0; kill < kills; kill++) {
                try (ImportProcess process = world.start("back-fill", "192m", "", true)) {
                    // In turns soon after its first record, and when it has done its share of what was left.
                    process.await(BucketMain.READING, PATIENCE);
                    if (kill % 2 == 1) {
                        long share = world.accepted().records()
                                + (total - world.accepted().records()) / (kills - kill + 1);
                        world.awaitAccepted(share, PATIENCE);
                    }
                    Waiting.pause(Duration.ofMillis(random.nextInt(300)));
                    boolean passed = process.hasSaid(BucketMain.PASSED);
                    if (!process.strike() || passed) {
                        break;
                    }
                    struck++;
                }
            }
            try (ImportProcess process = world.start("back-fill", "192m", "", true)) {
                process.awaitEnd(Duration.ofMinutes(10));
            }
            long duplicates = world.accepted().duplicates();
            System.out.printf(
                    "%d kills (seed %d) over %,d objects of %,d bytes: %,d records, %,d twice, %.1f of them a kill, %,d GETs%n",
                    struck,
                    seed,
                    objects,
                    contents.get(0).length,
                    world.accepted().records(),
                    duplicates,
                    duplicates / (double) Math.max(1, struck),
                    world.s3().requests().gets());
            world.check(keys, LINES);
            assertThat(world.accepted().records()).isEqualTo(total);
            assertThat(struck).as("kills in the middle of the work").isGreaterThanOrEqualTo(Math.max(2, kills * 2 / 3));
            // What the buffer and the writes in flight hold, and what was written since the last save, a fifth of a
            // second.
            long inFlight = (4L * BucketRoute.BUFFER + (4 * 3L << 20)) / lineBytes + 1;
            assertThat(duplicates).isLessThanOrEqualTo(struck * Math.min(total, inFlight));
        }
    }
}
