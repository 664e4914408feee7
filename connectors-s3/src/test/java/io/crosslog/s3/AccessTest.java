package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.PipelineState;
import io.crosslog.RunningPipeline;
import io.crosslog.checkpoint.MemoryCheckpointStore;
import io.crosslog.credentials.Credentials;
import io.crosslog.loopback.s3.LoopbackS3;
import io.crosslog.loopback.s3.S3Fault;
import io.crosslog.testkit.RecordingSink;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.utils.internal.SystemSettingUtilsTestBackdoor;

@DisplayName("An S3 server is asked")
class AccessTest {

    private static final String BUCKET = "logs";
    private final RecordingSink sink = RecordingSink.create();

    @Test
    @DisplayName("without a key where anybody may read, and with none in any header")
    void anonymous() throws Exception {
        try (LoopbackS3 s3 = LoopbackS3.builder().bucket(BUCKET).start()) {
            s3.bucket(BUCKET).put("k", Buckets.lines("k", 3));
            Seen seen = new Seen();
            S3Source source = S3Source.builder()
                    .endpoint(s3.endpoint())
                    .region("us-east-1")
                    .bucket(BUCKET)
                    .pathStyle()
                    .allowPlainHttp()
                    .anonymous()
                    .httpClient(() -> seen)
                    .build();
            try (RunningPipeline running = run(source)) {
                sink.await(3, 30);
                assertThat(running.failure()).isEmpty();
            }
            assertThat(seen.requests).isNotEmpty().allSatisfy(request -> assertThat(
                            request.firstMatchingHeader("Authorization"))
                    .isEmpty());
            assertThat(source.toString()).contains("(anonymous)");
        }
    }

    @Test
    @DisplayName("by the older listing where the newer does not begin where it is told to, so that no page comes twice")
    void deaf() throws Exception {
        try (LoopbackS3 s3 = LoopbackS3.builder().bucket(BUCKET).start()) {
            s3.bucket(BUCKET).putAll(2_100, i -> "k" + i, i -> Buckets.lines("k" + i + "-", 1), Instant.now());
            Seen deaf = new Seen(request ->
                    request.toBuilder().removeQueryParameter("start-after").build());
            S3Source source = S3Source.builder()
                    .endpoint(s3.endpoint())
                    .region("us-east-1")
                    .bucket(BUCKET)
                    .pathStyle()
                    .allowPlainHttp()
                    .anonymous()
                    .httpClient(() -> deaf)
                    .build();
            try (RunningPipeline running = run(source)) {
                sink.await(2_100, 60);
                assertThat(running.failure()).isEmpty();
            }
            assertThat(s3.requests().gets()).isEqualTo(2_100);
            assertThat(s3.requests().listsV1()).isPositive();
        }
    }

