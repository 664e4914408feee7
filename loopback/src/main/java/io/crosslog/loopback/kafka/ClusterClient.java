package io.crosslog.loopback.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeUserScramCredentialsResult;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * What the equipment itself asks of a broker, through whichever kafka-clients is on the class path. Each change returns
 * when the broker shows it, not only when the controller has accepted it. Safe for concurrent calls.
 */
final class ClusterClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int FEWEST_SCRAM_ITERATIONS = 4_096;
    private static final short ONE_REPLICA = 1;

    private final String bootstrap;
    private final Admin admin;
    private final AtomicInteger scramIterations = new AtomicInteger(FEWEST_SCRAM_ITERATIONS);
    private @Nullable Producer<byte[], byte[]> producer;

    ClusterClient(String bootstrap) {
        this.bootstrap = bootstrap;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap, "reconnect.backoff.max.ms", "200"));
    }

    Admin admin() {
        return admin;
    }

    void awaitBroker() {
        Await.until("the broker on " + bootstrap + " answers", LIMIT, () -> {
            try {
                return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
            } catch (ExecutionException | TimeoutException notYet) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for the broker", e);
            }
        });
    }

    void createTopic(String name, int partitions, Map<String, String> configs) {
        NewTopic topic = new NewTopic(name, partitions, ONE_REPLICA).configs(configs);
        get("create topic " + name, admin.createTopics(List.of(topic)).all());
        awaitPartitions(name, partitions);
    }

    void growTopic(String name, int partitions) {
        Map<String, NewPartitions> growth = Map.of(name, NewPartitions.increaseTo(partitions));
        get("add partitions to " + name, admin.createPartitions(growth).all());
        awaitPartitions(name, partitions);
    }

    private void awaitPartitions(String name, int partitions) {
        Await.until("topic " + name + " has " + partitions + " partitions with leaders", LIMIT, () -> {
            try {
                var topics = get(
                        "describe topic " + name,
                        admin.describeTopics(List.of(name)).allTopicNames());
                var known = topics.values().stream()
                        .flatMap(topic -> topic.partitions().stream())
                        .toList();
                return known.size() == partitions && known.stream().allMatch(p -> p.leader() != null);
            } catch (IllegalStateException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    return false;
                }
                throw e;
            }
        });
    }

    void deleteRecordsBefore(TopicPartition partition, long offset) {
        Map<TopicPartition, RecordsToDelete> deletion = Map.of(partition, RecordsToDelete.beforeOffset(offset));
        get("delete records of " + partition, admin.deleteRecords(deletion).all());
    }

    long endOffset(TopicPartition partition) {
        var request = admin.listOffsets(Map.of(partition, OffsetSpec.latest()));
        return get("find the end of " + partition, request.partitionResult(partition))
                .offset();
    }

    void setScram(String user, String password, Collection<ScramMechanism> mechanisms) {
        // The broker does not tell passwords; so a count of iterations of its own tells that this one has arrived.
        int iterations = scramIterations.incrementAndGet();
        for (ScramMechanism mechanism : mechanisms) {
            ScramCredentialInfo info = new ScramCredentialInfo(mechanism, iterations);
            alterScram(user, new UserScramCredentialUpsertion(user, info, password));
            Await.until("the broker has the SCRAM credential of " + user, LIMIT, () -> scramOf(user)
                    .contains(info));
        }
    }

    void removeScram(String user, Collection<ScramMechanism> mechanisms) {
        mechanisms.forEach(mechanism -> alterScram(user, new UserScramCredentialDeletion(user, mechanism)));
        Await.until("the broker has no SCRAM credential of " + user, LIMIT, () -> scramOf(user)
                .isEmpty());
    }

    private void alterScram(String user, UserScramCredentialAlteration change) {
        get(
                "change the SCRAM credential of " + user,
                admin.alterUserScramCredentials(List.of(change)).all());
    }

    private List<ScramCredentialInfo> scramOf(String user) {
        DescribeUserScramCredentialsResult all = admin.describeUserScramCredentials();
        return get("list SCRAM users", all.users()).contains(user)
                ? get("describe the SCRAM credential of " + user, all.description(user))
                        .credentialInfos()
                : List.of();
    }

    void addAcls(Collection<AclBinding> bindings) {
        get("add ACLs", admin.createAcls(bindings).all());
        awaitAcls(bindings, true);
    }

    void removeAcls(Collection<AclBinding> bindings) {
        get(
                "remove ACLs",
                admin.deleteAcls(bindings.stream().map(AclBinding::toFilter).toList())
                        .all());
        awaitAcls(bindings, false);
    }

    private void awaitAcls(Collection<AclBinding> bindings, boolean present) {
        Await.until("the broker knows of the change of ACLs", LIMIT, () -> bindings.stream()
                .allMatch(binding -> get(
                                        "describe ACLs",
                                        admin.describeAcls(binding.toFilter()).values())
                                .isEmpty()
                        != present));
    }

    synchronized Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> existing = producer;
        if (existing != null) {
            return existing;
        }
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrap,
                "linger.ms",
                "5",
                "batch.size",
                Integer.toString(256 << 10),
                "max.request.size",
                Integer.toString(16 << 20),
                "reconnect.backoff.max.ms",
                "200",
                "max.block.ms",
                Long.toString(LIMIT.toMillis()));
        Producer<byte[], byte[]> created =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer = created;
        return created;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback tells all that the future would.
    void produce(Stream<ProducerRecord<byte[], byte[]>> records) {
        Producer<byte[], byte[]> sender = producer();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        records.forEach(each -> sender.send(each, (sent, e) -> {
            if (e != null) {
                failure.compareAndSet(null, e);
            }
        }));
        sender.flush();
        Exception first = failure.get();
        if (first != null) {
            throw new IllegalStateException("Could not produce all records to " + bootstrap, first);
        }
    }

    private static <T> T get(String what, KafkaFuture<T> future) {
        try {
            return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Could not " + what, e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("Could not " + what + " within " + LIMIT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted before it could " + what, e);
        }
    }

    @Override
    public synchronized void close() {
        admin.close(Duration.ZERO);
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
    }
}
