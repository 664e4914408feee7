package io.crosslog.loopback.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the child JVM of an {@link OldKafka} runs: ZooKeeper and the broker, side by side. Their classes are on the child's
 * class path only, so they are called by name.
 */
final class OldBrokerProcess {
    private OldBrokerProcess() {}

    /**
     * Runs both until the parent says stop or is gone.
     *
     * @param args the directory, ZooKeeper's properties file and port, the broker's properties file and port
     * @throws IOException if the parent cannot be told that the servers were started
     */
    public static void main(String[] args) throws IOException {
        run("zookeeper", "org.apache.zookeeper.server.quorum.QuorumPeerMain", args[1]);
        awaitPort(Integer.parseInt(args[2]));
        run("broker", "kafka.Kafka", args[3]);
        awaitPort(Integer.parseInt(args[4]));
        ParentWatch.untilToldToStop(Path.of(args[0]));
        // The data go with the process: nothing to put in order.
        Runtime.getRuntime().halt(0);
    }

    private static void run(String name, String mainClass, String properties) {
        Thread thread = new Thread(() -> call(mainClass, properties), name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void call(String mainClass, String properties) {
        try {
            String[] arguments = {properties};
            Class.forName(mainClass).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (ReflectiveOperationException e) {
            // The parent reads it in the log.
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void awaitPort(int port) {
        Await.until("port " + port + " listens", Duration.ofSeconds(60), () -> {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return probe.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
    }
}
