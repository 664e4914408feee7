package io.crosslog.loopback.sls;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.log.common.Logs;
import io.crosslog.loopback.sls.SlsRequest.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A request is refused")
class RequestChecksTest {
    private static final Logs.LogGroup GROUP = Groups.of("waf_attack", 3);

    private LoopbackSls sls;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        sls = LoopbackSls.builder()
                .logstore("soc-prod", "waf")
                .accessKey("ak-1", "secret-1")
                .limits(SlsLimits.current().withRequestSize(64 << 10, 100))
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        sls.close();
    }

    @Test
    @DisplayName("not at all when nothing is wrong")
    void right() throws IOException {
        SignedPost.Answer answer = SignedPost.of(GROUP).send(sls);

        assertThat(answer.told()).isEqualTo("200");
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().get("x-log-requestid")).matches("[0-9A-F]{24}");
        assertThat(SignedPost.of(GROUP).v1().send(sls).told()).isEqualTo("200");
        assertThat(sls.logstore("soc-prod", "waf").count()).isEqualTo(6);
    }

    static Stream<Arguments> spoiltRequests() {
        byte[] raw = GROUP.toByteArray();
        byte[] deflated = deflate(raw);
        return Stream.of(
                spoilt("404 ProjectNotExist", "an unknown project", p -> p.host("other.cn-shanghai.log.aliyuncs.com")),
                spoilt(
                        "404 ProjectNotExist",
                        "another region's host",
                        p -> p.host("soc-prod.cn-beijing.log.aliyuncs.com")),
                spoilt("404 LogStoreNotExist", "an unknown logstore", p -> p.path("/logstores/dns/shards/lb")),
                spoilt("404 InvalidURI", "an unknown path", p -> p.path("/logstores/waf/track")),
                spoilt("405 MethodNotAllowed", "another method", p -> p.method("PUT")),
                spoilt("400 MissingAPIVersion", "no API version", p -> p.without("x-log-apiversion")),
                spoilt("400 InvalidAPIVersion", "another API version", p -> p.header("x-log-apiversion", "0.9.0")),
                spoilt("400 MissingContentType", "no content type", p -> p.without("Content-Type")),
                spoilt("415 InvalidContentType", "another content type", p -> p.header("Content-Type", "text/plain")),
                spoilt("400 MissingBodyRawSize", "no raw size", p -> p.without("x-log-bodyrawsize")),
                spoilt("400 InvalidBodyRawSize", "a raw size in words", p -> p.header("x-log-bodyrawsize", "many")),
                spoilt("400 InvalidBodyRawSize", "a raw size that is wrong", p -> p.header("x-log-bodyrawsize", "7")),
                spoilt("400 InvalidCompressType", "gzip", p -> p.compressed("gzip", raw)),
                spoilt("400 PostBodyUncompressError", "lz4 that is none", p -> p.compressed("lz4", raw)),
                spoilt("400 PostBodyUncompressError", "deflate that is none", p -> p.compressed("deflate", raw)),
                spoilt("400 PostBodyUncompressError", "zstd that is none", p -> p.compressed("zstd", raw)),
                spoilt(
                        "400 PostBodyUncompressError",
                        "deflate that ends early",
                        p -> p.compressed("deflate", Arrays.copyOf(deflated, deflated.length / 2))),
                spoilt("400 InvalidBodyRawSize", "deflate that holds more than it says", p -> p.compressed(
                                "deflate", deflated)
                        .header("x-log-bodyrawsize", "10")),
                spoilt(
                        "400 PostBodyTooLarge",
                        "a raw size over the limit",
                        p -> p.header("x-log-bodyrawsize", String.valueOf((64 << 10) + 1))),
                spoilt("401 Unauthorized", "an unknown key", p -> p.key("ak-2", "secret-1")),
                spoilt("401 SignatureNotMatch", "a wrong secret", p -> p.key("ak-1", "guess")),
                spoilt("401 SignatureNotMatch", "another region in the scope", p -> p.region("cn-beijing")),
                spoilt("401 SignatureNotMatch", "a wrong secret in V1", p -> p.v1().key("ak-1", "guess")),
                spoilt("401 SignatureNotMatch", "a changed body", p -> p.sendingInstead(new byte[raw.length])),
                spoilt("401 SignatureNotMatch", "a changed body in V1", p -> p.v1().sendingInstead(
                                new byte[raw.length])),
                spoilt(
                        "401 SignatureNotMatch",
                        "a header changed after signing",
                        p -> p.afterSigning(h -> h.put("x-log-bodyrawsize", "9"))),
                spoilt("401 SignatureNotMatch", "a header added after signing in V1", p -> p.v1().afterSigning(
                                h -> h.put("x-log-extra", "1"))),
                spoilt(
                        "401 SignatureNotMatch",
                        "another host than was signed",
                        p -> p.afterSigning(h -> h.put("Host", "soc-prod.cn-shanghai-intranet.log.aliyuncs.com"))),
                spoilt(
                        "401 Unauthorized",
                        "a token for a key that has none",
                        p -> p.header("x-acs-security-token", "t")),
                spoilt("400 MissAccessKeyId", "no signature", p -> p.afterSigning(h -> h.remove("Authorization"))),
                spoilt(
                        "400 InvalidSignatureMethod",
                        "a signature of another kind",
                        p -> p.afterSigning(h -> h.put("Authorization", "Basic YTpi"))),
                spoilt("400 MissingSignatureMethod", "V1 without its method", p -> p.v1().afterSigning(
                                h -> h.remove("x-log-signaturemethod"))),
                spoilt("400 MissingDate", "V4 without a date", p -> p.afterSigning(h -> h.remove("x-log-date"))),
                spoilt("400 MissingDate", "V1 without a date", p -> p.v1().afterSigning(h -> h.remove("Date"))),
                spoilt("400 InvalidDateFormat", "a date in another form", p -> p.v1().afterSigning(
                                h -> h.put("Date", "2026-11-21"))),
                spoilt("411 MissingContentLength", "no length", p -> p.afterSigning(h -> h.remove("Content-Length"))),
                spoilt("400 ParameterInvalid", "a hash key that is none", p -> p.path("/logstores/waf/shards/route")
                        .query("key", "xyz")),
                spoilt("400 ParameterInvalid", "a sequence id that is none", p -> p.path("/logstores/waf/shards/route")
                        .query("key", "0".repeat(32))
                        .query("seqid", "x")));
    }

    private static Arguments spoilt(String told, String name, UnaryOperator<SignedPost> change) {
        return Arguments.of(told, name, change);
    }

    @ParameterizedTest(name = "{0} for {1}")
    @MethodSource("spoiltRequests")
    @DisplayName("with the service's code when one thing is wrong")
    void refused(String told, String name, UnaryOperator<SignedPost> spoil) throws IOException {
        SignedPost.Answer answer = spoil.apply(SignedPost.of(GROUP)).send(sls);

        assertThat(answer.told()).as(name).isEqualTo(told);
        assertThat(answer.headers().get("x-log-requestid")).hasSize(24);
        assertThat(answer.body()).contains("errorMessage").doesNotContain("secret-1");
        assertThat(sls.logstore("soc-prod", "waf").count()).isZero();
        assertThat(sls.requests().count(Outcome.REFUSED)).isEqualTo(1);
        assertThat(sls.requests().count(told.substring(4))).isEqualTo(1);
    }

    @Test
    @DisplayName("as too large without reading it into memory, and the connection goes on")
    void tooLarge() throws IOException {
        byte[] large = new byte[200 << 10];
        try (var socket = SignedPost.connect(sls)) {
            assertThat(SignedPost.ofBytes(large).sendOn(socket).told()).isEqualTo("400 PostBodyTooLarge");
            assertThat(SignedPost.of(GROUP).sendOn(socket).told()).isEqualTo("200");
        }
    }

    @Test
    @DisplayName("when its clock is more than 15 minutes off")
    void skewed() throws IOException, InterruptedException {
        Clock slow = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-16));
        try (LoopbackSls late = endpoint().clock(slow).start()) {
            assertThat(SignedPost.of(GROUP).send(late).told()).isEqualTo("400 RequestTimeExpired");
            assertThat(SignedPost.of(GROUP).v1().send(late).told()).isEqualTo("400 RequestTimeExpired");
        }
        Clock good = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(14));
        try (LoopbackSls nearly = endpoint().clock(good).start()) {
            assertThat(SignedPost.of(GROUP).send(nearly).told()).isEqualTo("200");
        }
    }

    @Test
    @DisplayName("when its key is disabled, denied or removed, until that is undone")
    void keysChange() throws IOException {
        sls.accessKeys().deny("ak-1");
        SignedPost.Answer denied = SignedPost.of(GROUP).send(sls);
        sls.accessKeys().allow("ak-1");
        SignedPost.Answer allowed = SignedPost.of(GROUP).send(sls);
        sls.accessKeys().disable("ak-1");
        SignedPost.Answer disabled = SignedPost.of(GROUP).send(sls);
        sls.accessKeys().remove("ak-1");
        SignedPost.Answer removed = SignedPost.of(GROUP).send(sls);

        assertThat(denied.told()).isEqualTo("401 Unauthorized");
        assertThat(denied.body()).contains("denied by sts or ram, action: log:PostLogStoreLogs");
        assertThat(allowed.told()).isEqualTo("200");
        assertThat(disabled.body()).contains("AccessKeyId is disabled");
        assertThat(removed.body()).contains("AccessKeyId not found");
    }

    @Test
    @DisplayName("when the token of its temporary key is missing, wrong or expired")
    void tokens() throws IOException, InterruptedException {
        Instant now = Instant.now();
        try (LoopbackSls fixed = endpoint()
                .temporaryAccessKey("sts", "s", "token-1", now.plusSeconds(1))
                .temporaryAccessKey("old", "s", "token-2", now)
                .clock(Clock.fixed(now, ZoneOffset.UTC))
                .start()) {
            SignedPost.Answer missing = SignedPost.of(GROUP).key("sts", "s").send(fixed);
            SignedPost.Answer wrong = SignedPost.of(GROUP)
                    .key("sts", "s")
                    .header("x-acs-security-token", "token-2")
                    .send(fixed);
            SignedPost.Answer expired = SignedPost.of(GROUP)
                    .key("old", "s")
                    .header("x-acs-security-token", "token-2")
                    .send(fixed);
            SignedPost.Answer right = SignedPost.of(GROUP)
                    .key("sts", "s")
                    .header("x-acs-security-token", "token-1")
                    .send(fixed);

            assertThat(missing.body()).contains("Unauthorized").contains("is invalid");
            assertThat(wrong.body()).contains("Unauthorized").contains("is invalid");
            assertThat(expired.body()).contains("Unauthorized").contains("has expired");
            assertThat(right.told()).isEqualTo("200");
        }
    }

    @Test
    @DisplayName("when its logstore or project was deleted, until it is created")
    void targetsChange() throws IOException {
        sls.deleteLogstore("soc-prod", "waf");
        assertThat(SignedPost.of(GROUP).send(sls).told()).isEqualTo("404 LogStoreNotExist");
        sls.deleteProject("soc-prod");
        assertThat(SignedPost.of(GROUP).send(sls).told()).isEqualTo("404 ProjectNotExist");
        SlsLogstore created = sls.createLogstore("soc-prod", "waf");
        assertThat(SignedPost.of(GROUP).send(sls).told()).isEqualTo("200");
        assertThat(created.count()).isEqualTo(3);
    }

    @Test
    @DisplayName("no more than once: the next request on its connection is served")
    void connectionGoesOn() throws IOException {
        try (var socket = SignedPost.connect(sls)) {
            assertThat(SignedPost.of(GROUP).path("/nothing").sendOn(socket).status())
                    .isEqualTo(404);
            assertThat(SignedPost.of(GROUP).key("ak-1", "guess").sendOn(socket).status())
                    .isEqualTo(401);
            assertThat(SignedPost.of(GROUP).sendOn(socket).status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("not when it comes as to a proxy, to the intranet endpoint, or to 127.0.0.1 itself")
    void waysIn() throws IOException {
        assertThat(SignedPost.of(GROUP).sendAsToProxy(sls).told()).isEqualTo("200");
        assertThat(SignedPost.of(GROUP)
                        .host("soc-prod.cn-shanghai-intranet.log.aliyuncs.com")
                        .send(sls)
                        .told())
                .isEqualTo("200");
        assertThat(SignedPost.of(GROUP).host(sls.address()).send(sls).told()).isEqualTo("200");
        assertThat(sls.logstore("soc-prod", "waf").groups()).isEqualTo(3);
    }

    @Test
    @DisplayName("by ending the connection when it is no HTTP")
    void noHttp() throws IOException {
        try (var socket = SignedPost.connect(sls)) {
            socket.getOutputStream().write("hello\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(SignedPost.of(GROUP).send(sls).told()).isEqualTo("200");
    }

    @Test
    @DisplayName("for a replayed sequence id of its hash key only")
    void sequenceIds() throws IOException {
        assertThat(routed("A", "5")).isEqualTo("200");
        assertThat(routed("A", "5")).isEqualTo("400 InvalidSequenceId");
        assertThat(routed("A", "4")).isEqualTo("400 InvalidSequenceId");
        assertThat(routed("B", "5")).isEqualTo("200");
        assertThat(routed("A", "6")).isEqualTo("200");
        assertThat(sls.logstore("soc-prod", "waf").groups()).isEqualTo(3);
    }

    private String routed(String digit, String sequenceId) throws IOException {
        return SignedPost.of(GROUP)
                .path("/logstores/waf/shards/route")
                .query("key", digit.repeat(32))
                .query("seqid", sequenceId)
                .send(sls)
                .told();
    }

    private static LoopbackSls.Builder endpoint() {
        return LoopbackSls.builder().logstore("soc-prod", "waf").accessKey("ak-1", "secret-1");
    }

    private static byte[] deflate(byte[] raw) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(raw);
            deflater.finish();
            byte[] room = new byte[raw.length + 64];
            return Arrays.copyOf(room, deflater.deflate(room));
        } finally {
            deflater.end();
        }
    }
}
