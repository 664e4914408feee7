package io.crosslog.loopback.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A proxy before a server that echoes")
@Timeout(20)
class LoopbackProxyTest {
    private static final int QUIET_MILLIS = 200;

    /** The common pool may have one thread alone, on two cores with a newer JDK, and these tasks wait for each other. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private ServerSocket server;
    private CompletableFuture<Void> serving;
    private LoopbackProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        serving = CompletableFuture.runAsync(this::serve, threads);
        proxy = LoopbackProxy.to(server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
        serving.join();
        threads.shutdown();
        assertThat(proxy.connections()).isZero();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("loopback-proxy-" + proxy.port()));
    }

    /** Echoes what connections bring, one at a time on a thread each, until the server is closed. */
    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                new Thread(() -> echo(socket)).start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream()) {
            in.transferTo(socket.getOutputStream());
        } catch (IOException broken) {
            // As the tests mean it to be.
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(QUIET_MILLIS);
        return socket;
    }

    /** A request with Kafka's framing: its size, API, version, and a body. */
    private static void request(Socket socket, int api, int version, byte[] body) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(4 + body.length);
        out.writeShort(api);
        out.writeShort(version);
        out.write(body);
    }

    private static byte[] echoed(Socket socket, int bodyLength) throws IOException {
        return new DataInputStream(socket.getInputStream()).readNBytes(8 + bodyLength);
    }

    private static void assertServes(Socket socket) throws IOException {
        byte[] body = "body".getBytes(StandardCharsets.UTF_8);
        request(socket, LoopbackProxy.FETCH, 4, body);
        socket.setSoTimeout(5_000);
        assertThat(echoed(socket, body.length)).endsWith(body).startsWith(0, 0, 0, 8, 0, 1, 0, 4);
    }

    @Test
    @DisplayName("Forwards requests of any size unchanged, and counts connections")
    void forwards() throws IOException {
        try (Socket socket = connect()) {
            assertServes(socket);
            byte[] large = new byte[1 << 20];
            large[large.length - 1] = 7;
            CompletableFuture<byte[]> answer = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return echoed(socket, large.length);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    threads);
            request(socket, LoopbackProxy.FETCH, 12, large);
            assertThat(answer.join()).endsWith(large);
            assertThat(proxy.accepted()).isEqualTo(1);
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("Forwards what is not Kafka's protocol, TLS say, unchanged")
    void forwardsOther() throws IOException {
        byte[] hello = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
        try (Socket socket = connect()) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(hello);
            assertThat(socket.getInputStream().readNBytes(hello.length)).isEqualTo(hello);
        }
    }

    @Test
    @DisplayName("Resets the connection at ApiVersions v4, but not at lower versions nor other requests")
    void resetsAtApiVersions() throws IOException {
        proxy.resetOnApiVersions4();
        try (Socket socket = connect()) {
            assertServes(socket);
            request(socket, LoopbackProxy.API_VERSIONS, 3, new byte[0]);
            assertThat(echoed(socket, 0)).hasSize(8);
            request(socket, LoopbackProxy.API_VERSIONS, 4, new byte[100]);
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
        proxy.restore();
        try (Socket socket = connect()) {
            request(socket, LoopbackProxy.API_VERSIONS, 4, new byte[1]);
            assertThat(echoed(socket, 1)).hasSize(9);
        }
    }

    @Test
    @DisplayName("Refuses connections and breaks those it has, until restored on the same port")
    void refuses() throws IOException {
        try (Socket socket = connect()) {
            assertServes(socket);
            proxy.refuse();
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        }
        proxy.restore();
        try (Socket socket = connect()) {
            assertServes(socket);
        }
    }

    @Test
    @DisplayName("Stalls and keeps what comes meanwhile for later")
    void stalls() throws IOException {
        try (Socket socket = connect()) {
            assertServes(socket);
            proxy.stall();
            socket.setSoTimeout(QUIET_MILLIS);
            request(socket, LoopbackProxy.FETCH, 4, new byte[] {1, 2});
            assertThatThrownBy(() -> echoed(socket, 2)).isInstanceOf(SocketTimeoutException.class);
            proxy.restore();
            socket.setSoTimeout(5_000);
            assertThat(echoed(socket, 2)).endsWith(1, 2);
        }
    }

    @Test
    @DisplayName("Ends while stalled")
    void closesWhileStalled() throws IOException {
        try (Socket socket = connect()) {
            assertServes(socket);
            proxy.stall();
            request(socket, LoopbackProxy.FETCH, 4, new byte[2]);
            proxy.close();
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    @DisplayName("Swallows requests as a black hole, and resets the connections that miss bytes afterwards")
    void blackHole() throws IOException {
        try (Socket harmed = connect();
                Socket idle = connect()) {
            assertServes(harmed);
            assertServes(idle);
            harmed.setSoTimeout(QUIET_MILLIS);
            proxy.blackHole();
            request(harmed, LoopbackProxy.FETCH, 4, new byte[2]);
            assertThatThrownBy(() -> echoed(harmed, 2)).isInstanceOf(SocketTimeoutException.class);
            proxy.restore();
            harmed.setSoTimeout(5_000);
            assertThatThrownBy(() -> {
                        request(harmed, LoopbackProxy.FETCH, 4, new byte[2]);
                        assertThat(harmed.getInputStream().read()).isNotEqualTo(-1);
                    })
                    .isInstanceOf(SocketException.class);
            assertServes(idle);
        }
    }

    @Test
    @DisplayName("Delays one kind of request only, and no longer once restored")
    void delays() throws IOException {
        proxy.delay(LoopbackProxy.FETCH, Duration.ofHours(1));
        try (Socket socket = connect()) {
            socket.setSoTimeout(5_000);
            request(socket, LoopbackProxy.OFFSET_COMMIT, 2, new byte[2]);
            assertThat(echoed(socket, 2)).hasSize(10);
            socket.setSoTimeout(QUIET_MILLIS);
            request(socket, LoopbackProxy.FETCH, 4, new byte[2]);
            assertThatThrownBy(() -> echoed(socket, 2)).isInstanceOf(SocketTimeoutException.class);
            proxy.restore();
            socket.setSoTimeout(5_000);
            assertThat(echoed(socket, 2)).hasSize(10);
        }
    }

    @Test
    @DisplayName("Delays every request by the time it was given")
    void delaysAll() throws IOException {
        proxy.delay(Duration.ofMillis(150));
        try (Socket socket = connect()) {
            long before = System.nanoTime();
            assertServes(socket);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
        }
    }

    @Test
    @DisplayName("Cuts a response in the middle")
    void cutsResponses() throws IOException {
        proxy.cutAfter(10);
        try (Socket socket = connect()) {
            socket.setSoTimeout(5_000);
            request(socket, LoopbackProxy.FETCH, 4, new byte[100]);
            assertThatThrownBy(() -> echoed(socket, 100))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    @DisplayName("Cuts the connections there are and serves new ones")
    void cuts() throws IOException {
        try (Socket socket = connect()) {
            assertServes(socket);
            proxy.cut();
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        try (Socket socket = connect()) {
            assertServes(socket);
        }
    }

    @Test
    @DisplayName("Passes the end of either side on to the other")
    void passesEndOn() throws IOException {
        try (Socket socket = connect()) {
            assertServes(socket);
        }
        Await.until("the connection is gone", Duration.ofSeconds(5), () -> proxy.connections() == 0);
    }
}
