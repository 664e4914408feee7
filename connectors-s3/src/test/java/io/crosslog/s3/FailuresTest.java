package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.credentials.Credentials;
import io.crosslog.loopback.s3.LoopbackS3;
import io.crosslog.loopback.s3.S3Fault;
import io.crosslog.spi.BlockedException;
import io.crosslog.spi.SourceReader;
import io.crosslog.testkit.FakeContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("When the store refuses,")
class FailuresTest {

    private static final String BUCKET = "logs";
    private static LoopbackS3 s3;

    @BeforeAll
    static void start() throws Exception {
        s3 = Buckets.server().bucket(BUCKET).start();
        s3.bucket(BUCKET).put("k", Buckets.lines("line", 3));
    }

    @AfterEach
    void heal() {
        s3.faults().clear();
    }

    @AfterAll
    static void stop() throws Exception {
        s3.close();
    }

    @Test
    @DisplayName("a bucket that does not exist stops the source, which names it and where it was looked for")
    void noBucket() {
        assertThatThrownBy(() -> poll(Buckets.source(s3, "nowhere").build()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no bucket 'nowhere'")
                .hasMessageContaining(s3.endpoint().toString());
    }

    @Test
    @DisplayName("a wrong secret blocks, with advice, and is nowhere in the exception")
    void wrongSecret() {
        S3Source source = Buckets.source(s3, BUCKET)
                .credentials(() -> Credentials.of(Buckets.ID, "wr0ng-secret"))
                .build();
        assertThatThrownBy(() -> poll(source))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("SignatureDoesNotMatch")
                .hasMessageContaining("check access key id and secret")
                .satisfies(e -> assertThat(trace(e)).doesNotContain("wr0ng-secret"));
        assertThat(source.toString()).doesNotContain("wr0ng-secret").doesNotContain(Buckets.ID);
    }

    @Test
    @DisplayName("a provider that fails blocks or is tried again, as it says, and tells no secret")
    void provider() {
        S3Source vault = Buckets.source(s3, BUCKET)
                .credentials(() -> {
                    throw new IOException("the vault is sealed");
                })
                .build();
        assertThatThrownBy(() -> poll(vault))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(BlockedException.class)
                .hasMessageContaining("the vault is sealed");
        S3Source bug = Buckets.source(s3, BUCKET)
                .credentials(() -> {
                    throw new IllegalArgumentException("bad key s3cr3t");
                })
                .build();
        assertThatThrownBy(() -> poll(bug)).isInstanceOf(BlockedException.class).satisfies(e -> assertThat(trace(e))
                .doesNotContain("s3cr3t"));
    }

    @Test
    @DisplayName("a missing permission is named, that to list or that to read")
    void permissions() {
        s3.faults().add(S3Fault.accessDenied().onLists());
        assertThatThrownBy(() -> poll(Buckets.source(s3, BUCKET).build()))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("grant s3:ListBucket on the bucket logs");
        assertThatThrownBy(() -> poll(cos()))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("grant cos:GetBucket on qcs::cos:")
                .hasMessageContaining("logs-1250000000/*");
        s3.faults().clear();
        s3.faults().add(S3Fault.accessDenied().onGets());
        assertThatThrownBy(() -> poll(Buckets.source(s3, BUCKET).build()))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("reading s3://logs/k@")
                .hasMessageContaining("grant s3:GetObject");
        s3.createBucket("logs-1250000000").put("k", Buckets.lines("line", 3));
        assertThatThrownBy(() -> poll(cos()))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("reading cos://logs-1250000000/k@")
                .hasMessageContaining("grant cos:GetObject and cos:HeadObject on qcs::cos:");
    }

    @Test
    @DisplayName("no key can make a line of its own in what is told")
    void oneLine() {
        s3.createBucket("odd").put("a\nERROR b\u2028c", Buckets.lines("line", 3));
        s3.faults().add(S3Fault.accessDenied().onGets());
        assertThatThrownBy(() -> poll(Buckets.source(s3, "odd").build()))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("reading s3://odd/a?ERROR b?c@");
    }

    @Test
    @DisplayName("path style is named as what is wrong where only virtual hosts are taken")
    void pathStyle() {
        s3.faults().add(S3Fault.pathStyleDomainForbidden());
        assertThatThrownBy(() -> poll(Buckets.source(s3, BUCKET).build()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PathStyleDomainForbidden")
                .hasMessageContaining("leave pathStyle() out");
    }

    @Test
    @DisplayName("the right region is named where the store tells it")
    void region() {
        s3.faults().add(S3Fault.malformedRegion("eu-west-1"));
        assertThatThrownBy(() -> poll(Buckets.source(s3, BUCKET).build()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another region than us-east-1")
                .hasMessageContaining("eu-west-1");
        s3.faults().clear();
        s3.faults().add(S3Fault.wrongRegion("eu-west-1"));
        assertThatThrownBy(() -> poll(Buckets.source(s3, BUCKET).build()))
                .hasMessageContaining("another region than us-east-1")
                .hasMessageContaining("set region(...)");
    }

    @Test
    @DisplayName("a wrong clock and an expired key are blocked, with what to do")
    void clockAndExpiry() {
        s3.faults().add(S3Fault.requestTimeTooSkewed());
        assertThatThrownBy(() -> poll(Buckets.source(s3, BUCKET).build()))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("clock");
        s3.faults().clear();
        s3.faults().add(S3Fault.error(400, "ExpiredToken", "The provided token has expired."));
        assertThatThrownBy(() -> poll(Buckets.source(s3, BUCKET).build()))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("temporary key has expired");
    }

    @Test
    @DisplayName("a busy or broken store is tried again")
    void busy() throws Exception {
        for (S3Fault fault : new S3Fault[] {
            S3Fault.slowDown(),
            S3Fault.internalError(),
            S3Fault.error(400, "RequestTimeout", "Your socket connection was not read from within the timeout period."),
            S3Fault.error(403, "RequestLimitExceeded", "Too many requests."),
            S3Fault.hangUp(),
            S3Fault.garbage(502, "text/html", "<html>Bad gateway</html>")
        }) {
            s3.faults().add(fault);
            try (SourceReader reader = Buckets.source(s3, BUCKET).build().open(FakeContext.create())) {
                assertThatThrownBy(() -> failing(reader))
                        .isInstanceOf(IOException.class)
                        .isNotInstanceOf(BlockedException.class);
                s3.faults().clear();
                assertThat(records(reader)).isEqualTo(3);
            }
        }
    }

    @Test
    @DisplayName("a proxy's page in place of an answer is no empty bucket")
    void portal() {
        s3.faults().add(S3Fault.garbage(200, "text/html", "<html><body>Please log in</body></html>"));
        assertThatThrownBy(() -> poll(Buckets.source(s3, BUCKET).build())).isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("nobody there, no address, and no TLS are told apart")
    void noAnswer() throws Exception {
        assertThatThrownBy(() -> poll(at(URI.create("http://127.0.0.1:1"))))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("nobody answers there");
        assertThatThrownBy(() -> poll(at(URI.create("http://store.invalid"))))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("DNS");
        Thread answering;
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            answering = new Thread(() -> answer(plain));
            answering.start();
            assertThatThrownBy(() -> poll(at(URI.create("https://127.0.0.1:" + plain.getLocalPort()))))
                    .isInstanceOf(BlockedException.class)
                    .hasMessageContaining("TLS");
        }
        answering.join();
    }

    @Test
    @DisplayName("the older listing is used where the newer is refused")
    void listVersion1() throws Exception {
        s3.requests().reset();
        s3.faults().add(S3Fault.noListV2());
        try (SourceReader reader = Buckets.source(s3, BUCKET).build().open(FakeContext.create())) {
            assertThat(records(reader)).isEqualTo(3);
        }
        assertThat(s3.requests().listsV1()).isPositive();
    }

    @Test
    @DisplayName("a read that stalls ends in time, and is tried again")
    void stalled() throws Exception {
        S3Source source =
                Buckets.source(s3, BUCKET).readTimeout(Duration.ofMillis(300)).build();
        s3.faults().add(S3Fault.stallBody(3).onGets().times(1));
        try (SourceReader reader = source.open(FakeContext.create())) {
            assertThat(records(reader)).isEqualTo(3);
        }
    }

    /** Answers whatever comes in plain text, until it is closed. */
    private static void answer(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readNBytes(1);
            } catch (IOException e) {
                // The client went away, or the test is over.
                Thread.onSpinWait();
            }
        }
    }

    private static S3Source at(URI endpoint) {
        return Buckets.source(s3, BUCKET).endpoint(endpoint).build();
    }

    private static S3Source cos() {
        return TencentCosS3.builder()
                .region("ap-guangzhou")
                .bucket("logs-1250000000")
                .credentials(() -> Credentials.of(Buckets.ID, Buckets.SECRET))
                .endpoint(URI.create("http://cos.ap-guangzhou.myqcloud.com"))
                .allowPlainHttp()
                .proxy(URI.create("http://127.0.0.1:" + s3.port()))
                .build();
    }

    private static void poll(S3Source source) throws Exception {
        try (SourceReader reader = source.open(FakeContext.create())) {
            failing(reader);
        }
    }

    /** Polls until it throws; the longest time is that until a connection is refused. */
    private static void failing(SourceReader reader) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            reader.poll(Duration.ofMillis(100));
        }
    }

    private static int records(SourceReader reader) throws Exception {
        int count = 0;
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (count < 3 && System.nanoTime() < end) {
            try {
                count += reader.poll(Duration.ofMillis(100))
                        .map(batch -> batch.records().size())
                        .orElse(0);
            } catch (IOException e) {
                // As the engine does: the next poll is the word to try again.
                Waiting.pause(Duration.ofMillis(20));
            }
        }
        return count;
    }

    private static String trace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
