package io.crosslog.loopback.sls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.loopback.sls.SlsRequest.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A fault")
@Timeout(30)
class FaultsTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private LoopbackSls sls;
    private SlsLogstore waf;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        sls = endpoint().start();
        waf = sls.logstore("soc-prod", "waf");
    }

    @AfterEach
    void stop() throws IOException {
        sls.close();
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(Fault.unauthorized(), "401 Unauthorized"),
                Arguments.of(Fault.signatureNotMatch(), "401 SignatureNotMatch"),
                Arguments.of(Fault.invalidAccessKeyId(), "401 InvalidAccessKeyId"),
                Arguments.of(Fault.writeQuotaExceed(), "403 WriteQuotaExceed"),
                Arguments.of(Fault.shardWriteQuotaExceed(), "403 ShardWriteQuotaExceed"),
                Arguments.of(Fault.exceedQuota(), "403 ExceedQuota"),
                Arguments.of(Fault.tooManyRequests(), "429 TooManyRequests"),
                Arguments.of(Fault.internalServerError(), "500 InternalServerError"),
                Arguments.of(Fault.serverBusy(), "503 ServerBusy"),
                Arguments.of(Fault.error(400, "ParameterInvalid", "why"), "400 ParameterInvalid"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("answers")
    @DisplayName("answers with the service's code, with and without a request id, and keeps nothing")
    void answers(Fault fault, String told) throws IOException {
        sls.faults().add(fault.times(1));
        sls.faults().add(fault.withoutRequestId());

        SignedPost.Answer with = post("t");
        SignedPost.Answer without = post("t");

        assertThat(with.told()).isEqualTo(told);
        assertThat(with.headers()).containsKey("x-log-requestid");
        assertThat(without.told()).isEqualTo(told);
        assertThat(without.headers()).doesNotContainKey("x-log-requestid");
        assertThat(waf.count()).isZero();
        assertThat(sls.requests().count(Outcome.FAULTED)).isEqualTo(2);
    }

    @Test
    @DisplayName("answers garbage as a proxy in between would")
    void garbage() throws IOException {
        sls.faults().add(Fault.badGateway().times(1));
        sls.faults().add(Fault.nonJson().times(1));
        sls.faults().add(Fault.garbage(200, "text/html", "<html>Please log in</html>"));

        SignedPost.Answer gateway = post("t");
        assertThat(gateway.status()).isEqualTo(502);
        assertThat(gateway.body()).startsWith("<html>");
        assertThat(gateway.headers()).doesNotContainKey("x-log-requestid");
        assertThat(post("t").status()).isEqualTo(503);
        assertThat(post("t").body()).contains("log in");
        assertThat(waf.count()).isZero();
    }

    @Test
    @DisplayName("cuts the connection before or after reading, and nothing is accepted")
    void cutsBefore() throws IOException {
        sls.faults().add(Fault.cutBeforeReading().times(1));
        sls.faults().add(Fault.cutBeforeAccepting().times(1));

        assertThatIOException().isThrownBy(() -> post("t"));
        assertThatIOException().isThrownBy(() -> post("t"));
        assertThat(post("t").status()).isEqualTo(200);

        assertThat(waf.count()).isEqualTo(1);
        assertThat(sls.requests().count(Outcome.CUT)).isEqualTo(2);
    }

    @Test
    @DisplayName("cuts the connection after accepting: the logs are kept and the answer is lost")
    void cutsAfter() throws IOException {
        sls.faults().add(Fault.cutAfterAccepting().times(1));

        assertThatIOException().isThrownBy(() -> post("t"));

        assertThat(waf.count()).isEqualTo(1);
        assertThat(sls.requests().recent()).singleElement().satisfies(request -> {
            assertThat(request.outcome()).isEqualTo(Outcome.ACCEPTED_UNANSWERED);
            assertThat(request.accepted()).isTrue();
            assertThat(request.requestId()).isEqualTo(waf.logs().get(0).requestId());
        });
    }

    @Test
    @DisplayName("stalls a request until it is removed")
    void stalls() throws Exception {
        Fault stall = sls.faults().add(Fault.stall());
        CompletableFuture<SignedPost.Answer> answer = inBackground();
        sls.faults().awaitHits(stall, 1, SOON);
        assertThat(waf.count()).isZero();
        assertThat(answer).isNotDone();

        sls.faults().remove(stall);

        assertThat(answer.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(waf.count()).isEqualTo(1);
    }

    @Test
    @DisplayName("stalls a request, and never accepts it once the client gave up")
    void givenUp() throws Exception {
        Fault stall = sls.faults().add(Fault.stall());
        try (Socket socket = SignedPost.connect(sls)) {
            SignedPost.of(Groups.of("t", 1)).writeTo(socket);
            sls.faults().awaitHits(stall, 1, SOON);
        }
        sls.requests().await(1, SOON);
        sls.faults().clear();

        assertThat(sls.requests().count(Outcome.ABANDONED)).isEqualTo(1);
        assertThat(post("t").status()).isEqualTo(200);
        assertThat(waf.count()).isEqualTo(1);
    }

    @Test
    @DisplayName("stalls the answer only, with the logs accepted")
    void stallsAnswer() throws Exception {
        sls.faults().add(Fault.stallAfterAccepting());
        CompletableFuture<SignedPost.Answer> answer = inBackground();
        waf.await(1, SOON);
        assertThat(answer).isNotDone();

        sls.faults().clear();

        assertThat(answer.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("slows the answer by the time given")
    void slow() throws IOException {
        sls.faults().add(Fault.slow(Duration.ofMillis(200)).times(1));
        long start = System.nanoTime();

        assertThat(post("t").status()).isEqualTo(200);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        assertThat(waf.count()).isEqualTo(1);
    }

    @Test
    @DisplayName("strikes one topic, one logstore or one project only")
    void scopes() throws IOException {
        sls.faults().add(Fault.serverBusy().onTopic("waf_access"));
        sls.faults().add(Fault.exceedQuota().onLogstore("soc-prod", "audit"));
        sls.faults().add(Fault.cutBeforeAccepting().onProject("soc-test"));

        assertThat(post("waf_access").told()).isEqualTo("503 ServerBusy");
        assertThat(post("waf_attack").told()).isEqualTo("200");
        assertThat(SignedPost.of(Groups.of("t", 1))
                        .path("/logstores/audit/shards/lb")
                        .send(sls)
                        .told())
                .isEqualTo("403 ExceedQuota");
        assertThatIOException().isThrownBy(() -> SignedPost.of(Groups.of("t", 1))
                .host("soc-test.cn-shanghai.log.aliyuncs.com")
                .send(sls));
        assertThat(waf.logs()).extracting(SlsLog::topic).containsExactly("waf_attack");
    }

    @Test
    @DisplayName("strikes at its rate, the same requests for the same seed")
    void rates() throws IOException, InterruptedException {
        List<Integer> first = statuses(7);
        List<Integer> again = statuses(7);
        List<Integer> other = statuses(8);

        assertThat(first).isEqualTo(again).isNotEqualTo(other);
        assertThat(first.stream().filter(status -> status == 503)).hasSizeBetween(30, 70);
    }

    @Test
    @DisplayName("strikes so many times as told and then lets go")
    void times() throws IOException {
        Fault busy = sls.faults().add(Fault.serverBusy().times(2));

        assertThat(List.of(post("t").status(), post("t").status(), post("t").status()))
                .containsExactly(503, 503, 200);
        assertThat(sls.faults().hits(busy)).isEqualTo(2);
        assertThat(sls.requests().recent()).extracting(SlsRequest::bodyMd5).hasSize(3);
        assertThat(sls.requests().count("ServerBusy")).isEqualTo(2);
    }

    @Test
    @DisplayName("does not hide what the service refuses by itself")
    void refusalsFirst() throws IOException {
        sls.faults().add(Fault.serverBusy());

        assertThat(SignedPost.of(Groups.of("t", 1))
                        .key("ak-1", "guess")
                        .send(sls)
                        .told())
                .isEqualTo("401 SignatureNotMatch");
    }

    @Test
    @DisplayName("that makes no sense is refused when it is described")
    void nonsense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.cutBeforeReading().onTopic("t"));
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.serverBusy().atRate(1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.serverBusy().atRate(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.serverBusy().times(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.error(500, "", "text"));
    }

    @Test
    @DisplayName("of the whole endpoint: it goes down, refuses connections and comes up on its port with what it held")
    void downAndUp() throws IOException {
        assertThat(post("t").status()).isEqualTo(200);
        try (Socket idle = SignedPost.connect(sls)) {
            assertThat(SignedPost.of(Groups.of("t", 1)).sendOn(idle).status()).isEqualTo(200);
            sls.goDown();
            assertThatIOException()
                    .isThrownBy(() -> SignedPost.of(Groups.of("t", 1)).sendOn(idle));
        }
        assertThatThrownBy(() -> post("t")).isInstanceOf(ConnectException.class);
        sls.goDown();

        sls.comeUp();
        sls.comeUp();

        assertThat(post("t").status()).isEqualTo(200);
        assertThat(waf.count()).isEqualTo(3);
    }

    @Test
    @DisplayName("waited for in vain tells how often it struck")
    void waitedInVain() {
        Fault stall = sls.faults().add(Fault.stall());

        assertThatThrownBy(() -> sls.faults().awaitHits(stall, 1, Duration.ofMillis(20)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("0 of 1");
        assertThatThrownBy(() -> sls.requests().await(1, Duration.ofMillis(20)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("0 of 1");
    }

    @Test
    @DisplayName("that stalls does not keep the endpoint from closing, and no thread stays behind")
    void closesWhileStalled() throws Exception {
        Fault stall = sls.faults().add(Fault.stall());
        CompletableFuture<SignedPost.Answer> answer = inBackground();
        sls.faults().awaitHits(stall, 1, SOON);
        String name = "loopback-sls-" + sls.port() + "-";

        sls.close();
        sls.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(thread -> thread.startsWith(name));
        assertThat(answer.handle((a, e) -> true).get(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(sls::comeUp).isInstanceOf(IllegalStateException.class);
    }

    private static List<Integer> statuses(long seed) throws IOException, InterruptedException {
        List<Integer> statuses = new ArrayList<>();
        try (LoopbackSls seeded = endpoint().seed(seed).start();
                Socket socket = SignedPost.connect(seeded)) {
            seeded.faults().add(Fault.serverBusy().atRate(0.25));
            for (int i = 0; i < 200; i++) {
                statuses.add(SignedPost.of(Groups.of("t", 1)).sendOn(socket).status());
            }
        }
        return statuses;
    }

    private SignedPost.Answer post(String topic) throws IOException {
        return SignedPost.of(Groups.of(topic, 1)).send(sls);
    }

    private CompletableFuture<SignedPost.Answer> inBackground() {
        CompletableFuture<SignedPost.Answer> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                answer.complete(post("t"));
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    private static LoopbackSls.Builder endpoint() {
        return LoopbackSls.builder()
                .project("soc-prod", "waf", "audit")
                .project("soc-test", "waf")
                .accessKey("ak-1", "secret-1");
    }
}
