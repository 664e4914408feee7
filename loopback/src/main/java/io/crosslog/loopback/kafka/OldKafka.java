package io.crosslog.loopback.kafka;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A real Kafka 1.1.1 broker with its ZooKeeper 3.4.10, in a child JVM, on free ports of 127.0.0.1: the nearest thing to be
 * had to gateways that speak "Kafka 1.1.1 and earlier". It has the listeners {@link Listener#PLAINTEXT} and {@link
 * Listener#SASL_PLAINTEXT}, and of SASL's mechanisms PLAIN.
 *
 * <p>Safe for concurrent calls, but {@link #close}, which is for one thread. All methods throw {@link
 * IllegalStateException} with the broker's error as cause when it refuses.
 */
public final class OldKafka implements AutoCloseable {
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            // reload4j, unlike log4j 1.2, has no JMX beans to register.
            "-Dzookeeper.jmx.log4j.disable=true",
            "-Dlog4j.configuration=io/crosslog/loopback/kafka/old-kafka-log4j.properties");

    private final Path directory;
    private final Map<Listener, Integer> ports;
    private final ChildJvm child;
    private final ClusterClient client;
    private boolean closed;

    private OldKafka(Path directory, Map<Listener, Integer> ports, ChildJvm child) {
        this.directory = directory;
        this.ports = ports;
        this.child = child;
        this.client = new ClusterClient("127.0.0.1:" + ports.get(Listener.PLAINTEXT));
    }

    /** A builder for a broker without users and topics. */
    public static Builder builder() {
        return new Builder();
    }

    /** {@code 127.0.0.1:<port>} of a listener, for {@code bootstrap.servers}. */
    public String bootstrap(Listener listener) {
        Integer port = ports.get(listener);
        if (port == null) {
            throw new IllegalArgumentException(
                    "The old broker has no listener " + listener + ", only " + ports.keySet());
        }
        return "127.0.0.1:" + port;
    }

    /** What any Kafka client needs to reach the listener, with PLAIN credentials. */
    public Map<String, Object> clientSettings(Listener listener, String user, String password) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("bootstrap.servers", bootstrap(listener));
        settings.put("security.protocol", listener.name());
        settings.put("sasl.mechanism", "PLAIN");
        settings.put("sasl.jaas.config", Jaas.plainClient(user, password));
        return settings;
    }

    /** Creates a topic. */
    public void createTopic(String name, int partitions) {
        client.createTopic(name, partitions, Map.of());
    }

    /** Appends records without keys, spread over the partitions, and returns when the broker has all. */
    public void produce(String topic, Iterable<byte[]> values) {
        client.produce(
                StreamSupport.stream(values.spliterator(), false).map(value -> new ProducerRecord<>(topic, value)));
    }

    /** A producer that needs no credentials; closed with the broker. */
    public Producer<byte[], byte[]> producer() {
        return client.producer();
    }

    /** An admin client that needs no credentials; closed with the broker. */
    public Admin admin() {
        return client.admin();
    }

    /** Ends the broker and its ZooKeeper and deletes their data. Idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        client.close();
        child.stop();
        ScratchDirectory.delete(directory);
    }

    /** Collects what the broker is to be. Confined to one thread. */
    public static final class Builder {
        private final Map<String, String> users = new LinkedHashMap<>();
        private final Map<String, Integer> topics = new LinkedHashMap<>();

        private Builder() {}

        /** Adds a user of the SASL listener. */
        public Builder user(String name, String password) {
            users.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(password, "password"));
            return this;
        }

        /** Adds a user as CLS knows them: named by the logset, with {@code SecretId#SecretKey} for a password. */
        public Builder clsUser(String logset, String secretId, String secretKey) {
            return user(logset, secretId + "#" + secretKey);
        }

        /** Adds a topic. */
        public Builder topic(String name, int partitions) {
            topics.put(Objects.requireNonNull(name, "name"), partitions);
            return this;
        }

        /** Starts ZooKeeper and the broker and returns when the broker serves, with its topics. */
        public OldKafka start() {
            int[] free = FreePorts.find(3);
            Map<Listener, Integer> ports = Map.of(Listener.PLAINTEXT, free[1], Listener.SASL_PLAINTEXT, free[2]);
            String classPath = BuildFacts.oldKafkaDirectory() + File.separator + "*";
            Path directory = ScratchDirectory.create("crosslog-old-kafka-");
            Path zooKeeper = write(directory.resolve("zookeeper.properties"), zooKeeper(directory, free[0]));
            Path broker = write(directory.resolve("server.properties"), broker(directory, free[0], ports));
            ChildJvm child;
            try {
                child = ChildJvm.start(
                        OldBrokerProcess.class,
                        directory,
                        directory.resolve("broker.log"),
                        classPath,
                        JVM_OPTIONS,
                        zooKeeper.toString(),
                        Integer.toString(free[0]),
                        broker.toString(),
                        Integer.toString(free[1]));
            } catch (RuntimeException e) {
                ScratchDirectory.delete(directory);
                throw e;
            }
            OldKafka kafka = new OldKafka(directory, ports, child);
            try {
                kafka.client.awaitBroker();
                topics.forEach(kafka::createTopic);
                return kafka;
            } catch (RuntimeException | Error e) {
                kafka.close();
                throw e;
            }
        }

        private static Map<String, String> zooKeeper(Path directory, int port) {
            return Map.of(
                    "dataDir", directory.resolve("zookeeper").toString(),
                    "clientPort", Integer.toString(port),
                    "clientPortAddress", "127.0.0.1",
                    "tickTime", "1000",
                    "maxClientCnxns", "0");
        }

        private Map<String, String> broker(Path directory, int zooKeeper, Map<Listener, Integer> ports) {
            Map<String, String> all = new LinkedHashMap<>();
            all.put("broker.id", "1");
            all.put("zookeeper.connect", "127.0.0.1:" + zooKeeper);
            all.put("log.dirs", directory.resolve("data").toString());
            all.put(
                    "listeners",
                    "PLAINTEXT://127.0.0.1:" + ports.get(Listener.PLAINTEXT) + ",SASL_PLAINTEXT://127.0.0.1:"
                            + ports.get(Listener.SASL_PLAINTEXT));
            all.put("sasl.enabled.mechanisms", "PLAIN");
            String[] options = users.entrySet().stream()
                    .flatMap(user -> Stream.of("user_" + user.getKey(), user.getValue()))
                    .toArray(String[]::new);
            all.put(
                    "listener.name.sasl_plaintext.plain.sasl.jaas.config",
                    Jaas.entry("plain.PlainLoginModule", options));
            all.put("auto.create.topics.enable", "false");
            all.put("group.initial.rebalance.delay.ms", "0");
            all.put("offsets.topic.num.partitions", "1");
            all.put("offsets.topic.replication.factor", "1");
            all.put("transaction.state.log.num.partitions", "1");
            all.put("transaction.state.log.replication.factor", "1");
            all.put("transaction.state.log.min.isr", "1");
            all.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
            all.put("log.index.size.max.bytes", Integer.toString(1 << 20));
            return all;
        }

        private static Path write(Path file, Map<String, String> settings) {
            Properties properties = new Properties();
            properties.putAll(settings);
            try (Writer out = Files.newBufferedWriter(file)) {
                properties.store(out, null);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write " + file, e);
            }
            return file;
        }
    }
}
