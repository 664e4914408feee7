package io.crosslog.samples.quickstart;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.loopback.sls.LoopbackSls;
import io.crosslog.sls.SlsSink;
import io.crosslog.spi.Sink;
import java.io.IOException;
import java.io.PrintStream;

/** The SLS endpoint that one part of the quickstart delivers to, and what has arrived there. Safe for concurrent calls. */
public final class Destination implements AutoCloseable {

    private static final String PROJECT = "soc";
    private static final String LOGSTORE = "waf";
    private static final Credentials ALIBABA = Credentials.of("LTAI-quickstart", "alibaba-quickstart-key");

    private final Arrivals arrivals;
    private final LoopbackSls sls;

    private Destination(Arrivals arrivals, LoopbackSls sls) {
        this.arrivals = arrivals;
        this.sls = sls;
    }

    /**
     * Starts an endpoint.
     *
     * @param sample number of the record whose log is kept, to be shown
     * @return the endpoint
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Destination start(int sample) throws IOException, InterruptedException {
        return start(new Arrivals(sample));
    }

    /**
     * Starts an endpoint.
     *
     * @param arrivals checks off what arrives
     * @return the endpoint
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Destination start(Arrivals arrivals) throws IOException, InterruptedException {
        LoopbackSls sls = LoopbackSls.builder()
                .region("cn-shanghai")
                .logstore(PROJECT, LOGSTORE)
                .accessKey(ALIBABA.id(), ALIBABA.secret().reveal())
                .keepNothing()
                .onAccepted(arrivals::arrived)
                .start();
        return new Destination(arrivals, sls);
    }

    /** {@return a sink that delivers to it} */
    public Sink sink() {
        return SlsSink.builder()
                .region(sls.region())
                .project(PROJECT)
                .logstore(LOGSTORE)
                .credentials(CredentialsProvider.fixed(ALIBABA))
                .allowHttp()
                .proxy("127.0.0.1", sls.port())
                .build();
    }

    /** {@return what has arrived} */
    public Arrivals arrivals() {
        return arrivals;
    }

    /**
     * Prints what has arrived.
     *
     * @param out where to
     * @param records how many records were produced
     * @return whether everything expected has arrived, and nothing else
     */
    public boolean report(PrintStream out, int records) {
        int missing = arrivals.missing(records);
        out.printf(
                "At the SLS endpoint: %,d expected events missing, %,d duplicates, %,d that do not belong there%n",
                missing, arrivals.duplicates(), arrivals.strangers());
        return missing == 0 && arrivals.strangers() == 0;
    }

    @Override
    public void close() throws IOException {
        sls.close();
    }
}
