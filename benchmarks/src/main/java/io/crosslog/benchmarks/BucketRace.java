package io.crosslog.benchmarks;

import io.crosslog.loopback.s3.LoopbackS3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Pipelines that read a bucket beside what one would write by hand: each {@link BucketEntry} reads the same gzip objects from
 * the same S3 server in a JVM of its own, one after another, several rounds, the first of which only warms up; first large
 * objects, then very many that hold one record each. The server runs in another process than the contenders, but on the same
 * cores.
 */
public final class BucketRace {

    private static final int CONTENTS = 4;
    private static final int RECORDS_EACH = 8_000;

    private final int objects;
    private final int smallObjects;
    private final int rounds;
    private final PrintStream out;

    BucketRace(int objects, int smallObjects, int rounds, PrintStream out) {
        this.objects = objects;
        this.smallObjects = smallObjects;
        this.rounds = rounds;
        this.out = out;
    }

    /**
     * Runs the race.
     *
     * @param args numbers of large objects of 8,000 records, 48 if not given, of small ones, 5,000 if not given, and of rounds
     *     that count, 3 if not given
     * @throws Exception if the server or a contender fails
     */
    public static void main(String[] args) throws Exception {
        int objects = args.length > 0 ? Integer.parseInt(args[0]) : 48;
        int small = args.length > 1 ? Integer.parseInt(args[1]) : 5_000;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        new BucketRace(objects, small, rounds, out).run();
    }

    /** Runs it and prints the tables; returns them, the large objects' first. */
    List<BucketStandings> run() throws IOException {
        Map<BucketEntry, RacerProcess> racers = new EnumMap<>(BucketEntry.class);
        try (LoopbackS3 s3 = LoopbackS3.builder().bucket(Shelf.BUCKET).start()) {
            Shelf large = new Shelf("large/", objects, RECORDS_EACH);
            Shelf small = new Shelf("small/", smallObjects, 1);
            long largeBytes = fill(s3, large);
            long smallBytes = fill(s3, small);
            out.printf(
                    "%,d objects of %,d records, %,d bytes unpacked; %,d objects of one%n",
                    large.objects(), large.recordsEach(), largeBytes, small.objects());
            for (BucketEntry entry : BucketEntry.values()) {
                racers.put(
                        entry,
                        new RacerProcess(
                                entry.name(), BucketRacer.class, List.of(entry.name(), Integer.toString(s3.port()))));
            }
            return List.of(race(s3, racers, large, largeBytes), race(s3, racers, small, smallBytes));
        } finally {
            for (RacerProcess racer : racers.values()) {
                racer.close();
            }
        }
    }

    /** Makes some contents and uses each several times, as making them takes longer than reading; returns the bytes of all. */
    private static long fill(LoopbackS3 s3, Shelf shelf) throws IOException {
        WafLogs logs = WafLogs.of("access", Instant.EPOCH);
        List<byte[]> contents = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        for (int content = 0; content < CONTENTS; content++) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            long size = 0;
            try (OutputStream gzip = new GZIPOutputStream(packed, 1 << 16)) {
                for (int i = 0; i < shelf.recordsEach(); i++) {
                    byte[] record = logs.bytes(content * shelf.recordsEach() + i);
                    gzip.write(record);
                    gzip.write('\n');
                    size += record.length + 1;
                }
            }
            contents.add(packed.toByteArray());
            sizes.add(size);
        }
        Instant before = Instant.now().minusSeconds(3_600);
        long bytes = 0;
        for (int i = 0; i < shelf.objects(); i++) {
            s3.bucket(Shelf.BUCKET).put(shelf.key(i), contents.get(i % CONTENTS), before);
            bytes += sizes.get(i % CONTENTS);
        }
        return bytes;
    }

    private BucketStandings race(LoopbackS3 s3, Map<BucketEntry, RacerProcess> racers, Shelf shelf, long bytes)
            throws IOException {
        BucketStandings standings = new BucketStandings(shelf, bytes);
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<BucketEntry, RacerProcess> racer : racers.entrySet()) {
                s3.requests().reset();
                Lap lap = racer.getValue().lap(shelf.line());
                if (s3.requests().gets() != shelf.objects()) {
                    throw new IOException(
                            racer.getKey() + " asked for " + s3.requests().gets() + " objects of " + shelf.objects());
                }
                out.printf(
                        "%s round %d%s  %-16s %,7.1f MB/s%n",
                        shelf.prefix(),
                        round,
                        round == 0 ? " (warm-up)" : "",
                        racer.getKey(),
                        standings.megabytesPerSecond(lap));
                if (round > 0) {
                    standings.add(racer.getKey(), lap, s3.requests().lists());
                }
            }
        }
        out.println(standings);
        return standings;
    }
}
