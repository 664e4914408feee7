package io.crosslog.loopback.sls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The endpoint speaks TLS")
class TlsTest {
    private static final String HTTPS = "https://soc-prod.cn-shanghai.log.aliyuncs.com/logstores/waf/shards/lb";

    private static LoopbackSls sls;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        sls = LoopbackSls.builder()
                .logstore("soc-prod", "waf")
                .accessKey("ak-1", "secret-1")
                .tls()
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        sls.close();
    }

    @Test
    @DisplayName("inside a tunnel, with a certificate for the real host that a verifying client accepts")
    void tunnel() throws IOException, InterruptedException {
        long before = sls.logstore("soc-prod", "waf").count();

        HttpResponse<String> answer = send(client(sls.trustingContext()));

        // Unsigned, so refused, but by the endpoint and over verified TLS.
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("MissAccessKeyId");
        assertThat(answer.sslSession()).isPresent();
        assertThat(sls.logstore("soc-prod", "waf").count()).isEqualTo(before);
    }

    @Test
    @DisplayName("directly on its port, next to plain HTTP")
    void direct() throws IOException {
        try (Socket plain = SignedPost.connect(sls);
                Socket secure =
                        sls.trustingContext().getSocketFactory().createSocket(plain, "127.0.0.1", sls.port(), true)) {
            assertThat(SignedPost.of(Groups.of("t", 1)).sendOn(secure).told()).isEqualTo("200");
            assertThat(SignedPost.of(Groups.of("t", 1)).v1().sendOn(secure).told())
                    .isEqualTo("200");
        }
        assertThat(SignedPost.of(Groups.of("t", 1)).send(sls).told()).isEqualTo("200");
    }

    @Test
    @DisplayName("in a tunnel, with the signed request of a real host")
    void signedInTunnel() throws IOException {
        try (Socket plain = SignedPost.connect(sls)) {
            String connect = "CONNECT soc-prod.cn-shanghai.log.aliyuncs.com:443 HTTP/1.1\r\nHost: x\r\n\r\n";
            plain.getOutputStream().write(connect.getBytes(StandardCharsets.US_ASCII));
            byte[] established = "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            assertThat(plain.getInputStream().readNBytes(established.length)).isEqualTo(established);
            try (Socket secure = sls.trustingContext()
                    .getSocketFactory()
                    .createSocket(plain, "soc-prod.cn-shanghai.log.aliyuncs.com", 443, true)) {
                assertThat(SignedPost.of(Groups.of("t", 1)).sendOn(secure).told())
                        .isEqualTo("200");
            }
        }
    }

    @Test
    @DisplayName("stalls and sees a client give up over TLS, too")
    void stallOverTls() throws Exception {
        Fault stall = sls.faults().add(Fault.stall().onTopic("held"));
        long before = sls.requests().total();
        try (Socket plain = SignedPost.connect(sls);
                Socket secure =
                        sls.trustingContext().getSocketFactory().createSocket(plain, "127.0.0.1", sls.port(), true)) {
            SignedPost.of(Groups.of("held", 1)).writeTo(secure);
            sls.faults().awaitHits(stall, 1, Duration.ofSeconds(10));
        }
        sls.requests().await(before + 1, Duration.ofSeconds(10));
        sls.faults().remove(stall);

        assertThat(sls.requests().count(SlsRequest.Outcome.ABANDONED)).isEqualTo(1);
        assertThat(sls.logs("soc-prod", "waf")).noneMatch(log -> log.topic().equals("held"));
    }

    @Test
    @DisplayName("with a certificate that nobody else trusts")
    void untrusted() throws Exception {
        assertThatThrownBy(() -> send(client(SSLContext.getDefault()))).isInstanceOf(SSLException.class);
    }

    @Test
    @DisplayName("with a trust store to hand to a client")
    void trustStore() throws Exception {
        Path file = directory.resolve("trust.p12");
        sls.writeTrustStore(file, "changeit");

        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "changeit".toCharArray());
        }
        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    @DisplayName("only when it was asked to")
    void notAsked() throws IOException, InterruptedException {
        try (LoopbackSls plain =
                LoopbackSls.builder().logstore("soc-prod", "waf").start()) {
            assertThatThrownBy(plain::trustingContext)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("tls()");
            assertThatIOException().isThrownBy(() -> {
                try (Socket socket = SignedPost.connect(plain);
                        Socket secure = sls.trustingContext()
                                .getSocketFactory()
                                .createSocket(socket, "127.0.0.1", plain.port(), true)) {
                    SignedPost.of(Groups.of("t", 1)).sendOn(secure);
                }
            });
        }
    }

    private static HttpClient client(SSLContext context) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(ProxySelector.of(sls.proxyAddress()))
                .sslContext(context)
                .build();
    }

    private static HttpResponse<String> send(HttpClient client) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(HTTPS))
                .header("x-log-apiversion", "0.6.0")
                .header("Content-Type", "application/x-protobuf")
                .POST(BodyPublishers.ofByteArray(Groups.of("t", 1).toByteArray()))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
