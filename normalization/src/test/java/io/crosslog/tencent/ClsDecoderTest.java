package io.crosslog.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.model.LogEvent;
import io.crosslog.spi.Normalizer;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The CLS decoder")
class ClsDecoderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"__TAG__\":{\"env\":\"prod\",\"n\":200},\"b\":2}",
                "{\"a\":1,\"__TAG__.env\":\"prod\",\"b\":2,\"__TAG__.n\":200}",
                "{\"a\":1,\"__TAG__\":\"{\\\"env\\\":\\\"prod\\\",\\\"n\\\":200}\",\"b\":2}",
                "{\"a\":1,\"__TAG__\":{\"env\":\"prod\"},\"__TAG__.n\":200,\"b\":2}",
            })
    @DisplayName("gives one form of tags, however they are tiled and escaped")
    void tags(String record) {
        assertThat(one(record)).isEqualTo("{\"a\":1,\"__TAG__\":{\"env\":\"prod\",\"n\":200},\"b\":2}");
    }

    @Test
    @DisplayName("numbers a tag that comes nested and tiled")
    void tagTwice() {
        assertThat(one("{\"__TAG__\":{\"a\":1},\"__TAG__.a\":2}")).isEqualTo("{\"__TAG__\":{\"a\":1,\"a#2\":2}}");
        assertThat(one("{\"__TAG__.a\":1,\"__TAG__.a#2\":2,\"__TAG__\":\"{\\\"a\\\":3}\"}"))
                .isEqualTo("{\"__TAG__\":{\"a\":1,\"a#2\":2,\"a#3\":3}}");
    }

    @Test
    @DisplayName("does not take a byte beyond ASCII for the brace that it resembles")
    void highByte() {
        Parsed parsed = Parsers.parse(
                ClsDecoder.create(), Normalizer.none(), new byte[] {(byte) 0xFB, '"', 'a', '"', ':', '1', '}'});
        assertThat(parsed.rejected()).isEmpty();
        assertThat(parsed.events()).singleElement().satisfies(e -> assertThat(e.text("content"))
                .contains("\uFFFD\"a\":1}"));
    }

    @Test
    @DisplayName("leaves a tag field that is no object as it is, beside tiled ones")
    void foreignTags() {
        String record = "{\"__TAG__\":\"prod\",\"__TAG__.n\":1,\"__TAG__.\":2}";
        assertThat(one(record)).isEqualTo(record);
    }

    @Test
    @DisplayName("keeps the names of metadata, the types of values, and text that holds JSON")
    void metadata() {
        String record = "{\"__SOURCE__\":\"192.0.2.1\",\"__TIMESTAMP__\":1598584038000,\"status\":\"200\",\"n\":7,"
                + "\"b\":\"{\\\"b1\\\":\\\"x\\\"}\"}";
        assertThat(one(record)).isEqualTo(record);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"plain text", "42", "\"quoted\"", "[2025-01-01 00:00:00] a bracket", "[1,2,3]", "true", "<a/>"})
    @DisplayName("takes what is no object for raw content")
    void raw(String record) {
        Parsed parsed = Parsers.parse(ClsDecoder.create(), Normalizer.none(), record);
        assertThat(parsed.rejected()).isEmpty();
        assertThat(parsed.events()).singleElement().satisfies(e -> assertThat(e.text("content"))
                .contains(record));
    }

    @Test
    @DisplayName("makes an event of each object of an array, and rejects siblings that are none")
    void array() {
        Parsed parsed = Parsers.parse(ClsDecoder.create(), Normalizer.none(), "[{\"a\":1},7,{\"__TAG__.x\":\"y\"}]");
        assertThat(parsed.events())
                .extracting(LogEvent::toJson)
                .containsExactly("{\"a\":1}", "{\"__TAG__\":{\"x\":\"y\"}}");
        assertThat(parsed.rejected()).singleElement().satisfies(r -> {
            assertThat(new String(r.bytes(), StandardCharsets.UTF_8)).isEqualTo("7");
            assertThat(r.index()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n\t ", "\uFEFF", "{\"a\":\"b", "{\"a\":1", "{\"a\":1}}", "{a:1}", "{"})
    @DisplayName("rejects a record that is empty or begins an object that does not end")
    void rejected(String record) {
        Parsed parsed = Parsers.parse(ClsDecoder.create(), Normalizer.none(), record);
        assertThat(parsed.rejected()).isNotEmpty();
        assertThat(parsed.rejected().get(0).reason()).isNotBlank();
    }

    @Test
    @DisplayName("says where truncated JSON ends")
    void truncated() {
        Parsed parsed = Parsers.parse(ClsDecoder.create(), Normalizer.none(), "{\"a\":\"bcd");
        assertThat(parsed.rejected().get(0).reason()).contains("byte").contains("ends inside a string");
    }

    @Test
    @DisplayName("drops a BOM and replaces invalid UTF-8, counted")
    void bytes() {
        byte[] record = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '{', '"', 'a', '"', ':', '"', (byte) 0xFF, '"', '}'};
        Parsed parsed = Parsers.parse(ClsDecoder.create(), Normalizer.none(), record);
        assertThat(parsed.events()).singleElement().satisfies(e -> assertThat(e.text("a"))
                .contains("\uFFFD"));
        assertThat(parsed.counted()).containsEntry("invalid-utf8", 1L);
    }

    @Test
    @DisplayName("keeps names that come twice")
    void duplicates() {
        assertThat(one("{\"a\":1,\"a\":2}")).isEqualTo("{\"a\":1,\"a#2\":2}");
    }

    @Test
    @DisplayName("keeps numbers beyond any exponent, and they can be asked for")
    void numbers() {
        String record = "{\"n\":1e99999999999,\"o\":[-1e-99999999999]}";
        LogEvent event = Parsers.parse(ClsDecoder.create(), Normalizer.none(), record)
                .events()
                .get(0);
        assertThat(event.toJson()).isEqualTo(record);
        assertThat(event.toMap()).containsEntry("n", "1e99999999999");
        assertThat(event.number("n")).isEmpty();
        assertThat(event.text("o[0]")).contains("-1e-99999999999");
    }

    @Test
    @DisplayName("reads another charset")
    void charset() {
        byte[] record = "{\"a\":\"你好\"}".getBytes(StandardCharsets.UTF_16);
        Parsed parsed = Parsers.parse(
                ClsDecoder.builder().charset(StandardCharsets.UTF_16).build(), Normalizer.none(), record);
        assertThat(parsed.events()).singleElement().satisfies(e -> assertThat(e.text("a"))
                .contains("你好"));
    }

    @Test
    @DisplayName("bounds depth, fields and events")
    void bounds() {
        String deep = "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}";
        String wide = "{\"a\":1,\"b\":2,\"c\":3}";
        assertThat(Parsers.parse(ClsDecoder.create(), Normalizer.none(), deep).rejected())
                .hasSize(1);
        assertThat(Parsers.parse(ClsDecoder.builder().maxFields(2).build(), Normalizer.none(), wide)
                        .rejected())
                .hasSize(1);
        assertThatThrownBy(() -> ClsDecoder.builder().maxDepth(0)).hasMessageContaining("maxDepth");
    }

    private static String one(String record) {
        List<LogEvent> events =
                Parsers.parse(ClsDecoder.create(), Normalizer.none(), record).events();
        assertThat(events).hasSize(1);
        return events.get(0).toJson();
    }
}
