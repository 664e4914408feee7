package io.crosslog.loopback.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

@DisplayName("The loopback S3 server")
class LoopbackS3Test {
    private static final String BUCKET = "logs-1250000000";
    private static final AwsCredentials GOOD = AwsBasicCredentials.create("id", "secret");

    private static LoopbackS3 s3;

    private S3Bucket bucket;

    @BeforeAll
    static void start() throws IOException {
        s3 = LoopbackS3.builder().bucket(BUCKET).accessKey("id", "secret").start();
    }

    @AfterAll
    static void stop() throws IOException {
        s3.close();
    }

    @BeforeEach
    void empty() {
        s3.faults().clear();
        s3.requests().reset();
        bucket = s3.createBucket(BUCKET);
    }

    @Test
    @DisplayName("answers the official client, with the bucket in the path and in the host")
    void bothStyles() {
        bucket.put("waf/日志 +%/a.json", bytes("one"));
        for (S3ClientBuilder style : List.of(direct(GOOD), proxied(GOOD))) {
            try (S3Client client = style.build()) {
                List<S3Object> listed = client.listObjectsV2(
                                r -> r.bucket(BUCKET).prefix("waf/"))
                        .contents();
                assertThat(listed).singleElement().satisfies(object -> {
                    assertThat(object.key()).isEqualTo("waf/日志 +%/a.json");
                    assertThat(object.size()).isEqualTo(3);
                    assertThat(read(client, object.key())).isEqualTo("one");
                });
            }
        }
        assertThat(s3.requests().lists()).isEqualTo(2);
        assertThat(s3.requests().gets("waf/日志 +%/a.json")).isEqualTo(2);
        assertThat(s3.requests().bytes()).isEqualTo(6);
    }

    @Test
    @DisplayName("checks signatures, keys and session tokens")
    void checksSignatures() {
        bucket.put("a", bytes("one"));
        assertThat(codeOf(AwsBasicCredentials.create("id", "wrong"))).isEqualTo("SignatureDoesNotMatch");
        assertThat(codeOf(AwsBasicCredentials.create("other", "secret"))).isEqualTo("InvalidAccessKeyId");
        s3.accessKeys().putTemporary("sts", "secret", "token", Instant.now().plusSeconds(60));
        assertThat(codeOf(AwsBasicCredentials.create("sts", "secret"))).isEqualTo("InvalidToken");
        assertThat(codeOf(AwsSessionCredentials.create("sts", "secret", "other")))
                .isEqualTo("InvalidToken");
        assertThat(codeOf(AwsSessionCredentials.create("sts", "secret", "token")))
                .isEqualTo("fine");
        s3.accessKeys().putTemporary("sts", "secret", "token", Instant.now().minusSeconds(1));
        assertThat(codeOf(AwsSessionCredentials.create("sts", "secret", "token")))
                .isEqualTo("ExpiredToken");
    }

