package io.crosslog.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.decode.JsonDecoder;
import io.crosslog.model.LogEvent;
import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import io.crosslog.spi.DecodeException;
import io.crosslog.spi.Output;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Secrets that stand once more without their name")
class EchoesTest {

    @Test
    @DisplayName("an echo is found however it is escaped, and as a number, and what held it stays JSON")
    void escapedEchoes() throws DecodeException {
        String json = "{\"hdr\":{\"Authorization\":\"Basic abc\\/def==\"},\"msg\":\"got abc\\/def== here\"}";
        assertThat(ofJson(json).toJson()).doesNotContain("abc").contains("\"msg\":\"got *** here\"");
        assertThat(raw(ofJson(json))).doesNotContain("abc").contains("\"msg\":\"got *** here\"");
        String unicode = "{\"cookie\":\"sid=a<b>cdefgh\",\"m\":\"at a\\u003cb\\u003Ecdefgh, a%3Cb%3Ecdefgh\"}";
        assertThat(ofJson(unicode).toJson()).isEqualTo("{\"cookie\":\"sid=***\",\"m\":\"at ***, ***\"}");
        String number = "{\"hdr\":{\"Authorization\":\"Basic 1234567890\"},\"n\":1234567890,\"o\":{\"l\":[ 1234567890 ,"
                + " 12345678901, 7]},\"m\":\"a,1234567890,b\"}";
        String clean = "{\"hdr\":{\"Authorization\":\"Basic ***\"},\"n\":\"***\",\"o\":{\"l\":[ \"***\" , \"***\", 7]},"
                + "\"m\":\"a,***,b\"}";
        assertThat(raw(ofJson(number))).isEqualTo(clean);
        assertThat(ofJson(number).toJson()).contains("\"n\":\"***\"").doesNotContain("1234567890");
        String other = "{\"cookie\":\"sid=abcdefgh1\",\"n\":123456789,\"m\":\"a%20b\\/c\"}";
        assertThat(raw(ofJson(other))).isEqualTo(other.replace("abcdefgh1", "***"));
    }

    @Test
    @DisplayName("an echo takes its time once")
    void manyEchoes() throws DecodeException {
        String json = "{\"cookie\":\"sid=12345678\",\"m\":\"" + "12345678%20".repeat(1 << 16) + "\",\"l\":["
                + "12345678,".repeat(1 << 16) + "1" + ",1".repeat(1 << 16) + "]}";
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThat(raw(ofJson(json)))
                .doesNotContain("12345678")
                .endsWith("\"***\",1" + ",1".repeat(1 << 16) + "]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1", "%41", "\\\\/"})
    @DisplayName("a long secret is looked for in no field that is shorter, so that many fields take their time once")
    void longSecretManyFields(String letter) {
        StringBuilder json = new StringBuilder("{\"Authorization\":\"Basic ")
                .append(letter.repeat(500_000 / letter.length()))
                .append('"');
        for (int i = 0; i < 9_999; i++) {
            json.append(",\"a").append(i).append("\":\"%\"");
        }
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThat(
                        ofJson(json.append('}').toString()).toJson())
                .startsWith("{\"Authorization\":\"Basic ***\",\"a0\":\"%\",")
                .endsWith(",\"a9998\":\"%\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1", "a%20", "a\\\\/"})
    @DisplayName("a long secret that nearly stands everywhere takes its time once")
    void nearlyEverywhere(String letter) {
        String many = letter.repeat(250_000 / letter.length());
        String json = "{\"Authorization\":\"Basic " + many + "2\",\"m\":\"" + many + many + "\",\"n\":\"see " + many
                + "2 once more\"}";
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            LogEvent event = ofJson(json);
            assertThat(event.toJson()).contains("\"n\":\"see *** once more\"").hasSizeBetween(490_000, 510_000);
            assertThat(raw(event)).contains("\"n\":\"see *** once more\"").hasSizeBetween(490_000, 510_000);
        });
    }

    @Test
    @DisplayName("a long secret is found wherever it stands, also where it begins anew within itself")
    void longSecrets() throws DecodeException {
        String secret = "ab".repeat(50) + "c";
        String json = "{\"Authorization\":\"Basic " + secret + "\",\"m\":\"abab" + secret + secret + "ab" + secret
                + "\",\"e\":\"%61b" + secret + "%20" + secret.replace("c", "%63") + "\",\"o\":\"" + secret.substring(1)
                + "\"}";
        assertThat(ofJson(json).toJson())
                .isEqualTo("{\"Authorization\":\"Basic ***\",\"m\":\"abab******ab***\",\"e\":\"%61b***%20***\",\"o\":\""
                        + secret.substring(1) + "\"}");
    }

    private static LogEvent ofJson(String json) throws DecodeException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        RawRecord record = RawRecord.of(Origin.prefix("t", "t:").at(1), bytes, Instant.EPOCH);
        List<LogEvent> events = new ArrayList<>();
        JsonDecoder.create().decode(record, new Output() {
            @Override
            public void emit(LogEvent event) {
                events.add(event);
            }

            @Override
            public void reject(byte[] part, String reason) {
                throw new AssertionError(reason);
            }

            @Override
            public void filter(String reason) {
                throw new AssertionError(reason);
            }

            @Override
            public void count(String name) {
                throw new AssertionError(name);
            }
        });
        return Masking.defaults().mask(events.get(0));
    }

    private static String raw(LogEvent event) {
        return new String(event.record().copyBytes(), StandardCharsets.UTF_8);
    }
}
