package io.crosslog.loopback.sls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.log.common.Logs;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The endpoint speaks TLS")
class TlsTest {
    private static final String TARGET = "://soc-prod.cn-shanghai.log.aliyuncs.com/logstores/waf/shards/lb";

    private static final Logs.LogGroup GROUP = Groups.of("t", 1);

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

    @ParameterizedTest(name = "{0}, V4 {1}")
    @CsvSource({"https,true", "https,false", "http,true", "http,false"})
    @DisplayName(
            "or plain HTTP to java.net.http with the endpoint as its proxy, host and signature being the real ones")
    void asProxy(String scheme, boolean v4) throws IOException, InterruptedException {
        Logs.LogGroup group = Groups.of("t", 1);
        SignedPost signed = v4 ? SignedPost.of(group) : SignedPost.of(group).v1();

        HttpResponse<String> answer = send(client(sls.trustingContext()), scheme, signed, group);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.sslSession().isPresent()).isEqualTo(scheme.equals("https"));
        assertThat(sls.logs("soc-prod", "waf"))
                .extracting(SlsLog::requestId)
                .contains(answer.headers().firstValue("x-log-requestid").orElseThrow());
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
        assertThatThrownBy(() -> send(client(SSLContext.getDefault()), "https", SignedPost.of(GROUP), GROUP))
                .isInstanceOf(SSLException.class);
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

    private static HttpResponse<String> send(HttpClient client, String scheme, SignedPost signed, Logs.LogGroup group)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(scheme + TARGET))
                .POST(BodyPublishers.ofByteArray(group.toByteArray()));
        signed.signedHeaders().forEach((name, value) -> {
            // These two are the client's own business; Host follows from the address.
            if (!name.equals("Host") && !name.equals("Content-Length")) {
                request.header(name, value);
            }
        });
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
