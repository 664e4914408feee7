package io.crosslog.samples;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The main job on one machine: 100,000 WAF logs out of a real Kafka broker that stands in for Tencent CLS, 10,000 out of the
 * objects of an S3 server that stands in for COS, and 20,000 logs of Azure out of a broker that stands in for Event Hubs,
 * normalised to OCSF, into an SLS endpoint on the loopback interface that checks what the service checks.
 *
 * <p>Exits with 0 only if all ledgers balance and the endpoints hold every expected event.
 */
public final class Quickstart {

    private static final int RECORDS = 100_000;

    private Quickstart() {}

    /**
     * Runs the parts of the quickstart, one after another.
     *
     * @param args a number of records over Kafka other than 100,000, if any
     * @throws Exception if a server cannot be started
     */
    public static void main(String[] args) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
        // The endpoint reads requests with the classes of the official client, which an older compiler made.
        System.setProperty("com.google.protobuf.use_unsafe_pre22_gencode", "true");
        int records = args.length == 0 ? RECORDS : Integer.parseInt(args[0]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        boolean good = true;
        for (QuickstartPart part :
                List.of(new QuickstartKafka(out, records), new QuickstartCos(out), new QuickstartAzure(out))) {
            good &= part.run();
            out.println();
        }
        System.exit(good ? 0 : 1);
    }
}
