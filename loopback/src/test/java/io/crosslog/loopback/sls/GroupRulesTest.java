package io.crosslog.loopback.sls;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.log.common.Logs;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A group is refused whole")
class GroupRulesTest {
    private static final ByteString NO_UTF8 = ByteString.copyFrom(new byte[] {'a', (byte) 0xC3});

    private static LoopbackSls sls;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        sls = endpoint()
                .limits(SlsLimits.current().withRequestSize(4 << 20, 10))
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        sls.close();
    }

    static Stream<Arguments> badGroups() {
        int now = Groups.now();
        int hour = 3600;
        return Stream.of(
                bad("400 InvalidKey", "an empty key", Groups.log(now, "", "v")),
                bad("400 InvalidKey", "a key of 129 bytes", Groups.log(now, "k".repeat(129), "v")),
                bad("400 InvalidKey", "a key that begins with a digit", Groups.log(now, "1st", "v")),
                bad("400 InvalidKey", "a key with a dot", Groups.log(now, "src.ip", "v")),
                bad("400 InvalidKey", "a key with a dash", Groups.log(now, "x-forwarded-for", "v")),
                bad("400 InvalidKey", "a key in Chinese", Groups.log(now, "来源", "v")),
                bad("400 InvalidKey", "a key twice", Groups.log(now, "a", "1", "b", "2", "a", "3")),
                bad("400 InvalidKey", "__time__", Groups.log(now, "__time__", "v")),
                bad("400 InvalidKey", "__source__", Groups.log(now, "__source__", "v")),
                bad("400 InvalidKey", "__topic__", Groups.log(now, "__topic__", "v")),
                bad("400 InvalidKey", "__partition_time__", Groups.log(now, "__partition_time__", "v")),
                bad("400 InvalidKey", "_extract_others_", Groups.log(now, "_extract_others_", "v")),
                bad("400 InvalidKey", "__extract_others__", Groups.log(now, "__extract_others__", "v")),
                bad("400 InvalidKey", "__pack_meta__", Groups.log(now, "__pack_meta__", "v")),
                bad("400 PostBodyInvalid", "a value over 1 MB", Groups.log(now, "a", "v".repeat((1 << 20) + 1))),
                bad(
                        "400 PostBodyInvalid",
                        "a time 168 hours and more ago",
                        Groups.log(now - 168 * hour - 60, "a", "v")),
                bad("400 PostBodyInvalid", "a time over 15 minutes ahead", Groups.log(now + 16 * 60, "a", "v")),
                bad("400 InvalidTimestamp", "no time", Groups.log(0, "a", "v")),
                bad(
                        "400 InvalidTimestamp",
                        "too many nanoseconds",
                        Groups.log(now, "a", "v").setTimeNs(1_000_000_000)),
                bad(
                        "400 InvalidEncoding",
                        "a value that is not UTF-8",
                        spoilt(now, ByteString.copyFromUtf8("a"), NO_UTF8)),
                bad("400 InvalidEncoding", "a key that is not UTF-8", spoilt(now, NO_UTF8, ByteString.EMPTY)));
    }

    private static Arguments bad(String told, String name, Logs.Log.Builder log) {
        return Arguments.of(told, name, log);
    }

    private static Logs.Log.Builder spoilt(int time, ByteString key, ByteString value) {
        Logs.Log.Content content = Logs.Log.Content.newBuilder()
                .setKeyBytes(key)
                .setValueBytes(value)
                .build();
        return Logs.Log.newBuilder().setTime(time).addContents(content);
    }

    @ParameterizedTest(name = "{0} for {1}")
    @MethodSource("badGroups")
    @DisplayName("for one bad log among good ones")
    void oneBadLog(String told, String name, Logs.Log.Builder bad) throws IOException {
        long before = sls.logstore("soc-prod", "waf").count();
        Logs.LogGroup group = Logs.LogGroup.newBuilder()
                .addLogs(Groups.log(Groups.now(), "a", "good"))
                .addLogs(bad)
                .addLogs(Groups.log(Groups.now(), "a", "good"))
                .build();

        assertThat(SignedPost.of(group).send(sls).told()).as(name).isEqualTo(told);
        assertThat(sls.logstore("soc-prod", "waf").count()).isEqualTo(before);
    }

    static Stream<Arguments> badEnvelopes() {
        Logs.LogGroup good = Groups.of("t", 1);
        return Stream.of(
                Arguments.of("400 PostBodyInvalid", "no logs", Groups.of("t", 0)),
                Arguments.of("400 PostBodyTooLarge", "too many logs", Groups.of("t", 11)),
                Arguments.of("400 PostBodyInvalid", "a topic of 129 bytes", Groups.of("攻".repeat(43), 1)),
                Arguments.of(
                        "400 PostBodyInvalid",
                        "a source of 129 bytes",
                        good.toBuilder().setSource("s".repeat(129)).build()),
                Arguments.of(
                        "400 InvalidEncoding",
                        "a topic that is not UTF-8",
                        good.toBuilder().setTopicBytes(NO_UTF8).build()),
                Arguments.of("400 InvalidKey", "a tag twice", tagged(good, "a", "a")),
                Arguments.of("400 InvalidKey", "a tag without a key", tagged(good, "")),
                Arguments.of("400 PostBodyInvalid", "a tag key of 129 bytes", tagged(good, "k".repeat(129))));
    }

    private static Logs.LogGroup tagged(Logs.LogGroup group, String... keys) {
        Logs.LogGroup.Builder tagged = group.toBuilder();
        for (String key : keys) {
            tagged.addLogTags(Logs.LogTag.newBuilder().setKey(key).setValue("v"));
        }
        return tagged.build();
    }

    @ParameterizedTest(name = "{0} for {1}")
    @MethodSource("badEnvelopes")
    @DisplayName("for what all its logs share")
    void badEnvelope(String told, String name, Logs.LogGroup group) throws IOException {
        assertThat(SignedPost.of(group).send(sls).told()).as(name).isEqualTo(told);
    }

    @Test
    @DisplayName("when its bytes are no LogGroup, or one without required fields")
    void noGroup() throws IOException {
        byte[] noise = "{\"__logs__\":[]}".getBytes(StandardCharsets.UTF_8);
        byte[] logWithoutTime = {0x0A, 0x00};

        assertThat(SignedPost.ofBytes(noise).send(sls).told()).isEqualTo("400 PostBodyInvalid");
        assertThat(SignedPost.ofBytes(logWithoutTime).send(sls).told()).isEqualTo("400 PostBodyInvalid");
    }

    @Test
    @DisplayName("not when everything is just within the limits")
    void edges() throws IOException {
        int now = Groups.now();
        Logs.LogGroup group = Logs.LogGroup.newBuilder()
                .setTopic("t".repeat(128))
                .setSource("s".repeat(128))
                .addLogs(Groups.log(now - 168 * 3600 + 60, "k".repeat(128), "v".repeat(1 << 20)))
                .addLogs(Groups.log(now + 14 * 60, "_a1", "", "A", "\u0000"))
                .addLogs(Groups.log(now).setTimeNs(999_999_999))
                .build();

        assertThat(SignedPost.of(group).send(sls).told()).isEqualTo("200");
    }

    @Test
    @DisplayName("by other readings of the documents, when the limits say so")
    void otherReadings() throws IOException, InterruptedException {
        SlsLimits relaxed = SlsLimits.old()
                .withAnyKeyCharacters()
                .withOutOfRangeStatus(499)
                .withTimeWindow(Duration.ofHours(1), Duration.ofMinutes(1));
        try (LoopbackSls other = endpoint().limits(relaxed).start()) {
            assertThat(told(other, Groups.log(Groups.now(), "src.ip-来源", "v"))).isEqualTo("200");
            assertThat(told(other, Groups.log(Groups.now(), "__time__", "v"))).isEqualTo("400 InvalidKey");
            assertThat(told(other, Groups.log(Groups.now() - 7200, "a", "v"))).isEqualTo("499 PostBodyInvalid");
            assertThat(SignedPost.of(Groups.of("t", 4096)).send(other).told()).isEqualTo("200");
            assertThat(SignedPost.of(Groups.of("t", 4097)).send(other).told()).isEqualTo("400 PostBodyTooLarge");
        }
    }

    private static String told(LoopbackSls endpoint, Logs.Log.Builder log) throws IOException {
        return SignedPost.of(Groups.group(log)).send(endpoint).told();
    }

    private static LoopbackSls.Builder endpoint() {
        return LoopbackSls.builder().logstore("soc-prod", "waf").accessKey("ak-1", "secret-1");
    }
}
