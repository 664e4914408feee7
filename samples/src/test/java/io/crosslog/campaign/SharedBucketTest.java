package io.crosslog.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crosslog.loopback.postgres.LoopbackPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Processes that share a bucket, their positions in PostgreSQL")
class SharedBucketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int LINES = 5;

    @TempDir
    Path directory;

    private final List<String> keys = Collections.synchronizedList(new ArrayList<>());

    @Test
    @DisplayName("lose nothing when one is killed: the other takes the rest over")
    void oneIsKilled() throws Exception {
        campaign(false);
    }

    @Test
    @Tag("campaign")
    @Timeout(600)
    @DisplayName("lose nothing when one is killed, and hand lanes over to a third without reading anything twice")
    void aThirdJoins() throws Exception {
        campaign(true);
    }

    @SuppressWarnings("SystemOut")
    private void campaign(boolean third) throws Exception {
        String whyNot = LoopbackPostgres.whyNot();
        assumeTrue(whyNot == null, whyNot);
        try (LoopbackPostgres postgres = LoopbackPostgres.start();
                BucketWorld world = BucketWorld.in(directory)) {
            Thread shipping = new Thread(() -> ship(world), "shipping");
            shipping.setDaemon(true);
            shipping.start();
            try (ImportProcess survivor = world.start("survivor", "192m", postgres.url(), false);
                    ImportProcess victim = world.start("victim", "192m", postgres.url(), false)) {
                awaitShares(postgres, 2);
                victim.kill();
                long killed = System.nanoTime();
                awaitShares(postgres, 1);
                System.out.printf("The rest was taken over after %.1f s%n", (System.nanoTime() - killed) / 1e9);
                if (third) {
                    join(world, postgres);
                }
                shipping.interrupt();
                shipping.join();
                world.awaitAccepted((long) keys.size() * LINES, PATIENCE);
                survivor.finish();
            }
            System.out.printf(
                    "%,d objects shipped meanwhile, %,d records, %,d of them twice%n",
                    keys.size(), world.accepted().records(), world.accepted().duplicates());
            world.check(keys, LINES);
        }
    }

    /** A third process comes, gets its share, and leaves in good order: nothing is read or delivered twice for that. */
    @SuppressWarnings("SystemOut")
    private void join(BucketWorld world, LoopbackPostgres postgres) throws Exception {
        // What the killed one had in hand has come again by now.
        Waiting.pause(Duration.ofSeconds(5));
        long twice = world.accepted().duplicates();
        long getsBefore = world.s3().requests().gets();
        int keysBefore = world.s3().requests().keysRead();
        long started = System.nanoTime();
        try (ImportProcess joining = world.start("joining", "192m", postgres.url(), false)) {
            awaitShares(postgres, 2);
            System.out.printf("The third has its share after %.1f s%n", (System.nanoTime() - started) / 1e9);
            Waiting.pause(Duration.ofSeconds(5));
            joining.finish();
        }
        awaitShares(postgres, 1);
        Waiting.pause(Duration.ofSeconds(3));
        long gets = world.s3().requests().gets() - getsBefore;
        int read = world.s3().requests().keysRead() - keysBefore;
        System.out.printf("Meanwhile %d GETs for %d objects%n", gets, read);
        assertThat(world.accepted().duplicates() - twice).as("records twice").isZero();
        assertThat(gets).as("GETs of objects").isEqualTo(read);
    }

    /** About twenty objects a second, each under a key that comes before or behind the others. */
    private void ship(BucketWorld world) {
        byte[] content = BucketWorld.lines(LINES, 3_000, 3);
        try {
            for (int i = 0; true; i++) {
                String key = String.format("%05d_%d.gz", i * 7919 % 100_003, i);
                world.bucket().put("waf/" + key, content, Instant.now());
                keys.add(key);
                Waiting.pause(Duration.ofMillis(50));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until all 64 lanes are held by so many processes, none with more than one more than another. */
    private static void awaitShares(LoopbackPostgres postgres, int processes) throws InterruptedException {
        Waiting.until(
                "even shares of " + processes + " processes",
                PATIENCE,
                () -> {
                    List<Integer> shares = shares(postgres);
                    return shares.size() == processes
                            && shares.stream().mapToInt(s -> s).sum() == 64
                            && Collections.max(shares) - Collections.min(shares) <= 1;
                },
                () -> shares(postgres));
    }

    private static List<Integer> shares(LoopbackPostgres postgres) {
        List<Integer> shares = new ArrayList<>();
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT COUNT(*) FROM crosslog_positions WHERE holder IS NOT NULL"
                                + " AND lease_millis > EXTRACT(EPOCH FROM clock_timestamp()) * 1000 GROUP BY holder")) {
            while (rows.next()) {
                shares.add(rows.getInt(1));
            }
        } catch (SQLException notYet) {
            // The tables are made by the processes.
            return List.of();
        }
        return shares;
    }
}
