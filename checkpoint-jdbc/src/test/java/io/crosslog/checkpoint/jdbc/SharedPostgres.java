package io.crosslog.checkpoint.jdbc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crosslog.loopback.postgres.LoopbackPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One PostgreSQL for all tests of a JVM; a machine that cannot run one skips them and says why. */
final class SharedPostgres {

    private static LoopbackPostgres server;

    private SharedPostgres() {}

    static synchronized LoopbackPostgres server() {
        String whyNot = LoopbackPostgres.whyNot();
        assumeTrue(whyNot == null, whyNot);
        if (server == null) {
            try {
                LoopbackPostgres started = LoopbackPostgres.start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started)));
                server = started;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }

    private static void stop(LoopbackPostgres started) {
        try {
            started.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
