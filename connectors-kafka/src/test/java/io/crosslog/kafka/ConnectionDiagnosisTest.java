package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.loopback.kafka.LoopbackProxy;
import io.crosslog.spi.BlockedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Past the connection deadline, a Kafka source names the likely cause:")
class ConnectionDiagnosisTest {

    private static final int SASL_AUTHENTICATE = 36;

    private final LoopbackKafka kafka = Brokers.shared();
    private final String topic = Brokers.unique("far");

    @BeforeEach
    void topic() {
        kafka.createTopic(topic, 1);
        kafka.produce(topic, Brokers.values("v", 3));
    }

    @Test
    @DisplayName("the name is not known")
    void dns() {
        assertThatThrownBy(() -> at("no-such-host.invalid:9092").build().open(new EngineSide()))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("no address is known for no-such-host.invalid:9092")
                .hasMessageContaining("private names resolve only inside");
    }

    @Test
    @DisplayName("nobody listens, and the same reader reads once somebody does")
    void refused() throws Exception {
        try (LoopbackProxy proxy = LoopbackProxy.to(port(kafka.bootstrap(Listener.SASL_PLAINTEXT)))) {
            proxy.refuse();
            try (EngineSide engine =
                    EngineSide.open(authenticated(proxy.address()).build())) {
                assertThat(blocked(engine)).hasMessageContaining(proxy.address() + " refuses connections");
                assertThatThrownBy(() -> engine.reader.keepAlive()).isInstanceOf(BlockedException.class);
                proxy.restore();
                readThree(engine);
            }
        }
    }

    @Test
    @DisplayName("TLS spoken to a port for plain text")
    void tlsToPlain() {
        String server = kafka.bootstrap(Listener.PLAINTEXT);
        assertThatThrownBy(() -> at(server).tls().build().open(new EngineSide()))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining(server + " speaks plain text, but the source is set to TLS")
                .hasMessageContaining("leave out tls()");
    }

    @Test
    @DisplayName("plain text spoken to a port for TLS")
    void plainToTls() {
        String server = kafka.bootstrap(Listener.SSL);
        assertThatThrownBy(() -> at(server).build().open(new EngineSide()))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining(server + " speaks TLS, but the source is set to plain text")
                .hasMessageContaining("add tls()");
    }

    @Test
    @DisplayName("the port accepts and says nothing")
    void silent() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                EngineSide engine =
                        EngineSide.open(at("127.0.0.1:" + server.getLocalPort()).build())) {
            assertThat(blocked(engine)).hasMessageContaining("accepts connections but does not answer");
        }
    }

    @Test
    @DisplayName("the port belongs to another service")
    void otherService() throws Exception {
        Thread answering;
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            answering = new Thread(() -> answerAsHttp(server));
            answering.start();
            assertThatThrownBy(() ->
                            at("127.0.0.1:" + server.getLocalPort()).build().open(new EngineSide()))
                    .isInstanceOf(BlockedException.class)
                    .hasMessageContaining("answers, but not as Kafka does");
        }
        answering.join();
    }

    @Test
    @DisplayName("a gateway that resets the connection at ApiVersions 4, which kafka-clients 3.8.1 does not send")
    void apiVersions4() throws Exception {
        try (LoopbackProxy proxy = LoopbackProxy.to(port(kafka.bootstrap(Listener.SASL_PLAINTEXT)))) {
            proxy.resetOnApiVersions4();
            try (EngineSide engine =
                    EngineSide.open(authenticated(proxy.address()).build())) {
                if (ClientVersion.sendsApiVersions4()) {
                    assertThat(blocked(engine))
                            .hasMessageContaining("resets the connection at ApiVersions version 4")
                            .hasMessageContaining("put kafka-clients 3.8.1 on the class path");
                } else {
                    readThree(engine);
                }
            }
        }
    }

    @Test
    @DisplayName("a gateway that answers wrong credentials by closing the connection")
    void closedDuringAuthentication() throws Exception {
        try (LoopbackProxy proxy = LoopbackProxy.to(port(kafka.bootstrap(Listener.SASL_PLAINTEXT)))) {
            proxy.resetOn(SASL_AUTHENTICATE, 0);
            try (EngineSide engine =
                    EngineSide.open(authenticated(proxy.address()).build())) {
                assertThat(blocked(engine))
                        .hasMessageContaining("ends the connection during authentication without saying why")
                        .hasMessageContaining("check user name and password")
                        .hasMessageNotContaining(Brokers.PASSWORD);
            }
        }
    }

    private KafkaSource.Builder at(String server) {
        return KafkaSource.builder()
                .bootstrapServers(server)
                .topics(topic)
                .group(topic)
                .connectionDeadline(Duration.ofMillis(1500));
    }

    private KafkaSource.Builder authenticated(String server) {
        return at(server).sasl(SaslMechanism.PLAIN, Brokers.right());
    }

    private static BlockedException blocked(EngineSide engine) {
        AtomicReference<BlockedException> found = new AtomicReference<>();
        assertThatThrownBy(() -> engine.pollUntil("the diagnosis", () -> false))
                .isInstanceOfSatisfying(BlockedException.class, found::set);
        return found.get();
    }

    private static void readThree(EngineSide engine) {
        Waiting.until("3 records", () -> {
            try {
                engine.pollOnce();
            } catch (BlockedException e) {
                return false;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return engine.records().size() == 3;
        });
    }

    private static int port(String server) {
        return Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
    }

    private static void answerAsHttp(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getInputStream().read(new byte[4]);
                client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
