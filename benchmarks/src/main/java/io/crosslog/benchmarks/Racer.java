package io.crosslog.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The JVM of one contender: runs a lap for each line on its standard input, a consumer group and a number of records,
 * and answers with the lap. Ends with its input, and so with the race.
 */
final class Racer {

    private Racer() {}

    /**
     * Runs laps.
     *
     * @param args an {@link Entry}, the broker's address, the SLS endpoint's port
     * @throws Exception if a lap fails
     */
    public static void main(String[] args) throws Exception {
        Contender contender = Entry.valueOf(args[0]).on(new Course(args[1], Integer.parseInt(args[2])));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = in.readLine(); order != null; order = in.readLine()) {
            String[] words = order.split(" ", 2);
            try (LapMeter meter = new LapMeter()) {
                contender.run(words[0], Integer.parseInt(words[1]), meter);
                out.println(meter.lap().line());
            }
        }
    }
}
