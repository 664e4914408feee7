package io.crosslog.loopback.kafka;

import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** What the child JVM of a forked {@link LoopbackKafka} runs. */
final class BrokerProcess {
    private BrokerProcess() {}

    /**
     * Runs the broker until the parent says stop or is gone.
     *
     * @param args the broker's directory and its properties file
     */
    @SuppressWarnings("CatchingUnchecked") // Whatever it is, the parent reads it in the log.
    public static void main(String[] args) {
        int code = 0;
        try {
            Broker broker = new KraftServer(Path.of(args[1]));
            broker.start();
            ParentWatch.untilToldToStop(Path.of(args[0]));
            broker.stop();
        } catch (Exception | Error e) {
            LoggerFactory.getLogger(BrokerProcess.class).error("The broker failed", e);
            code = 1;
        }
        // Whatever threads Kafka has left must not keep the process.
        Runtime.getRuntime().halt(code);
    }
}
