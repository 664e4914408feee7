package io.crosslog.decode;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.crosslog.model.FieldType;
import io.crosslog.model.LogEvent;
import io.crosslog.spi.DecodeException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JsonDecoderTest {

    private static final ObjectMapper JACKSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private final JsonDecoder decoder = JsonDecoder.create();

    @Test
    @DisplayName("An object is one event whose fields keep order, literals and nesting")
    void object() throws Exception {
        String json = "{\"b\":1.50e3,\"a\":\"x\",\"o\":{ \"k\":[1, 2]},\"n\":null,\"t\":true,\"\":0}";
        LogEvent event = Heard.of(decoder, json).events.get(0);
        assertThat(event.names()).containsExactly("b", "a", "o", "n", "t", "");
        assertThat(event.text("b")).contains("1.50e3");
        assertThat(event.text("o.k[1]")).contains("2");
        assertThat(event.text("n")).isEmpty();
        assertThat(event.toJson()).isEqualTo(json);
    }

    @Test
    @DisplayName(
            "An event with siblings is made of its own bytes, one alone of the whole record, and ids tell of the whole one")
    void parts() throws Exception {
        Map<String, List<String>> made = Map.of(
                "[{\"a\":1} ,[ {\"b\":2}, 3] ]", List.of("{\"a\":1}", "{\"b\":2}"),
                "{\"a\":1}\n {\"b\":2}\n", List.of("{\"a\":1}", "{\"b\":2}"),
                "{\"a\":broken}\n{\"b\":2}", List.of("{\"b\":2}"),
                "[{\"a\":\"tab\there\"}]", List.of("{\"a\":\"tab\there\"}"),
                " {\"a\":1}\n", List.of(" {\"a\":1}\n"));
        for (Map.Entry<String, List<String>> each : made.entrySet()) {
            Heard heard = Heard.of(JsonDecoder.create(), each.getKey());
            assertThat(heard.events)
                    .extracting(event -> new String(event.record().copyBytes(), UTF_8))
                    .containsExactlyElementsOf(each.getValue());
            CRC32C crc = new CRC32C();
            crc.update(each.getKey().getBytes(UTF_8));
            assertThat(heard.events)
                    .extracting(event -> event.record().checksum())
                    .containsOnly((int) crc.getValue());
        }
        byte[] wide = "[{\"a\":\"é\"}]".getBytes(UTF_16LE);
        assertThat(Heard.of(JsonDecoder.builder().charset(UTF_16LE).build(), wide).events)
                .extracting(event -> new String(event.record().copyBytes(), UTF_8))
                .containsExactly("{\"a\":\"é\"}");
    }

    @Test
    @DisplayName("An array is one event for each element, and an element that is no object is rejected alone")
    void array() throws Exception {
        Heard heard = Heard.of(decoder, " [ {\"a\":1}, 7, \"x\", [{\"b\":2}], {\"c\":3} ] ");
        assertThat(heard.json()).containsExactly("{\"a\":1}", "{\"b\":2}", "{\"c\":3}");
        assertThat(heard.rejected).containsExactly("7", "\"x\"");
    }

    @Test
    @DisplayName("Several values are one event each, and a broken line costs that line")
    void lines() throws Exception {
        Heard heard = Heard.of(decoder, "{\"a\":1}\n{\"a\":\n{\"a\":3}{\"a\":4}\n\n{\"a\":5");
        assertThat(heard.json()).containsExactly("{\"a\":1}", "{\"a\":3}", "{\"a\":4}");
        assertThat(heard.rejected).containsExactly("{\"a\":\n", "{\"a\":5");
    }

    @Test
    @DisplayName("Lines inside a broken object are no events, and a broken first line costs that line")
    void brokenOverLines() throws Exception {
        assertThatThrownBy(() -> Heard.of(decoder, "{\"a\":[\n{\"b\":1},\n{\"c\":2},\n"))
                .isInstanceOf(DecodeException.class);
        Heard heard = Heard.of(decoder, "{\"a\":tru}\n{\"b\":1}\n");
        assertThat(heard.json()).containsExactly("{\"b\":1}");
        assertThat(heard.rejected).containsExactly("{\"a\":tru}\n");
    }

    @Test
    @DisplayName("What is broken as a whole is an error that says where")
    void broken() {
        for (String bad : new String[] {
            "{",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":01}",
            "{\"a\":1,}",
            "[1,]",
            "[",
            "{\"a\":tru}",
            "{\"a\":\"\\x\"}",
            "{\"a\":1 \"b\":2}",
            "{\"a\":\"\\u12g4\"}",
            "{\"a\":.5}",
            "{\"a\":1.}",
            "{\"a\":-}",
            "{\"a\":NaN}",
            "nul",
            "{'a':1}",
            "{\"a\":\"x",
            "{\"a\":\"\\"
        }) {
            assertThatThrownBy(() -> Heard.of(decoder, bad))
                    .as(bad)
                    .isInstanceOf(DecodeException.class)
                    .hasMessageMatching("not JSON: .* \\(byte \\d+\\)");
        }
        assertThatThrownBy(() -> Heard.of(decoder, "  ")).hasMessage("the record is empty");
    }

    @Test
    @DisplayName("A name that comes twice gets a number, so that no value is lost")
    void duplicates() throws Exception {
        Heard heard = Heard.of(decoder, "{\"a\":1,\"a\":2,\"a#2\":3,\"a\":4}");
        assertThat(heard.json()).containsExactly("{\"a\":1,\"a#2\":2,\"a#2#2\":3,\"a#3\":4}");
        assertThat(heard.counted).hasSize(3).containsOnly("duplicate-name");
    }

    @Test
    @DisplayName("Lone surrogates and raw control characters are mended, counted, and pairs stay")
    void mended() throws Exception {
        Heard heard = Heard.of(decoder, "{\"a\":\"x\\ud800y\\ud83d\\ude00\tz\\\\\",\"o\":{\"k\":\"\\udc00\u0000\"}}");
        LogEvent event = heard.events.get(0);
        assertThat(event.text("a")).contains("x\uFFFDy\uD83D\uDE00\tz\\");
        assertThat(event.text("o.k")).contains("\uFFFD\u0000");
        assertThat(heard.counted).containsExactly("json-repaired");
        assertThat(JACKSON.readTree(event.toJson()).get("o").get("k").asText()).isEqualTo("\uFFFD\u0000");
    }

    @Test
    @DisplayName("Invalid UTF-8 becomes U+FFFD and is counted; a byte order mark is dropped")
    void invalidUtf8() throws Exception {
        byte[] bad = "\uFEFF{\"a\":\"?x\"}".getBytes(UTF_8);
        bad[3 + 6] = (byte) 0xFF;
        Heard heard = Heard.of(decoder, bad);
        assertThat(heard.events.get(0).text("a")).contains("\uFFFDx");
        assertThat(heard.counted).containsExactly("invalid-utf8");
    }

    @Test
    @DisplayName("Another charset is converted")
    void charset() throws Exception {
        Charset gbk = Charset.forName("GBK");
        Heard heard = Heard.of(JsonDecoder.builder().charset(gbk).build(), "{\"名\":\"攻击\"}".getBytes(gbk));
        assertThat(heard.json()).containsExactly("{\"名\":\"攻击\"}");
    }

    @Test
    @DisplayName("Depth, fields and events are bounded")
    void bounds() throws Exception {
        assertThat(Heard.of(decoder, "{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}").events)
                .hasSize(1);
        assertThatThrownBy(() -> Heard.of(decoder, "{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}"))
                .hasMessageContaining("more than 64");
        assertThatThrownBy(() -> Heard.of(decoder, "[".repeat(1_000_000))).hasMessageContaining("more than 64");
        assertThatThrownBy(() -> Heard.of(JsonDecoder.builder().maxFields(2).build(), "{\"a\":1,\"b\":2,\"c\":3}"))
                .hasMessageContaining("more than 2 fields");
        assertThatThrownBy(() -> Heard.of(JsonDecoder.builder().maxEvents(2).build(), "[{},{},{}]"))
                .hasMessageContaining("more than 2 events");
        assertThatThrownBy(() -> Heard.of(decoder, "{\"a\":" + "1".repeat(1_001) + "}"))
                .hasMessageContaining("number");
    }

    @Test
    @DisplayName("Ten thousand members of one name take time in proportion")
    void manyDuplicates() throws Exception {
        String json = "{" + "\"a\":1,".repeat(9_999) + "\"a\":1}";
        assertThat(Heard.of(decoder, json).events.get(0).size()).isEqualTo(10_000);
    }

    @Test
    @DisplayName("Whatever random bytes come, it agrees with Jackson on what is JSON and what it says")
    void agreesWithJackson() throws Exception {
        Random random = new Random(42);
        String seed =
                "{\"a\":\"x\\n\\u00e9\\ud83d\\ude00\",\"b\":[1,-2.5e+3,true,null,{\"c\":\"攻击\"}],\"d\":{\"e\":false}}";
        byte[] valid = seed.getBytes(UTF_8);
        int accepted = 0;
        for (int round = 0; round < 60_000; round++) {
            byte[] mutant = valid.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                mutant[random.nextInt(mutant.length)] =
                        random.nextBoolean() ? valid[random.nextInt(valid.length)] : (byte) random.nextInt(0x20, 0x7F);
            }
            byte[] cut = random.nextInt(10) == 0 ? Arrays.copyOf(mutant, random.nextInt(mutant.length)) : mutant;
            if (!Utf8.isValid(cut, 0, cut.length)) {
                continue;
            }
            JsonNode expected = jackson(cut);
            JsonNode actual = ours(cut);
            if (expected != null) {
                accepted++;
                assertThat(actual).as(new String(cut, UTF_8)).isEqualTo(expected);
            } else {
                assertThat(actual).as(new String(cut, UTF_8)).isNull();
            }
        }
        assertThat(accepted).isGreaterThan(2_000);
    }

    private static JsonNode jackson(byte[] bytes) {
        try (var parser = JACKSON.createParser(bytes)) {
            JsonNode node = JACKSON.readTree(parser);
            boolean whole = node != null && parser.nextToken() == null;
            boolean clean =
                    whole && node.isObject() && !node.toString().contains("\uFFFD") && noLoneSurrogate(node.toString());
            return clean ? node : null;
        } catch (java.io.IOException e) {
            return null;
        }
    }

    private static boolean noLoneSurrogate(String s) {
        return UTF_8.newEncoder().canEncode(s);
    }

    private JsonNode ours(byte[] bytes) throws Exception {
        try {
            Heard heard = Heard.of(decoder, bytes);
            boolean clean = heard.events.size() == 1 && heard.rejected.isEmpty() && heard.counted.isEmpty();
            return clean ? JACKSON.readTree(heard.events.get(0).toJson()) : null;
        } catch (DecodeException | JsonProcessingException e) {
            return null;
        }
    }

    @Test
    @DisplayName("Slices point into the record, so nothing is copied")
    void slices() throws Exception {
        LogEvent event = Heard.of(decoder, "{\"a\":\"xy\"}").events.get(0);
        event.visit((name, type, bytes, offset, length, escaped) -> {
            assertThat(bytes).isSameAs(event.record().array());
            assertThat(type).isEqualTo(FieldType.STRING);
            assertThat(new String(bytes, offset, length, UTF_8)).isEqualTo("xy");
            assertThat(escaped).isFalse();
        });
    }
}
