package io.crosslog.sls;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.log.common.Logs;
import com.aliyun.openservices.log.common.auth.DefaultCredentials;
import com.aliyun.openservices.log.common.auth.StaticCredentialsProvider;
import com.aliyun.openservices.log.http.client.HttpMethod;
import com.aliyun.openservices.log.http.signer.SlsV1Signer;
import com.aliyun.openservices.log.http.signer.SlsV4Signer;
import io.crosslog.credentials.Credentials;
import io.crosslog.model.LogEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes that the official client would send, with its own classes. */
class OfficialClientTest {

    private static final String PATH = "/logstores/waf/shards/lb";
    private static final String HOST = "soc-logs.cn-shanghai.log.aliyuncs.com";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("A LogGroup has the same bytes as one of the official client's classes")
    void sameBody(boolean withNanos) {
        Random random = new Random(11);
        SlsLayout layout = Encoded.bare(SlsLayout.topLevel());
        SlsEncoding plain = Encoded.encoding(layout);
        SlsEncoding encoding = new SlsEncoding(
                layout,
                plain.topic(),
                plain.source(),
                plain.tags(),
                plain.times(),
                withNanos,
                3 << 20,
                4_096,
                1 << 20,
                true);
        Logs.LogGroup.Builder official =
                Logs.LogGroup.newBuilder().setTopic("攻击").setSource("192.0.2.7");
        official.addLogTags(Logs.LogTag.newBuilder().setKey("task").setValue("导入"));
        official.addLogTags(Logs.LogTag.newBuilder().setKey("region").setValue("ap-guangzhou"));
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("task", "导入");
        tags.put("region", "ap-guangzhou");

        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Instant time = Instant.now().minusSeconds(random.nextInt(3_600)).minusNanos(random.nextInt(1_000_000_000));
            Logs.Log.Builder log = Logs.Log.newBuilder().setTime((int) time.getEpochSecond());
            if (withNanos) {
                log.setTimeNs(time.get(ChronoField.NANO_OF_SECOND));
            }
            int fields = random.nextInt(20) + 1;
            events.add(Events.event(i, b -> {
                b.time(time);
                for (int f = 0; f < fields; f++) {
                    String value = RandomEvents.text(random, 300).replace("\0", "");
                    b.put("field_" + f, value);
                    log.addContents(Logs.Log.Content.newBuilder()
                            .setKey("field_" + f)
                            .setValue(RandomEvents.withoutLoneSurrogates(value)));
                }
            }));
            official.addLogs(log);
        }

        byte[] body = Encoded.group(encoding, LogGroup.tail("攻击", "192.0.2.7", tags), events);

        assertThat(body).isEqualTo(official.build().toByteArray());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("A V4 signature is the one that the official client makes")
    void sameV4(boolean temporary) {
        Instant now = Instant.parse("2026-03-04T05:06:07Z");
        byte[] body = "a body".getBytes(StandardCharsets.UTF_8);
        SortedMap<String, String> ours = headers(body);
        new SignerV4("cn-shanghai").sign(ours, HOST, PATH, body, key(temporary), now);

        Map<String, String> theirs = new HashMap<>(headers(body));
        theirs.put("Host", HOST);
        String authorization = new SlsV4Signer(officialKey(temporary), "cn-shanghai")
                .signRequest(theirs, HttpMethod.POST, PATH, Map.of(), body, "20260304T050607Z");

        assertThat(ours.get("Authorization"))
                .isEqualTo(authorization == null ? theirs.get("Authorization") : authorization);
        assertSent(ours, theirs);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("A V1 signature is the one that the official client makes")
    void sameV1(boolean temporary) {
        byte[] body = "a body".getBytes(StandardCharsets.UTF_8);
        Map<String, String> theirs = new HashMap<>(headers(body));
        theirs.put("Host", HOST);
        new SlsV1Signer(officialKey(temporary)).sign(HttpMethod.POST, theirs, PATH, new HashMap<>(), body);

        // The official client takes its own clock.
        Instant now = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(theirs.get("Date")));
        SortedMap<String, String> ours = headers(body);
        new SignerV1().sign(ours, HOST, PATH, body, key(temporary), now);

        assertThat(ours.get("Authorization")).isEqualTo(theirs.get("Authorization"));
        assertSent(ours, theirs);
    }

    @Test
    @DisplayName("A body of no known region is signed the same way whatever the day's form")
    void singleDigitDay() {
        SortedMap<String, String> headers = headers(new byte[0]);
        new SignerV1().sign(headers, HOST, PATH, new byte[0], key(false), Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(headers.get("Date")).isEqualTo("Sun, 01 Nov 2026 00:00:00 GMT");
    }

    /** Whatever header the official client adds, but those that the HTTP client adds itself, we send too, with the same value. */
    private static void assertSent(Map<String, String> ours, Map<String, String> theirs) {
        theirs.forEach((name, value) -> {
            if (!name.equals("Host") && !name.equals("Content-Length")) {
                assertThat(ours).as(name).containsEntry(name, value);
            }
        });
    }

    private static SortedMap<String, String> headers(byte[] body) {
        SortedMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", "application/x-protobuf");
        headers.put("x-log-apiversion", "0.6.0");
        headers.put("x-log-bodyrawsize", Integer.toString(body.length));
        headers.put("x-log-compresstype", "deflate");
        return headers;
    }

    private static Credentials key(boolean temporary) {
        return temporary ? Credentials.temporary("id-1", "secret-1", "token-1") : Credentials.of("id-1", "secret-1");
    }

    private static StaticCredentialsProvider officialKey(boolean temporary) {
        return new StaticCredentialsProvider(
                temporary
                        ? new DefaultCredentials("id-1", "secret-1", "token-1")
                        : new DefaultCredentials("id-1", "secret-1"));
    }
}