    @Test
    @DisplayName("with each new temporary key and its token as they are rotated, without a restart, blocked in between")
    void rotation() throws Exception {
        try (LoopbackS3 s3 = LoopbackS3.builder()
                .bucket(BUCKET)
                .temporaryAccessKey("id1", "s3cr3t-1", "t0ken-1", Instant.now().plusSeconds(600))
                .start()) {
            AtomicReference<Credentials> key =
                    new AtomicReference<>(Credentials.temporary("id1", "s3cr3t-1", "t0ken-1"));
            s3.bucket(BUCKET).put("k1", Buckets.lines("a", 3));
            S3Source source = Buckets.source(s3, BUCKET).credentials(key::get).build();
            try (RunningPipeline running = run(source)) {
                sink.await(3, 30);
                s3.accessKeys().remove("id1");
                s3.accessKeys()
                        .putTemporary(
                                "id2", "s3cr3t-2", "t0ken-2", Instant.now().plusSeconds(600));
                s3.bucket(BUCKET).put("k2", Buckets.lines("b", 3));
                Waiting.until("blocked", () -> running.status().state() == PipelineState.BLOCKED);
                assertThat(running.status().toString())
                        .contains("InvalidAccessKeyId")
                        .contains("check access key id and secret")
                        .doesNotContain("s3cr3t")
                        .doesNotContain("t0ken");
                key.set(Credentials.temporary("id2", "s3cr3t-2", "t0ken-2"));
                sink.await(6, 30);
                Waiting.until("all well", () -> running.status().state() == PipelineState.RUNNING);
                assertThat(running.failure()).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("for a bucket in the host name by default, and in the path where that is set")
    void styles() throws Exception {
        try (LoopbackS3 s3 = Buckets.server().bucket(BUCKET).start()) {
            s3.bucket(BUCKET).put("waf/k", Buckets.lines("k", 3));
            Seen seen = new Seen();
            S3Source.Builder hosts = S3Source.builder()
                    .endpoint(URI.create("http://" + s3.endpointHost()))
                    .region("ap-guangzhou")
                    .bucket(BUCKET)
                    .allowPlainHttp()
                    .credentials(() -> Credentials.of(Buckets.ID, Buckets.SECRET))
                    .proxy(URI.create("http://127.0.0.1:" + s3.port()));
            try (RunningPipeline running = run(hosts.build())) {
                sink.await(3, 30);
                assertThat(running.failure()).isEmpty();
            }
            try (RunningPipeline running =
                    run(Buckets.source(s3, BUCKET).httpClient(() -> seen).build())) {
                sink.await(6, 30);
                assertThat(running.failure()).isEmpty();
            }
            assertThat(seen.requests)
                    .allSatisfy(request -> assertThat(request.encodedPath()).startsWith("/" + BUCKET));
        }
    }

    @Test
    @DisplayName("through the proxy of the settings or none, whatever the environment names and the JVM excepts")
    void proxies() throws Exception {
        SystemSettingUtilsTestBackdoor.addEnvironmentVariableOverride("http_proxy", "http://127.0.0.1:1");
        String excepted = System.getProperty("http.nonProxyHosts");
        System.setProperty("http.nonProxyHosts", "*");
        try (LoopbackS3 s3 = Buckets.server().bucket(BUCKET).start()) {
            s3.bucket(BUCKET).put("k", Buckets.lines("k", 3));
            try (RunningPipeline running =
                    run(Buckets.source(s3, BUCKET).name("direct").build())) {
                sink.await(3, 10);
                assertThat(running.failure()).isEmpty();
            }
            S3Source proxied = S3Source.builder()
                    .name("proxied")
                    .endpoint(URI.create("http://" + s3.endpointHost()))
                    .region("ap-guangzhou")
                    .bucket(BUCKET)
                    .allowPlainHttp()
                    .credentials(() -> Credentials.of(Buckets.ID, Buckets.SECRET))
                    .proxy(s3.endpoint())
                    .build();
            try (RunningPipeline running = run(proxied)) {
                sink.await(6, 10);
                assertThat(running.failure()).isEmpty();
            }
        } finally {
            SystemSettingUtilsTestBackdoor.clearEnvironmentVariableOverrides();
            if (excepted == null) {
                System.clearProperty("http.nonProxyHosts");
            } else {
                System.setProperty("http.nonProxyHosts", excepted);
            }
        }
    }

    @Test
    @DisplayName(
            "for no checksum and with no trailer that other stores than AWS's do not know, and with no secret in any header")
    void headers() throws Exception {
        try (LoopbackS3 s3 = Buckets.server().bucket(BUCKET).start()) {
            s3.bucket(BUCKET).put("k", Buckets.lines("k", 3));
            Seen seen = new Seen();
            try (RunningPipeline running =
                    run(Buckets.source(s3, BUCKET).httpClient(() -> seen).build())) {
                sink.await(3, 30);
                assertThat(running.failure()).isEmpty();
            }
            List<String> names = new ArrayList<>();
            for (SdkHttpRequest request : seen.requests) {
                request.forEachHeader((name, values) -> {
                    names.add(name.toLowerCase(Locale.ROOT));
                    assertThat(values.toString()).doesNotContain(Buckets.SECRET);
                });
            }
            assertThat(names)
                    .contains("authorization", "if-match")
                    .noneMatch(name -> name.contains("checksum") || name.contains("trailer") || name.contains("crc"));
            assertThat(seen.closed).isTrue();
        }
    }

    @Test
    @DisplayName("for the rest of an object whose connection was cut, by Range and If-Match, and for nothing twice")
    void rest() throws Exception {
        byte[] content = Buckets.lines("k", 60_000);
        try (LoopbackS3 s3 = Buckets.server().bucket(BUCKET).start()) {
            s3.bucket(BUCKET).put("k", content);
            s3.faults().add(S3Fault.cutBody(content.length / 3).onGets().times(1));
            s3.faults().add(S3Fault.resetBody(content.length / 3).onGets().times(1));
            Seen seen = new Seen();
            try (RunningPipeline running =
                    run(Buckets.source(s3, BUCKET).httpClient(() -> seen).build())) {
                sink.await(60_000, 30);
                assertThat(running.failure()).isEmpty();
            }
            List<SdkHttpRequest> gets = seen.requests.stream()
                    .filter(request -> request.encodedPath().endsWith("/k"))
                    .toList();
            assertThat(gets).hasSize(3).allSatisfy(get -> assertThat(get.firstMatchingHeader("If-Match"))
                    .hasValueSatisfying(tag -> assertThat(tag).matches("\"[0-9a-f]{32}\"")));
            assertThat(gets.get(0).firstMatchingHeader("Range")).isEmpty();
            assertThat(gets.get(1).firstMatchingHeader("Range")).hasValue("bytes=" + content.length / 3 + "-");
            assertThat(gets.get(2).firstMatchingHeader("Range"))
                    .hasValueSatisfying(range -> assertThat(range).matches("bytes=\\d+-"));
        }
        assertThat(Buckets.texts(sink)).containsExactlyElementsOf(Buckets.names("k", 60_000));
    }

    @Test
    @DisplayName("by an endpoint that holds the bucket, in host or path, in no case: that is said, with the right one")
    void bucketInEndpoint() {
        for (String endpoint : new String[] {
            "https://logs.s3.example.com", "https://s3.example.com/logs", "https://s3.example.com/logs/"
        }) {
            assertThatThrownBy(() -> S3Source.builder()
                            .endpoint(URI.create(endpoint))
                            .region("r")
                            .bucket(BUCKET)
                            .anonymous()
                            .build())
                    .hasMessageContaining("must not hold the bucket's name: use https://s3.example.com");
        }
    }

    private RunningPipeline run(S3Source source) {
        return Buckets.pipeline(source, sink, MemoryCheckpointStore.create(), new Rejected(), 1)
                .start();
    }

    /** An HTTP client of the caller's own, which remembers what was asked. Safe for concurrent calls. */
    private static final class Seen implements SdkHttpClient {

        private final SdkHttpClient client = UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(5))
                .build();
        private final List<SdkHttpRequest> requests = new CopyOnWriteArrayList<>();
        private final UnaryOperator<SdkHttpRequest> change;
        private volatile boolean closed;

        Seen() {
            this(UnaryOperator.identity());
        }

        /** Changes what goes out. */
        Seen(UnaryOperator<SdkHttpRequest> change) {
            this.change = change;
        }

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            requests.add(request.httpRequest());
            HttpExecuteRequest.Builder changed =
                    HttpExecuteRequest.builder().request(change.apply(request.httpRequest()));
            request.contentStreamProvider().ifPresent(changed::contentStreamProvider);
            return client.prepareRequest(changed.build());
        }

        @Override
        public void close() {
            closed = true;
            client.close();
        }
    }
}
