package io.crosslog.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LogEventTest {

    private static final RawRecord RECORD = RawRecord.builder(
                    Origin.prefix("cls", "kafka://t/0@").at(42), Instant.ofEpochSecond(7))
            .bytes("123456789".getBytes(UTF_8))
            .attributes(Map.of("region", "ap-guangzhou"))
            .build();

    private static LogEvent.Builder event() {
        return LogEvent.builder(RECORD);
    }

    @Test
    @DisplayName("The id is source, origin, index and CRC-32C, the same at each call")
    void id() {
        // e3069283 is the check value of CRC-32C for the digits 1 to 9.
        assertThat(event().build().id()).isEqualTo("cls|kafka://t/0@42|0|e3069283");
        assertThat(event().build().at(3, 0).id()).isEqualTo("cls|kafka://t/0@42|3|e3069283");
        assertThat(event().build().at(3, 2).id()).isEqualTo("cls|kafka://t/0@42|3.2|e3069283");
        RawRecord empty = RawRecord.of(Origin.prefix("s", "p@").at(-1), new byte[0], Instant.EPOCH);
        assertThat(LogEvent.builder(empty).build().id()).isEqualTo("s|p@-1|0|00000000");
    }

    @Test
    @DisplayName("A number of more digits than any has stays as it is written, as making one would cost their square")
    void longNumbers() {
        String digits = "7".repeat(1_000_000);
        LogEvent event = event().put("n", FieldType.NUMBER, digits.getBytes(UTF_8), 0, 1_000_000, false)
                .put("text", digits)
                .put("most", "7".repeat(1_000))
                .build();
        assertThat(event.value(Path.of("n"))).contains(digits);
        assertThat(event.number("n")).isEmpty();
        assertThat(event.number("text")).isEmpty();
        assertThat(event.number("most")).isPresent();
    }

    @Test
    @DisplayName("Values come back as they went in, at the top and deep down")
    void values() {
        Map<String, Object> nested = Map.of("list", List.of(1, Map.of("k.x", "v")), "text", "t");
        LogEvent event = event().put("s", "a\"\\\n\u0000é\uD83D\uDE00")
                .put("l", 9_007_199_254_740_993L)
                .put("big", new BigInteger("123456789012345678901234567890"))
                .put("dec", new BigDecimal("1.10"))
                .put("d", 0.5)
                .put("t", true)
                .put("n", null)
                .put("o", nested)
                .build();
        assertThat(event.text("s")).contains("a\"\\\n\u0000é\uD83D\uDE00");
        assertThat(event.number("l")).contains(new BigDecimal("9007199254740993"));
        assertThat(event.number("big")).contains(new BigDecimal("123456789012345678901234567890"));
        assertThat(event.text("dec")).contains("1.10");
        assertThat(event.text("t")).contains("true");
        assertThat(event.has("n")).isTrue();
        assertThat(event.text("n")).isEmpty();
        assertThat(event.value(Path.of("n"))).isEmpty();
        assertThat(event.text("o.text")).contains("t");
        assertThat(event.text("o.list[1].k\\.x")).contains("v");
        assertThat(event.text("o.list[1]")).contains("{\"k.x\":\"v\"}");
        assertThat(event.text("o.list[2]")).isEmpty();
        assertThat(event.text("o.none.deeper")).isEmpty();
        assertThat(event.text("s.deeper")).isEmpty();
        assertThat(event.value(Path.of("o")))
                .contains(nested.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                e -> e.getKey().equals("list") ? List.of(1L, Map.of("k.x", "v")) : "t")));
        assertThat(event.toMap().keySet()).containsExactly("s", "l", "big", "dec", "d", "t", "n", "o");
        assertThat(event.attributes()).containsEntry("region", "ap-guangzhou");
    }

    @Test
    @DisplayName("A number that is text counts, and what is no number does not")
    void numbers() {
        LogEvent event = event().put("a", " 0.003 ")
                .put("b", "x")
                .put("c", "1e400000000")
                .build();
        assertThat(event.number("a")).contains(new BigDecimal("0.003"));
        assertThat(event.number("b")).isEmpty();
        assertThat(event.number("c")).isPresent();
        assertThat(event.number("none")).isEmpty();
        byte[] beyond = "{\"n\":1e99999999999}".getBytes(UTF_8);
        LogEvent odd = event().put("o", FieldType.OBJECT, beyond, 0, beyond.length, false)
                .build();
        assertThat(odd.toMap()).containsEntry("o", Map.of("n", "1e99999999999"));
        assertThat(odd.number("o.n")).isEmpty();
    }

    @Test
    @DisplayName(
            "A name that comes twice in a nested object gets a number, so that the map of an event has both values")
    void namesTwice() {
        byte[] twice = "{\"a\":1,\"a\":2,\"a#2\":3,\"a\":{\"b\":4,\"b\":5}}".getBytes(UTF_8);
        LogEvent event = event().put("o", FieldType.OBJECT, twice, 0, twice.length, false)
                .build();
        assertThat(event.toMap())
                .containsEntry("o", Map.of("a", 1L, "a#2", 2L, "a#2#2", 3L, "a#3", Map.of("b", 4L, "b#2", 5L)));
    }

    @Test
    @DisplayName("Setting a field again replaces it in its place, however many there are")
    void replaces() {
        LogEvent.Builder builder = event();
        for (int i = 0; i < 100; i++) {
            builder.put("f" + i, i);
        }
        for (int i = 99; i >= 0; i--) {
            assertThat(builder.has("f" + i)).isTrue();
            builder.put("f" + i, -i);
        }
        LogEvent event = builder.build();
        assertThat(event.size()).isEqualTo(100);
        assertThat(event.names().get(57)).isEqualTo("f57");
        assertThat(event.number("f57")).contains(new BigDecimal("-57"));
        assertThat(builder.has("g")).isFalse();
    }

    @Test
    @DisplayName("An event made of another keeps record, index and time; fields only on demand")
    void derived() {
        Instant time = Instant.ofEpochSecond(1, 2);
        LogEvent first = event().time(time).index(2, 1).put("a", 1).build();
        LogEvent second = LogEvent.builder(first).put("b", 2).build();
        assertThat(second.names()).containsExactly("b");
        assertThat(second.time()).contains(time);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(LogEvent.builder(first).putAll(first).build().toJson()).isEqualTo("{\"a\":1}");
        assertThat(first.arrival()).isEqualTo(Instant.ofEpochSecond(7));
    }

    @Test
    @DisplayName("Its JSON is JSON for any text, and lone surrogates become U+FFFD")
    void json() throws Exception {
        JsonMapper jackson = JsonMapper.builder().build();
        for (int c = 0; c <= 0xFFFF; c += c < 0x100 ? 1 : 97) {
            String text = "x" + (char) c + "y";
            LogEvent event = event().put(text, List.of(text)).build();
            String expected = Character.isSurrogate((char) c) ? "x\uFFFDy" : text;
            assertThat(jackson.readTree(event.toJson()).get(expected).get(0).asText())
                    .isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("Raw text bytes are escaped on the way out, escaped ones are not escaped again")
    void slices() throws Exception {
        byte[] bytes = "..\"\\\t..".getBytes(UTF_8);
        byte[] escaped = "\\u0041\\n\\\"\\/".getBytes(UTF_8);
        LogEvent event = event().put("raw", FieldType.STRING, bytes, 2, 3, false)
                .put("escaped", FieldType.STRING, escaped, 0, escaped.length, true)
                .build();
        assertThat(event.text("raw")).contains("\"\\\t");
        assertThat(event.text("escaped")).contains("A\n\"/");
        var tree = JsonMapper.builder().build().readTree(event.toJson());
        assertThat(tree.get("raw").asText()).isEqualTo("\"\\\t");
        assertThat(tree.get("escaped").asText()).isEqualTo("A\n\"/");
        List<byte[]> seen = new ArrayList<>();
        event.visit((name, type, array, offset, length, isEscaped) -> seen.add(array));
        assertThat(seen.get(0)).isSameAs(bytes);
        assertThatThrownBy(() -> event().put("x", FieldType.STRING, bytes, 6, 3, false))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> event().put("x", new Object())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("Its JSON is one line, however the record was laid out")
    void oneLine() {
        byte[] pretty = "{\r\n  \"a\": [\n\t1,\n\n 2\n],\n \"b\": \"x\\n y\"\n}".getBytes(UTF_8);
        LogEvent event = event().put("o", FieldType.OBJECT, pretty, 0, pretty.length, false)
                .build();
        assertThat(event.toJson()).isEqualTo("{\"o\":{\"a\": [1,2],\"b\": \"x\\n y\"}}");
    }

    @Test
    @DisplayName("Nothing of the payload is in its text form")
    void text() {
        assertThat(event().put("password", "hunter2").build().toString())
                .isEqualTo("event 0 of kafka://t/0@42 (1 fields)");
        assertThat(RECORD.toString()).isEqualTo("kafka://t/0@42 (9 bytes)");
        byte[] secret = "hunter2".getBytes(UTF_8);
        RejectedRecord rejected = RejectedRecord.part(RECORD, 1, Stage.DECODE, "why", secret);
        assertThat(rejected.toString()).isEqualTo("kafka://t/0@42 part 1 rejected at DECODE: why");
        Arrays.fill(secret, (byte) 0);
        assertThat(new String(rejected.bytes(), UTF_8)).isEqualTo("hunter2");
    }
}