    @Test
    @DisplayName("lists 200,000 keys page by page within seconds, in either version")
    void listsMany() {
        byte[] one = bytes("one");
        bucket.putAll(200_000, i -> String.format("waf/%07d.gz", i), i -> one, Instant.now());
        try (S3Client client = direct(GOOD).build()) {
            long start = System.nanoTime();
            List<String> keys = new ArrayList<>();
            client.listObjectsV2Paginator(r -> r.bucket(BUCKET).prefix("waf/")).contents().stream()
                    .map(S3Object::key)
                    .forEach(keys::add);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(keys).hasSize(200_000).isSorted();
            assertThat(s3.requests().lists()).isEqualTo(200);
            assertThat(took).isLessThan(Duration.ofSeconds(60));
            assertThat(client.listObjects(r -> r.bucket(BUCKET).marker("waf/0199997.gz"))
                            .contents())
                    .extracting(S3Object::key)
                    .containsExactly("waf/0199998.gz", "waf/0199999.gz");
            assertThat(s3.requests().listsV1()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("groups keys by a delimiter over pages, in the order of UTF-8")
    void groups() {
        for (String key : List.of("a/1", "a/2", "b", "c/1", "\uD83D\uDE00", "\uFFFD")) {
            bucket.put(key, bytes("x"));
        }
        try (S3Client client = direct(GOOD).build()) {
            List<String> names = new ArrayList<>();
            client.listObjectsV2Paginator(r -> r.bucket(BUCKET).delimiter("/").maxKeys(1)).stream()
                    .forEach(page -> {
                        page.commonPrefixes().forEach(p -> names.add(p.prefix()));
                        page.contents().forEach(o -> names.add(o.key()));
                    });
            assertThat(names).containsExactly("a/", "b", "c/", "\uFFFD", "\uD83D\uDE00");
        }
    }

    @Test
    @DisplayName("answers ranges and If-Match, and keeps a body packed that is declared to be gzip")
    void reads() throws IOException {
        byte[] packed;
        try (var out = new java.io.ByteArrayOutputStream();
                GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes("one\ntwo\n"));
            gzip.finish();
            packed = out.toByteArray();
        }
        bucket.put("a.gz", packed);
        bucket.contentEncoding("a.gz", "gzip");
        try (S3Client client = direct(GOOD).build()) {
            var whole = client.getObjectAsBytes(r -> r.bucket(BUCKET).key("a.gz"));
            assertThat(whole.asByteArray()).isEqualTo(packed);
            assertThat(whole.response().contentEncoding()).isEqualTo("gzip");
            String tag = whole.response().eTag();
            var part = client.getObjectAsBytes(
                    r -> r.bucket(BUCKET).key("a.gz").range("bytes=5-").ifMatch(tag));
            assertThat(part.asByteArray()).isEqualTo(Arrays.copyOfRange(packed, 5, packed.length));
            assertThat(part.response().contentRange())
                    .isEqualTo("bytes 5-" + (packed.length - 1) + "/" + packed.length);
            assertThat(s3.requests().ranges()).isEqualTo(1);
            bucket.put("a.gz", bytes("changed"));
            assertStatus(
                    412,
                    () -> client.getObjectAsBytes(
                            r -> r.bucket(BUCKET).key("a.gz").range("bytes=5-").ifMatch(tag)));
            assertStatus(
                    416,
                    () -> client.getObjectAsBytes(
                            r -> r.bucket(BUCKET).key("a.gz").range("bytes=100-")));
            assertStatus(
                    404, () -> client.getObjectAsBytes(r -> r.bucket(BUCKET).key("none")));
            assertStatus(404, () -> client.headObject(r -> r.bucket(BUCKET).key("none")));
            assertStatus(404, () -> client.listObjectsV2(r -> r.bucket("other-1250000000")));
            assertThat(client.headObject(r -> r.bucket(BUCKET).key("a.gz")).contentLength())
                    .isEqualTo(7);
        }
    }

    @Test
    @DisplayName("takes and deletes objects that a client sends")
    void takes() {
        try (S3Client client = proxied(GOOD).build()) {
            client.putObject(r -> r.bucket(BUCKET).key("put"), RequestBody.fromString("hello"));
            assertThat(read(client, "put")).isEqualTo("hello");
            client.deleteObject(r -> r.bucket(BUCKET).key("put"));
            assertThat(bucket.keys()).isEmpty();
        }
    }

    @Test
    @DisplayName("hides keys, dates them back, archives them")
    void whatTheBucketSays() {
        Instant old = Instant.parse("2026-01-02T03:04:05Z");
        bucket.put("a", bytes("a"), old);
        bucket.put("b", bytes("b"));
        bucket.put("c", bytes("c"));
        bucket.hide("b");
        bucket.eTag("c", "abc-2");
        bucket.archive("c");
        try (S3Client client = direct(GOOD).build()) {
            List<S3Object> listed = client.listObjectsV2(r -> r.bucket(BUCKET)).contents();
            assertThat(listed).extracting(S3Object::key).containsExactly("a", "c");
            assertThat(listed.get(0).lastModified()).isEqualTo(old);
            assertThat(listed.get(1).eTag()).isEqualTo("\"abc-2\"");
            assertThat(listed.get(1).storageClassAsString()).isEqualTo("ARCHIVE");
            assertThat(read(client, "b")).isEqualTo("b");
            assertCode("InvalidObjectState", () -> read(client, "c"));
            bucket.revealAll();
            bucket.restore("c");
            assertThat(client.listObjectsV2(r -> r.bucket(BUCKET)).contents()).hasSize(3);
            assertThat(read(client, "c")).isEqualTo("c");
        }
    }

    @Test
    @DisplayName("refuses on command, as often as it is told and nothing else")
    void refuses() throws Exception {
        bucket.put("a", bytes("a"));
        bucket.put("b", bytes("b"));
        try (S3Client path = direct(GOOD).build();
                S3Client host = proxied(GOOD).build()) {
            S3Fault slow = s3.faults().add(S3Fault.slowDown().onLists().times(1));
            assertCode("SlowDown", () -> path.listObjectsV2(r -> r.bucket(BUCKET)));
            assertThat(path.listObjectsV2(r -> r.bucket(BUCKET)).contents()).hasSize(2);
            s3.faults().awaitHits(slow, 1, Duration.ofSeconds(1));
            s3.faults().add(S3Fault.accessDenied().onGets().onKey("b").after(1));
            assertThat(read(path, "b")).isEqualTo("b");
            assertCode("AccessDenied", () -> read(path, "b"));
            assertThat(read(path, "a")).isEqualTo("a");
            s3.faults().clear();
            s3.faults().add(S3Fault.pathStyleDomainForbidden());
            assertCode("PathStyleDomainForbidden", () -> read(path, "a"));
            assertThat(read(host, "a")).isEqualTo("a");
            s3.faults().clear();
            s3.faults().add(S3Fault.noListV2());
            assertStatus(501, () -> path.listObjectsV2(r -> r.bucket(BUCKET)));
            assertThat(path.listObjects(r -> r.bucket(BUCKET)).contents()).hasSize(2);
            s3.faults().clear();
            s3.faults().add(S3Fault.wrongETag("other"));
            assertThat(path.getObjectAsBytes(r -> r.bucket(BUCKET).key("a"))
                            .response()
                            .eTag())
                    .isEqualTo("\"other\"");
            s3.faults().clear();
            s3.faults().add(S3Fault.wrongRegion("ap-shanghai"));
            assertStatus(301, () -> path.listObjectsV2(r -> r.bucket(BUCKET)));
        }
    }

    @Test
    @DisplayName("cuts a body after exactly so many bytes, and stalls it until told")
    void cuts() throws Exception {
        byte[] content = new byte[300_000];
        Arrays.fill(content, (byte) 'x');
        bucket.put("a", content);
        try (S3Client client = direct(GOOD).build()) {
            S3Fault cut = s3.faults().add(S3Fault.cutBody(123_456).times(1));
            assertThat(readable(client)).isEqualTo(123_456);
            assertThat(s3.faults().hits(cut)).isEqualTo(1);
            assertThat(readable(client)).isEqualTo(300_000);
            s3.faults().add(S3Fault.resetBody(100_000).times(1));
            assertThat(readable(client)).isLessThanOrEqualTo(100_000);
            S3Fault stall = s3.faults().add(S3Fault.stallBody(1000));
            try (InputStream in = client.getObject(r -> r.bucket(BUCKET).key("a"))) {
                assertThat(in.readNBytes(1000)).hasSize(1000);
                s3.faults().remove(stall);
                assertThat(in.readAllBytes()).hasSize(299_000);
            }
        }
    }

    @Test
    @DisplayName("goes down and comes up again on the same port")
    void goesDown() throws IOException {
        bucket.put("a", bytes("a"));
        try (S3Client client = direct(GOOD).build()) {
            s3.goDown();
            try {
                assertThatThrownBy(() -> read(client, "a")).isInstanceOf(SdkClientException.class);
            } finally {
                s3.comeUp();
            }
            assertThat(read(client, "a")).isEqualTo("a");
        }
    }

    private static long readable(S3Client client) throws IOException {
        long read = 0;
        try (var in = client.getObject(r -> r.bucket(BUCKET).key("a"))) {
            byte[] buffer = new byte[8192];
            int n = in.read(buffer);
            while (n >= 0) {
                read += n;
                n = in.read(buffer);
            }
        } catch (IOException cut) {
            return read;
        }
        return read;
    }

    private static String codeOf(AwsCredentials credentials) {
        try (S3Client client = direct(credentials).build()) {
            read(client, "a");
            return "fine";
        } catch (S3Exception e) {
            return e.awsErrorDetails().errorCode();
        }
    }

    private static void assertCode(String code, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(S3Exception.class, e -> assertThat(
                        e.awsErrorDetails().errorCode())
                .isEqualTo(code));
    }

    private static void assertStatus(int status, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode())
                .isEqualTo(status));
    }

    private static String read(S3Client client, String key) {
        software.amazon.awssdk.core.ResponseBytes<GetObjectResponse> bytes =
                client.getObjectAsBytes(r -> r.bucket(BUCKET).key(key));
        return bytes.asUtf8String();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static S3ClientBuilder direct(AwsCredentials credentials) {
        return client(credentials)
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(s3.endpoint())
                .forcePathStyle(true);
    }

    private static S3ClientBuilder proxied(AwsCredentials credentials) {
        ProxyConfiguration proxy =
                ProxyConfiguration.builder().endpoint(s3.endpoint()).build();
        return client(credentials)
                .httpClient(UrlConnectionHttpClient.builder()
                        .proxyConfiguration(proxy)
                        .build())
                .endpointOverride(URI.create("http://" + s3.endpointHost()));
    }

    private static S3ClientBuilder client(AwsCredentials credentials) {
        return S3Client.builder()
                .region(Region.of("ap-guangzhou"))
                .overrideConfiguration(c -> c.retryStrategy(RetryMode.STANDARD).retryStrategy(r -> r.maxAttempts(1)))
                .credentialsProvider(StaticCredentialsProvider.create(credentials));
    }
}
