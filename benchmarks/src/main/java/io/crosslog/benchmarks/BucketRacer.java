package io.crosslog.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The JVM of one contender: runs a lap for each line on its standard input, a {@link Shelf}, and answers with the lap. Ends
 * with its input, and so with the race.
 */
final class BucketRacer {

    private BucketRacer() {}

    /**
     * Runs laps.
     *
     * @param args a {@link BucketEntry} and the S3 server's port
     * @throws Exception if a lap fails
     */
    public static void main(String[] args) throws Exception {
        BucketContender contender = BucketEntry.valueOf(args[0]).on(Integer.parseInt(args[1]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = in.readLine(); order != null; order = in.readLine()) {
            try (LapMeter meter = new LapMeter()) {
                contender.run(Shelf.parse(order), meter);
                out.println(meter.lap().line());
            }
        }
    }
}
