package io.crosslog.sls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.credentials.Secret;
import io.crosslog.loopback.sls.Fault;
import io.crosslog.loopback.sls.SlsLog;
import io.crosslog.loopback.sls.SlsRequest;
import io.crosslog.model.LogEvent;
import io.crosslog.spi.BlockedException;
import io.crosslog.spi.SinkWriter;
import io.crosslog.spi.ThrottledException;
import io.crosslog.spi.WriteResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlsFaultsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private SlsEndpoint endpoint;

    @BeforeEach
    void start() throws Exception {
        endpoint = SlsEndpoint.start();
    }

    @AfterEach
    void stop() throws Exception {
        endpoint.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(Fault.unauthorized(), BlockedException.class, "log:PostLogStoreLogs"),
                Arguments.of(Fault.signatureNotMatch(), BlockedException.class, "check the access key's secret"),
                Arguments.of(Fault.invalidAccessKeyId(), BlockedException.class, "has opened SLS"),
                Arguments.of(Fault.writeQuotaExceed(), ThrottledException.class, "quota of the project"),
                Arguments.of(Fault.shardWriteQuotaExceed(), ThrottledException.class, "split the logstore's shards"),
                Arguments.of(Fault.exceedQuota(), ThrottledException.class, "ExceedQuota"),
                Arguments.of(Fault.tooManyRequests(), ThrottledException.class, "HTTP 429"),
                Arguments.of(Fault.internalServerError(), IOException.class, "HTTP 500 InternalServerError"),
                Arguments.of(Fault.serverBusy(), IOException.class, "HTTP 503 ServerBusy"),
                Arguments.of(
                        Fault.serverBusy().withoutRequestId(), IOException.class, "ServerBusy, \"The server is busy"),
                Arguments.of(Fault.badGateway(), IOException.class, "not the form of the service's answers"),
                Arguments.of(Fault.nonJson(), IOException.class, "upstream connect error"),
                Arguments.of(
                        Fault.garbage(200, "text/html", "<html>Log in to the guest network</html>"),
                        IOException.class,
                        "that is not the service"),
                Arguments.of(Fault.garbage(302, "text/html", ""), IOException.class, "does not redirect"),
                Arguments.of(Fault.garbage(407, "text/html", ""), BlockedException.class, "proxy"),
                Arguments.of(Fault.garbage(500, "text/html", "x".repeat(100_000)), IOException.class, "xxx…"),
                Arguments.of(Fault.error(403, "SomethingNew", "no"), BlockedException.class, "RAM user or role"),
                Arguments.of(Fault.error(400, "InvalidAccessKeyId", "no"), BlockedException.class, "has opened SLS"),
                Arguments.of(
                        Fault.error(400, "SomethingNew", "no").withoutRequestId(), IOException.class, "SomethingNew"),
                Arguments.of(Fault.cutBeforeReading(), IOException.class, "broke before an answer"),
                Arguments.of(Fault.cutBeforeAccepting(), IOException.class, "broke before an answer"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    @DisplayName("What may work later leaves all events unsent, with the reason, after one request; then it does work")
    void laterFaults(Fault fault, Class<? extends IOException> cause, String text) throws Exception {
        List<LogEvent> events = List.of(Events.simple(1), Events.simple(2));
        endpoint.sls.faults().add(fault);
        try (SinkWriter writer = endpoint.open(b -> b)) {
            WriteResult result = writer.write(Events.batch(events));

            assertThat(result.unsent()).containsExactlyElementsOf(events);
            assertThat(result.refused()).isEmpty();
            assertThat(result.cause()).isExactlyInstanceOf(cause).hasMessageContaining(text);
            assertThat(result.cause().getMessage()).hasSizeLessThan(1_000).doesNotContain(SlsEndpoint.SECRET);
            assertThat(endpoint.sls.faults().hits(fault)).isEqualTo(1);
            assertThat(endpoint.context.attempts).hasValue(1);
            assertThat(endpoint.logs()).isEmpty();

            endpoint.sls.faults().clear();
            assertThat(writer.write(Events.batch(events)).unsent()).isEmpty();
        }
        assertThat(endpoint.logs()).hasSize(2);
    }

    @Test
    @DisplayName("The service's request id is in what is told")
    void requestId() throws Exception {
        endpoint.sls.faults().add(Fault.internalServerError());
        WriteResult result = endpoint.write(Events.simple(1));

        assertThat(result.cause())
                .hasMessageContaining(endpoint.sls.requests().recent().get(0).requestId());
    }

    @Test
    @DisplayName("A connection cut after accepting is delivered once for each write, and told as not known")
    void cutAfterAccepting() throws Exception {
        Fault cut = endpoint.sls.faults().add(Fault.cutAfterAccepting());
        try (SinkWriter writer = endpoint.open(b -> b)) {
            for (int writes = 1; writes <= 3; writes++) {
                WriteResult result = writer.write(Events.batch(Events.simple(1)));

                assertThat(result.unsent()).hasSize(1);
                assertThat(result.cause()).hasMessageContaining("may have been accepted all the same");
                assertThat(endpoint.logs()).hasSize(writes);
            }
            endpoint.sls.faults().remove(cut);
            assertThat(writer.write(Events.batch(Events.simple(1))).unsent()).isEmpty();
        }
        assertThat(endpoint.logs().stream().map(log -> log.field("crosslog_id")).distinct())
                .hasSize(1);
    }

    @Test
    @DisplayName("A stalled answer ends at the deadline; the request is not sent again")
    void stall() throws Exception {
        Fault stall = endpoint.sls.faults().add(Fault.stall());
        long start = System.nanoTime();
        WriteResult result = endpoint.write(b -> b.requestTimeout(Duration.ofMillis(300)), List.of(Events.simple(1)));

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(290), Duration.ofSeconds(5));
        assertThat(result.unsent()).hasSize(1);
        assertThat(result.cause()).hasMessageContaining("within 300 ms");
        assertThat(endpoint.sls.faults().hits(stall)).isEqualTo(1);
        endpoint.sls.faults().clear();
        endpoint.sls.requests().await(1, PATIENCE);
        assertThat(endpoint.logs()).isEmpty();
    }

    @Test
    @DisplayName("An interrupt ends a write that waits")
    void interrupt() throws Exception {
        Fault stall = endpoint.sls.faults().add(Fault.stall());
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (SinkWriter writer = endpoint.open(b -> b)) {
            Future<WriteResult> write = executor.submit(() -> writer.write(Events.batch(Events.simple(1))));
            endpoint.sls.faults().awaitHits(stall, 1, PATIENCE);
            executor.shutdownNow();

            assertThatThrownBy(() -> write.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    @DisplayName("Closing while a write waits ends the write with its events unsent, and the threads")
    void closeWhileStalled() throws Exception {
        Fault stall = endpoint.sls.faults().add(Fault.stall());
        ExecutorService executor = Executors.newSingleThreadExecutor();
        SinkWriter writer = endpoint.open(b -> b);
        try {
            Future<WriteResult> write = executor.submit(() -> writer.write(Events.batch(Events.simple(1))));
            endpoint.sls.faults().awaitHits(stall, 1, PATIENCE);
            assertThat(sinkThreads()).isNotEmpty();
            writer.close();

            WriteResult result = write.get(10, TimeUnit.SECONDS);
            assertThat(result.unsent()).hasSize(1);
            assertThat(result.cause()).hasMessageContaining("was closed");
            assertThat(sinkThreads()).isEmpty();
            assertThat(writer.write(Events.batch(Events.simple(2))).cause()).hasMessageContaining("was closed");
            writer.close();
        } finally {
            executor.shutdownNow();
        }
    }

    private static List<Thread> sinkThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("crosslog-test-sls-"))
                .toList();
    }

    @Test
    @DisplayName("Nobody listens, then somebody does")
    void down() throws Exception {
        try (SinkWriter writer = endpoint.open(b -> b)) {
            assertThat(writer.write(Events.batch(Events.simple(1))).unsent()).isEmpty();
            endpoint.sls.goDown();

            // The first write may still find the old connection.
            writer.write(Events.batch(Events.simple(2)));
            long sent = endpoint.context.compressed.get();
            Long before = endpoint.context.counts.getOrDefault("sls-not-connected", 0L);
            WriteResult result = writer.write(Events.batch(Events.simple(2)));
            assertThat(result.unsent()).hasSize(1);
            assertThat(result.cause()).hasMessageContaining("nobody accepts connections at soc-logs/waf");
            assertThat(endpoint.context.compressed).as("bytes on the wire").hasValue(sent);
            assertThat(endpoint.context.counts).containsEntry("sls-not-connected", before + 1);

            endpoint.sls.comeUp();
            assertThat(writer.write(Events.batch(Events.simple(2))).unsent()).isEmpty();
        }
        assertThat(endpoint.logs()).hasSize(2);
    }

    @Test
    @DisplayName("One refused topic leaves only its own events unsent; the others are durable and not sent again")
    void oneTopicThrottled() throws Exception {
        endpoint.sls.faults().add(Fault.writeQuotaExceed().onTopic("b"));
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            events.add(Events.ofKind(i, List.of("a", "b", "c").get(i % 3)));
        }
        try (SinkWriter writer = endpoint.open(b -> b.topic(SlsLabel.attribute("kind")))) {
            WriteResult result = writer.write(Events.batch(events));

            assertThat(result.cause()).isInstanceOf(ThrottledException.class);
            assertThat(result.unsent())
                    .hasSize(10)
                    .allMatch(e -> e.attributes().get("kind").equals("b"))
                    .isSubsetOf(events);
            assertThat(result.unsent().stream().map(e -> e.origin().number())).isSorted();

            endpoint.sls.faults().clear();
            assertThat(writer.write(Events.batch(result.unsent())).unsent()).isEmpty();
        }
        assertThat(endpoint.logs().stream().map(log -> log.field("number")).distinct())
                .hasSize(30);
        assertThat(endpoint.logs()).hasSize(30);
    }

    @Test
    @DisplayName("Wrong credentials stop at the first group, are asked anew each time, and may become right")
    void rotation() throws Exception {
        AtomicReference<Credentials> key = new AtomicReference<>(Credentials.of(SlsEndpoint.KEY, "wrong-secret"));
        AtomicInteger asked = new AtomicInteger();
        List<LogEvent> events = List.of(Events.ofKind(1, "a"), Events.ofKind(2, "b"));
        try (SinkWriter writer =
                endpoint.open(b -> b.topic(SlsLabel.attribute("kind")).credentials(() -> {
                    asked.incrementAndGet();
                    return key.get();
                }))) {
            WriteResult result = writer.write(Events.batch(events));
            assertThat(result.unsent()).hasSize(2);
            assertThat(result.cause()).isInstanceOf(BlockedException.class).hasMessageContaining("SignatureNotMatch");
            assertThat(result.cause().getMessage()).doesNotContain("wrong-secret");
            assertThat(asked).hasValue(1);

            Instant expiry = Instant.now().plusSeconds(600);
            endpoint.sls.accessKeys().putTemporary("STS.1", "sts-secret", "sts-token", expiry);
            key.set(Credentials.temporary("STS.1", "sts-secret", "sts-token"));
            assertThat(writer.write(Events.batch(events)).unsent()).isEmpty();
            assertThat(asked).hasValue(3);

            endpoint.sls.accessKeys().deny("STS.1");
            assertThat(writer.write(Events.batch(events)).cause())
                    .hasMessageContaining("log:PostLogStoreLogs on acs:log");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"STS.1 日-id", "token"})
    @DisplayName("A key or token that no header may hold blocks with advice, and is nowhere in what is told")
    void noHeaderMayHoldIt(String id) throws Exception {
        Credentials key = Credentials.temporary(id, "sts-secret", "sts-token-日");
        WriteResult result =
                endpoint.write(b -> b.credentials(CredentialsProvider.fixed(key)), List.of(Events.simple(1)));

        assertThat(result.unsent()).hasSize(1);
        assertThat(result.cause())
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("no header may hold")
                .hasMessageContaining("check the access key's id and session token");
        StringWriter told = new StringWriter();
        result.cause().printStackTrace(new PrintWriter(told));
        assertThat(told.toString()).doesNotContain("sts-token", "sts-secret", "日", "Signature=");
        assertThat(endpoint.sls.requests().total()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"400, SomethingNew", "499, InvalidLogTime", "499, PostBodyInvalid"})
    @DisplayName("What the service refuses for a reason unknown to us is halved and refused, not sent for ever")
    void unknownRefusal(int status, String code) throws Exception {
        endpoint.sls.faults().add(Fault.error(status, code, "no").onTopic("b"));
        List<LogEvent> events = List.of(Events.ofKind(1, "a"), Events.ofKind(2, "b"), Events.ofKind(3, "b"));
        WriteResult result = endpoint.write(b -> b.topic(SlsLabel.attribute("kind")), events);

        assertThat(result.unsent()).isEmpty();
        assertThat(result.refused()).hasSize(2).allSatisfy(refusal -> assertThat(refusal.reason())
                .contains("HTTP " + status + " " + code)
                .contains("request id "));
        assertThat(endpoint.logs()).hasSize(1);
    }

    @Test
    @DisplayName("Credentials that cannot be had now leave all events unsent")
    void noCredentials() throws Exception {
        WriteResult result = endpoint.write(
                b -> b.credentials(() -> {
                    throw new IOException("the token service does not answer");
                }),
                List.of(Events.simple(1)));

        assertThat(result.unsent()).hasSize(1);
        assertThat(result.cause()).hasMessage("the token service does not answer");
        assertThat(endpoint.sls.requests().total()).isZero();
    }

    @Test
    @DisplayName(
            "A provider that throws what it should not, or gives null, blocks; its message, a secret maybe, is not told")
    void brokenProvider() throws Exception {
        AtomicReference<CredentialsProvider> now = new AtomicReference<>(() -> {
            throw new IllegalArgumentException("cannot use not-to-be-t0ld");
        });
        try (SinkWriter writer =
                endpoint.open(b -> b.credentials(() -> now.get().get()))) {
            WriteResult result = writer.write(Events.batch(Events.simple(1)));
            assertThat(result.unsent()).hasSize(1);
            assertThat(result.cause())
                    .isInstanceOf(BlockedException.class)
                    .hasMessageContaining("IllegalArgumentException at ")
                    .hasMessageContaining("SlsFaultsTest");
            StringWriter told = new StringWriter();
            result.cause().printStackTrace(new PrintWriter(told));
            assertThat(told.toString()).doesNotContain("not-to-be-t0ld");

            now.set(() -> null);
            assertThat(writer.write(Events.batch(Events.simple(1))).cause())
                    .isInstanceOf(BlockedException.class)
                    .hasMessageContaining("returned null");
            assertThat(endpoint.context.counts).as("no connection was tried").isEmpty();

            now.set(CredentialsProvider.fixed(Credentials.of(SlsEndpoint.KEY, SlsEndpoint.SECRET)));
            assertThat(writer.write(Events.batch(Events.simple(1))).unsent()).isEmpty();
        }
    }

    @Test
    @DisplayName("A clock that is an hour off is told with its error, and then made up for")
    void wrongClock() throws Exception {
        Clock behind = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
        try (SinkWriter writer = endpoint.open(b -> b.clock(behind))) {
            WriteResult first = writer.write(Events.batch(Events.simple(1)));
            assertThat(first.unsent()).hasSize(1);
            assertThat(first.cause())
                    .isInstanceOf(BlockedException.class)
                    .hasMessageContaining("RequestTimeExpired")
                    .hasMessageContaining(" s behind the service's");

            assertThat(writer.write(Events.batch(Events.simple(1))).unsent()).isEmpty();
        }
        assertThat(endpoint.logs()).hasSize(1);
    }

    @Test
    @DisplayName(
            "A logstore that does not exist blocks for its grace, then stops the pipeline; one created meanwhile is used")
    void missingLogstore() throws Exception {
        try (SinkWriter writer = endpoint.open(b -> b.logstore("waf-new"))) {
            WriteResult result = writer.write(Events.batch(Events.simple(1)));
            assertThat(result.unsent()).hasSize(1);
            assertThat(result.cause())
                    .isInstanceOf(BlockedException.class)
                    .hasMessageContaining("LogStoreNotExist")
                    .hasMessageContaining("create logstore 'waf-new' in project 'soc-logs'");

            endpoint.sls.createLogstore(SlsEndpoint.PROJECT, "waf-new");
            assertThat(writer.write(Events.batch(Events.simple(1))).unsent()).isEmpty();
        }
        try (SinkWriter writer = endpoint.open(b -> b.logstore("no-such").missingGrace(Duration.ZERO))) {
            assertThatThrownBy(() -> writer.write(Events.batch(Events.simple(1))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("LogStoreNotExist");
        }
        endpoint.sls.deleteProject(SlsEndpoint.PROJECT);
        try (SinkWriter writer = endpoint.open(b -> b.missingGrace(Duration.ZERO))) {
            assertThatThrownBy(() -> writer.write(Events.batch(Events.simple(1))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("check project 'soc-logs' and its region");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"InvalidAPIVersion", "PostBodyUncompressError", "MissingContentType"})
    @DisplayName("A service that does not speak as this client does stops the pipeline")
    void hopeless(String code) throws Exception {
        endpoint.sls.faults().add(Fault.error(400, code, "no"));
        try (SinkWriter writer = endpoint.open(b -> b)) {
            assertThatThrownBy(() -> writer.write(Events.batch(Events.simple(1))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(code);
        }
    }

    @Test
    @DisplayName("What a foreign answer echoes of the key does not get into messages")
    void echoedSecrets() {
        Credentials key = Credentials.temporary("LTAI1", "the-secret", "the-token");
        SlsAnswer answer = SlsAnswer.of(
                        502,
                        "",
                        "<pre>Authorization: LOG LTAI1:c2lnbmF0dXJl\nx-acs-security-token: the-token\n"
                                + "{\"Signature\":\"abc+/=\"} the-secret</pre>",
                        Optional.empty())
                .cleaned(key);

        assertThat(answer.told())
                .doesNotContain("the-secret", "the-token", "c2lnbmF0dXJl", "abc+/=")
                .doesNotContain("\n");
        assertThat(Secret.of("x")).hasToString("***");
    }

    @Test
    @DisplayName("With faults at random, every event arrives in the end, none is lost, and duplicates have the same id")
    void randomFaults() throws Exception {
        endpoint.sls.faults().add(Fault.cutAfterAccepting().atRate(0.1));
        endpoint.sls.faults().add(Fault.cutBeforeAccepting().atRate(0.1));
        endpoint.sls.faults().add(Fault.serverBusy().atRate(0.2));
        endpoint.sls.faults().add(Fault.writeQuotaExceed().onTopic("b").atRate(0.5));
        try (SinkWriter writer = endpoint.open(b -> b.topic(SlsLabel.attribute("kind")))) {
            for (int batch = 0; batch < 60; batch++) {
                List<LogEvent> left = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    left.add(Events.ofKind(batch * 20L + i, i % 2 == 0 ? "a" : "b"));
                }
                for (int attempt = 0; !left.isEmpty(); attempt++) {
                    assertThat(attempt).isLessThan(100);
                    left = writer.write(Events.batch(left)).unsent();
                }
            }
        }
        List<SlsLog> logs = endpoint.logs();
        assertThat(logs.stream().map(log -> log.field("number")).distinct()).hasSize(1_200);
        assertThat(logs.stream().map(log -> log.field("crosslog_id")).distinct())
                .hasSize(1_200);
        long unanswered = endpoint.sls.requests().recent().stream()
                .filter(r -> r.outcome() == SlsRequest.Outcome.ACCEPTED_UNANSWERED)
                .mapToLong(SlsRequest::logs)
                .sum();
        assertThat(logs).hasSize((int) (1_200 + unanswered));
    }
}
