package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.Pipeline;
import io.crosslog.PipelineSettings;
import io.crosslog.PipelineState;
import io.crosslog.PipelineStatus;
import io.crosslog.RunningPipeline;
import io.crosslog.credentials.Credentials;
import io.crosslog.decode.TextDecoder;
import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.loopback.kafka.LoopbackProxy;
import io.crosslog.spi.BlockedException;
import io.crosslog.testkit.RecordingSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A pipeline that reads Kafka")
class PipelineTest {

    private static LoopbackKafka kafka;
    private final String topic = Brokers.unique("piped");
    private final RecordingSink sink = RecordingSink.create();

    @BeforeAll
    static void broker() {
        kafka = LoopbackKafka.builder()
                .user(Brokers.USER, Brokers.PASSWORD)
                .proxied(Listener.PLAINTEXT)
                .start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    @DisplayName("loses nothing over a broker that restarts under load")
    void restart() throws Exception {
        kafka.createTopic(topic, 3);
        Set<String> sent = new TreeSet<>();
        try (RunningPipeline running =
                pipeline(source(Listener.SASL_PLAINTEXT).build(), 2).start()) {
            send(sent, "before", 300);
            sink.await(1, 30);
            kafka.restart();
            send(sent, "after", 300);
            Waiting.until("all " + sent.size(), () -> received().containsAll(sent));
            assertThat(running.failure()).isEmpty();
        }
        assertThat(received()).isEqualTo(sent);
    }

    @Test
    @DisplayName("shows wrong credentials as blocked, with advice, and delivers once they are right")
    void wrongThenRight() throws Exception {
        kafka.createTopic(topic, 1);
        Set<String> sent = new TreeSet<>();
        send(sent, "v", 20);
        AtomicReference<Credentials> now = new AtomicReference<>(Credentials.of(Brokers.USER, "wr0ng"));
        KafkaSource source = source(Listener.SASL_PLAINTEXT)
                .sasl(SaslMechanism.PLAIN, now::get)
                .build();
        try (RunningPipeline running = pipeline(source, 1).start()) {
            Waiting.until("blocked", () -> running.status().state() == PipelineState.BLOCKED);
            PipelineStatus status = running.status();
            assertThat(status.reason()).contains("authentication").doesNotContain("wr0ng");
            assertThat(status.advice()).contains("user name and password");
            now.set(Credentials.of(Brokers.USER, Brokers.PASSWORD));
            sink.await(20, 30);
            Waiting.until("running", () -> running.status().state() == PipelineState.RUNNING);
        }
        assertThat(received()).isEqualTo(sent);
    }

    @Test
    @DisplayName(
            "resumes where another left off, two in one group share the partitions, and one that ends hands its own over")
    void shared() throws Exception {
        kafka.createTopic(topic, 4);
        Set<String> sent = new TreeSet<>();
        KafkaSource source = source(Listener.SASL_PLAINTEXT).build();
        RunningPipeline first = pipeline(source, 1).start();
        send(sent, "one", 100);
        sink.await(100, 30);
        try (RunningPipeline second = pipeline(source, 1).start()) {
            Waiting.until(
                    "both hold partitions", () -> second.status().partitions().size() == 2);
            send(sent, "two", 100);
            sink.await(200, 30);
            first.close();
            send(sent, "three", 100);
            sink.await(300, 30);
            assertThat(second.failure()).isEmpty();
        }
        assertThat(received()).isEqualTo(sent);
        assertThat(sink.events()).hasSize(300);
    }

    @Test
    @DisplayName("names the likely cause when the brokers can be reached but no group can be joined")
    void noCoordinator() throws Exception {
        int findCoordinator = 10;
        LoopbackProxy proxy = kafka.proxy(Listener.PLAINTEXT);
        proxy.resetOn(findCoordinator, 0);
        kafka.createTopic(topic, 1);
        KafkaSource source = KafkaSource.builder()
                .bootstrapServers(proxy.address())
                .topics(topic)
                .group(topic)
                .connectionDeadline(Duration.ofMillis(1500))
                .build();
        EngineSide engine = EngineSide.open(source);
        AtomicReference<String> said = new AtomicReference<>();
        try (engine) {
            Waiting.until("the diagnosis", () -> {
                try {
                    engine.pollOnce();
                } catch (BlockedException e) {
                    said.set(e.getMessage());
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                return said.get() != null;
            });
        } finally {
            proxy.restore();
        }
        assertThat(said.get()).contains("speaks Kafka, but no group could be joined", "advertised listeners");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("gives its reader up within seconds when the broker is not there any more")
    void closeWithoutBroker(boolean silent) throws Exception {
        LoopbackProxy proxy = kafka.proxy(Listener.PLAINTEXT);
        kafka.createTopic(topic, 1);
        kafka.produce(topic, Brokers.values("v", 10));
        EngineSide engine = EngineSide.open(KafkaSource.builder()
                .bootstrapServers(proxy.address())
                .topics(topic)
                .group(topic)
                .build());
        engine.committing = false;
        engine.pollUntil("10 records", () -> engine.records().size() == 10);
        if (silent) {
            proxy.blackHole();
        } else {
            proxy.refuse();
            proxy.cut();
        }
        try {
            assertThatThrownBy(engine::commit).isInstanceOf(IOException.class);
            long began = System.nanoTime();
            assertThatThrownBy(engine.reader::close).isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
        } finally {
            proxy.restore();
        }
    }

    private KafkaSource.Builder source(Listener listener) {
        return KafkaSource.builder()
                .bootstrapServers(kafka.bootstrap(listener))
                .sasl(SaslMechanism.PLAIN, Brokers.right())
                .topics(topic)
                .group(topic)
                .property("heartbeat.interval.ms", "300")
                .property("session.timeout.ms", "20000");
    }

    private Pipeline pipeline(KafkaSource source, int readers) {
        return Pipeline.named("test")
                .from(source)
                .decode(TextDecoder.create())
                .to(sink)
                .settings(PipelineSettings.builder()
                        .readers(readers)
                        .blockedBeat(Duration.ofSeconds(1))
                        .build())
                .build();
    }

    private void send(Set<String> sent, String stem, int count) {
        List<byte[]> values = Brokers.values(stem, count);
        values.forEach(value -> sent.add(new String(value, StandardCharsets.UTF_8)));
        kafka.produce(topic, values);
    }

    private Set<String> received() {
        return sink.events().stream()
                .map(event -> event.text("content").orElse(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
