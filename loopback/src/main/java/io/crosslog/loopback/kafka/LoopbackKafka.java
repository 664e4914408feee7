package io.crosslog.loopback.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker (KRaft, one node) on free ports of 127.0.0.1:
 *
 * <pre>{@code
 * try (LoopbackKafka kafka = LoopbackKafka.builder().clsUser("logset", "AKID", "key").topic("waf", 2).start()) {
 *     kafka.produce("waf", List.of(json));
 *     consume(kafka.bootstrap(Listener.SASL_PLAINTEXT));
 * }
 * }</pre>
 *
 * <p>All of {@link Listener} are open. Everybody may do everything until {@link #denyTopic} or {@link #denyGroup}. Topics
 * are not made by asking for them. A new group has its partitions at once, without Kafka's usual wait for more members.
 *
 * <p>Safe for concurrent calls, but {@link #stop}, {@link #start}, {@link #restart} and {@link #close}, which are for one
 * thread. All methods throw {@link IllegalStateException} with the broker's error as cause when it refuses.
 */
public final class LoopbackKafka implements AutoCloseable {
    private final BrokerPlan plan;
    private final TlsStores tls;
    private final Broker broker;
    private final Set<ScramMechanism> scram;
    private final Map<String, String> passwords = new TreeMap<>();
    private final ClusterClient client;
    private final Denials denials;
    private boolean closed;

    private LoopbackKafka(BrokerPlan plan, TlsStores tls, Broker broker) {
        this.plan = plan;
        this.tls = tls;
        this.broker = broker;
        this.scram = EnumSet.noneOf(ScramMechanism.class);
        plan.mechanisms().stream()
                .map(ScramMechanism::fromMechanismName)
                .filter(mechanism -> mechanism != ScramMechanism.UNKNOWN)
                .forEach(scram::add);
        this.client = new ClusterClient("127.0.0.1:" + plan.ports().internal());
        this.denials = new Denials(client);
    }

    /**
     * A builder for a broker in a child JVM, with no topics and no users, which offers PLAIN, SCRAM-SHA-256, SCRAM-SHA-512
     * and OAUTHBEARER (unsecured tokens), through no proxy.
     */
    public static Builder builder() {
        return new Builder();
    }

    /** {@code 127.0.0.1:<port>} of a listener, for {@code bootstrap.servers}: the proxy's where there is one. */
    public String bootstrap(Listener listener) {
        return Objects.requireNonNull(plan.ports().advertised().get(listener), "listener");
    }

    /** A PKCS12 store with the certificate that the encrypted listeners show; it is valid for 127.0.0.1 and localhost. */
    public Path trustStore() {
        return tls.trustStore();
    }

    /** The password of {@link #trustStore()}. */
    public String trustStorePassword() {
        return tls.password();
    }

    /** What any Kafka client needs to reach the listener: address, protocol, trust store; without credentials. */
    public Map<String, Object> clientSettings(Listener listener) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("bootstrap.servers", bootstrap(listener));
        settings.put("security.protocol", listener.name());
        if (listener.encrypted()) {
            settings.put("ssl.truststore.type", "PKCS12");
            settings.put("ssl.truststore.location", tls.trustStore().toString());
            settings.put("ssl.truststore.password", tls.password());
        }
        return settings;
    }

    /** As {@link #clientSettings(Listener)}, with PLAIN credentials, be they right or not. */
    public Map<String, Object> clientSettings(Listener listener, String user, String password) {
        Map<String, Object> settings = clientSettings(listener);
        settings.put("sasl.mechanism", "PLAIN");
        settings.put("sasl.jaas.config", Jaas.plainClient(user, password));
        return settings;
    }

    /** The proxy before a listener that the builder was told to put one before. */
    public LoopbackProxy proxy(Listener listener) {
        LoopbackProxy proxy = plan.ports().proxies().get(listener);
        if (proxy == null) {
            throw new IllegalStateException("No proxy stands before " + listener + ": call proxied on the builder");
        }
        return proxy;
    }

    /** Creates a topic. */
    public void createTopic(String name, int partitions) {
        client.createTopic(name, partitions, Map.of());
    }

    /** Creates a topic with settings of its own, such as {@code retention.ms} or {@code segment.bytes}. */
    public void createTopic(String name, int partitions, Map<String, String> settings) {
        client.createTopic(name, partitions, settings);
    }

    /** Adds partitions to a topic until it has this many. */
    public void growTopic(String name, int partitions) {
        client.growTopic(name, partitions);
    }

    /** Deletes what lies before the offset, so that who wants to read from there gets OffsetOutOfRange. */
    public void deleteRecordsBefore(String topic, int partition, long offset) {
        client.deleteRecordsBefore(new TopicPartition(topic, partition), offset);
    }

    /** The offset that the next record of the partition will get. */
    public long endOffset(String topic, int partition) {
        return client.endOffset(new TopicPartition(topic, partition));
    }

    /**
     * Lets a user in by this password from now on, with PLAIN and with SCRAM, known before or not. Connections made with an
     * older password stay open.
     */
    public synchronized void setUser(String name, String password) {
        passwords.put(name, password);
        plan.users().write(passwords);
        client.setScram(name, password, scram);
    }

    /** Lets a user in no more; connections stay open. */
    public synchronized void removeUser(String name) {
        if (passwords.remove(name) != null) {
            plan.users().write(passwords);
            client.removeScram(name, scram);
        }
    }

    /** Denies a user (of a SASL listener) the topic: even its existence. */
    public void denyTopic(String topic, String user) {
        denials.denyTopic(topic, user);
    }

    /** Takes {@link #denyTopic} back. */
    public void allowTopic(String topic, String user) {
        denials.allowTopic(topic, user);
    }

    /** Denies a user (of a SASL listener) the consumer group. */
    public void denyGroup(String group, String user) {
        denials.denyGroup(group, user);
    }

    /** Takes {@link #denyGroup} back. */
    public void allowGroup(String group, String user) {
        denials.allowGroup(group, user);
    }

    /** Appends records without keys, spread over the partitions, and returns when the broker has all. */
    public void produce(String topic, Iterable<byte[]> values) {
        produce(StreamSupport.stream(values.spliterator(), false).map(value -> new ProducerRecord<>(topic, value)));
    }

    /** Appends a record to the partition and returns when the broker has it; key and value may be null. */
    public void produce(String topic, int partition, byte @Nullable [] key, byte @Nullable [] value) {
        produce(Stream.of(new ProducerRecord<>(topic, partition, key, value)));
    }

    /** Appends records and returns when the broker has all. */
    public void produce(Stream<ProducerRecord<byte[], byte[]>> records) {
        client.produce(records);
    }

    /** A producer that goes past all proxies and needs no credentials; closed with the broker. */
    public Producer<byte[], byte[]> producer() {
        return client.producer();
    }

    /** An admin client that goes past all proxies and needs no credentials; closed with the broker. */
    public Admin admin() {
        return client.admin();
    }

    /** Where the broker's data are. */
    public Path directory() {
        return plan.directory();
    }

    /** Stops the broker in good order; proxies stay. */
    public void stop() {
        broker.stop();
    }

    /** Starts a stopped broker with the same ports, data and users. */
    public void start() {
        broker.start();
        client.awaitBroker();
    }

    /** Stops and starts the broker with the same ports, data and users. */
    public void restart() {
        stop();
        start();
    }

    /** Ends the broker and its proxies and deletes its data. Idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        client.close();
        plan.ports().proxies().values().forEach(LoopbackProxy::close);
        broker.stop();
        ScratchDirectory.delete(plan.directory());
    }

    /** Collects what the broker is to be; see {@link LoopbackKafka#builder()} for the defaults. Confined to one thread. */
    public static final class Builder {
        private final Map<String, String> users = new LinkedHashMap<>();
        private final Map<String, Integer> topics = new LinkedHashMap<>();
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final Set<Listener> proxied = EnumSet.noneOf(Listener.class);
        private final List<String> jvmOptions = new ArrayList<>(ForkedBroker.DEFAULT_JVM_OPTIONS);
        private List<String> mechanisms = List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER");
        private boolean embedded;

        private Builder() {}

        /** Adds a user of the SASL listeners, for PLAIN and SCRAM. */
        public Builder user(String name, String password) {
            users.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(password, "password"));
            return this;
        }

        /** Adds a user as CLS knows them: named by the logset, with {@code SecretId#SecretKey} for a password. */
        public Builder clsUser(String logset, String secretId, String secretKey) {
            return user(logset, secretId + "#" + secretKey);
        }

        /** Adds a user as Event Hubs knows them: {@code $ConnectionString}, with the connection string for a password. */
        public Builder eventHubsUser(String connectionString) {
            return user("$ConnectionString", connectionString);
        }

        /** Adds a topic. */
        public Builder topic(String name, int partitions) {
            topics.put(Objects.requireNonNull(name, "name"), partitions);
            return this;
        }

        /** Puts a {@link LoopbackProxy} before these listeners, through which all their clients come. */
        public Builder proxied(Listener... listeners) {
            proxied.addAll(Arrays.asList(listeners));
            return this;
        }

        /** Sets the SASL mechanisms on offer. */
        public Builder mechanisms(String... names) {
            mechanisms = List.of(names);
            return this;
        }

        /** Sets one of the broker's own properties, over whatever is set here. */
        public Builder property(String key, String value) {
            properties.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** Adds an option to the child JVM's command line, such as {@code -Xmx1g}; it wins over the equipment's own. */
        public Builder jvmOption(String option) {
            jvmOptions.add(Objects.requireNonNull(option, "option"));
            return this;
        }

        /**
         * Runs the broker in this JVM instead of a child: quicker to start and to debug. The class path must have
         * kafka_2.13 and kafka-clients in the broker's own version.
         */
        public Builder embedded() {
            embedded = true;
            return this;
        }

        /** Starts the broker and returns when it serves, with its topics and users. */
        public LoopbackKafka start() {
            Path directory = ScratchDirectory.create("crosslog-kafka-");
            BrokerPlan plan =
                    new BrokerPlan(directory, ListenerPorts.reserve(proxied), mechanisms, Map.copyOf(properties));
            TlsStores tls = write(plan);
            Broker broker = embedded
                    ? EmbeddedBroker.of(plan.propertiesFile())
                    : new ForkedBroker(plan, List.copyOf(jvmOptions));
            LoopbackKafka kafka = new LoopbackKafka(plan, tls, broker);
            try {
                kafka.start();
                users.forEach(kafka::setUser);
                topics.forEach(kafka::createTopic);
                return kafka;
            } catch (RuntimeException | Error e) {
                kafka.close();
                throw e;
            }
        }

        private static TlsStores write(BrokerPlan plan) {
            try {
                TlsStores tls = TlsStores.create(plan.directory());
                plan.write(tls);
                plan.users().write(Map.of());
                Files.createFile(plan.logFile());
                return tls;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write to " + plan.directory(), e);
            }
        }
    }
}
