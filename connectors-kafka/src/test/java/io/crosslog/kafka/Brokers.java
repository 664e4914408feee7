package io.crosslog.kafka;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** One broker for all test classes of this JVM, which share it as strangers do: each test has its own topics and groups. */
final class Brokers {

    static final String USER = "importer";
    static final String PASSWORD = "it's \"quoted\" \\ and # signed";

    private static LoopbackKafka shared;

    private Brokers() {}

    static synchronized LoopbackKafka shared() {
        if (shared == null) {
            shared = LoopbackKafka.builder().user(USER, PASSWORD).start();
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    static CredentialsProvider right() {
        return CredentialsProvider.fixed(Credentials.of(USER, PASSWORD));
    }

    static String unique(String stem) {
        return stem + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** A source of one topic over SASL_PLAINTEXT. */
    static KafkaSource.Builder source(String topic, String group) {
        return KafkaSource.builder()
                .bootstrapServers(shared().bootstrap(Listener.SASL_PLAINTEXT))
                .sasl(SaslMechanism.PLAIN, right())
                .topics(topic)
                .group(group)
                .property("metadata.max.age.ms", "500")
                .property("heartbeat.interval.ms", "300")
                .property("session.timeout.ms", "20000");
    }

    static List<byte[]> values(String stem, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> (stem + i).getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
