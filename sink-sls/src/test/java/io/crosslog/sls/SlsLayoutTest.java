package io.crosslog.sls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.crosslog.model.FieldType;
import io.crosslog.model.LogEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SlsLayoutTest {

    private static final SlsLayout TOP = Encoded.bare(SlsLayout.topLevel());
    private static final SlsLayout FLAT = Encoded.bare(SlsLayout.flat());

    private static Map<String, String> fields(SlsLayout layout, Consumer<LogEvent.Builder> event) throws Exception {
        return Encoded.fields(layout, Events.event(1, event));
    }

    private static LogEvent.Builder putJson(LogEvent.Builder b, String name, FieldType type, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return b.put(name, type, bytes, 0, bytes.length, type == FieldType.STRING);
    }

    @Test
    @DisplayName("An event without fields is a log with an empty content, or with the fields of crosslog's own")
    void noFields() throws Exception {
        assertThat(fields(TOP, b -> {})).containsExactly(entry("content", ""));
        assertThat(fields(SlsLayout.topLevel(), b -> {}))
                .containsOnlyKeys("crosslog_id", "crosslog_arrival", "crosslog_origin");
    }

    @Test
    @DisplayName(
            "The flat layout joins names, keeps arrays, empty objects and unmapped as JSON, and numbers as they stand")
    void flat() throws Exception {
        assertThat(fields(FLAT, b -> {
                    putJson(
                            b,
                            "src_endpoint",
                            FieldType.OBJECT,
                            " { \"ip\" : \"192.0.2.1\", \"port\":0443 , \"geo\":{\"a\\u0062\": 1.50e3}}");
                    putJson(b, "observables", FieldType.ARRAY, "[{\"name\":\"x\"}]");
                    putJson(b, "empty", FieldType.OBJECT, "{ }");
                    putJson(b, "unmapped", FieldType.OBJECT, "{\"a\":1}");
                    putJson(b, "flag", FieldType.BOOLEAN, "true");
                }))
                .containsExactly(
                        entry("src_endpoint_ip", "192.0.2.1"),
                        entry("src_endpoint_port", "0443"),
                        entry("src_endpoint_geo_ab", "1.50e3"),
                        entry("observables", "[{\"name\":\"x\"}]"),
                        entry("empty", "{ }"),
                        entry("unmapped", "{\"a\":1}"),
                        entry("flag", "true"));
    }

    @Test
    @DisplayName("What lies deeper than the set depth, and what is no JSON, stays one text")
    void depth() throws Exception {
        assertThat(fields(FLAT.depth(2).keepingJson(), b -> {
                    putJson(b, "a", FieldType.OBJECT, "{\"b\":{\"c\":1}}");
                    putJson(b, "broken", FieldType.OBJECT, "{\"x\":1,\"y\":}");
                    putJson(b, "cut", FieldType.OBJECT, "{\"x\":1,\"y\":\"zzz");
                    putJson(b, "unmapped", FieldType.OBJECT, "{\"a\":1}");
                }))
                .containsExactly(
                        entry("a_b", "{\"c\":1}"),
                        entry("broken", "{\"x\":1,\"y\":}"),
                        entry("cut", "{\"x\":1,\"y\":\"zzz"),
                        entry("unmapped_a", "1"));
    }

    @Test
    @DisplayName("A null is an empty text, nothing, or the word")
    void nulls() throws Exception {
        Consumer<LogEvent.Builder> event =
                b -> b.put("a", null).put("b", "").put("c", Collections.singletonMap("d", null));
        assertThat(fields(FLAT, event)).containsExactly(entry("a", ""), entry("b", ""), entry("c_d", ""));
        assertThat(fields(FLAT.nulls(SlsLayout.Nulls.OMIT), event)).containsExactly(entry("b", ""));
        assertThat(fields(FLAT.nulls(SlsLayout.Nulls.LITERAL), event))
                .containsExactly(entry("a", "null"), entry("b", ""), entry("c_d", "null"));
    }

    @Test
    @DisplayName(
            "Names that SLS does not allow become keys that it does, and are told; a field with its own name keeps it")
    void names() throws Exception {
        Map<String, String> fields = fields(TOP, b -> b.put("user-agent", 1)
                .put("__SOURCE__", 2)
                .put("__time__", 3)
                .put("0day", 4)
                .put("a.b", 5)
                .put("a_b", 6)
                .put("源地址", 7)
                .put("目标址", 8)
                .put("crosslog_names", 9)
                .put("x".repeat(128), 10)
                .put("x".repeat(129), 11));

        assertThat(fields)
                .containsEntry("user_agent", "1")
                .containsEntry("log__SOURCE__", "2")
                .containsEntry("log__time__", "3")
                .containsEntry("_0day", "4")
                .containsEntry("a_b", "6")
                .containsEntry("x".repeat(128), "10");
        String names = fields.get("crosslog_names");
        assertThat(names)
                .contains("\"user_agent\":\"user-agent\"", "\"log__SOURCE__\":\"__SOURCE__\"", ":\"源地址\"", ":\"目标址\"");
        assertThat(names).doesNotContain("\"a_b\":");
        assertThat(fields.keySet()).allMatch(key -> key.matches("[A-Za-z_][A-Za-z0-9_]{0,127}"));
        assertThat(fields.values()).contains("5", "7", "8", "9", "11");
        assertThat(fields).hasSize(12);
    }

    @Test
    @DisplayName("With any characters allowed, names of the service's own still become others, of at most 128 bytes")
    void reservedWithAnyCharacters() throws Exception {
        Map<String, String> fields = fields(TOP.anyKeyCharacters(), b -> b.put("__tag__:__path__", 1)
                .put("__TAG__:__client_ip__", 2)
                .put("__Topic__", 3)
                .put("__tag__:" + "x".repeat(120), 4)
                .put("a.b:c", 5));

        assertThat(fields)
                .containsEntry("log__tag__:__path__", "1")
                .containsEntry("log__TAG__:__client_ip__", "2")
                .containsEntry("log__Topic__", "3")
                .containsEntry("a.b:c", "5")
                .hasSize(6);
        assertThat(fields.keySet()).allMatch(key -> key.length() <= 128).noneMatch(key -> key.toLowerCase(Locale.ROOT)
                .startsWith("__tag__:"));
        assertThat(fields.get("crosslog_names")).contains("\"log__tag__:__path__\":\"__tag__:__path__\"");
    }

    @Test
    @DisplayName("An object whose name leaves a member's key no room stays JSON text, so that the name is told once")
    void longObjectName() throws Exception {
        String most = "n".repeat(126);
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 5_000; i++) {
            json.append(i == 0 ? "" : ",").append("\"m").append(i).append("\":1");
        }
        String object = json.append('}').toString();
        String endless = "x".repeat(100_000);
        Map<String, String> fields = fields(FLAT, b -> {
            putJson(b, most, FieldType.OBJECT, "{\"m\":1,\"long\":2}");
            putJson(b, most + "n", FieldType.OBJECT, "{\"m\":1}");
            putJson(b, "o", FieldType.OBJECT, "{\"" + "y".repeat(126) + "\":{\"m\":1},\"a\":1}");
            putJson(b, endless, FieldType.OBJECT, object);
        });
        assertThat(fields)
                .containsEntry(most + "_m", "1")
                .containsEntry(most + "n", "{\"m\":1}")
                .containsEntry("o_" + "y".repeat(126), "{\"m\":1}")
                .containsEntry("o_a", "1")
                .hasSize(7);
        assertThat(fields.values()).contains(object, "2");
        assertThat(fields.values().stream().mapToInt(String::length).sum())
                .isLessThan(2 * (object.length() + endless.length()));
        assertThat(SlsIndex.builder(FLAT)
                        .field(most + "n.m", SlsIndex.Type.LONG)
                        .build()
                        .toJson())
                .contains("\"" + most + "n\":{\"type\":\"json\"");
    }

    @Test
    @DisplayName("Names made to share one hash cost no more than others")
    void collidingNames() {
        int names = 1 << 16;
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < names; i++) {
            json.append(i == 0 ? "\"" : ",\"");
            for (int bit = 0; bit < 16; bit++) {
                json.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            json.append("\":1");
        }
        assertThat("AaBB").hasSameHashCodeAs("BBAa");
        LogEvent event = Events.event(1, b -> putJson(b, "o", FieldType.OBJECT, json + "}"));

        Map<String, String> fields =
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Encoded.fields(FLAT, event));
        assertThat(fields).hasSize(names);
    }

    @Test
    @DisplayName("Long names are forgotten before they fill the memory, and their keys do not change")
    void longNames() {
        KeyTable table = new KeyTable(FLAT);
        Name parent = table.top("o");
        byte[] name = "n".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        Name first = table.member(parent, name, 0, name.length);
        assertThat(table.member(parent, name, 0, name.length)).isSameAs(first);
        for (int i = 1; i <= 4; i++) {
            table.member(parent, name, 0, name.length - i);
        }
        table.trim();

        assertThat(table.top("o")).isNotSameAs(parent);
        Name again = table.member(table.top("o"), name, 0, name.length);
        assertThat(again).isNotSameAs(first);
        assertThat(again.key.text).isEqualTo(first.key.text);
    }

    @Test
    @DisplayName("Which key a field gets in a clash does not depend on the order of the fields")
    void order() throws Exception {
        List<String> names = Arrays.asList("a.b", "a_b", "a-b", "a b", "__TIME__", "__time__");
        Map<String, String> first = fields(TOP, b -> names.forEach(n -> b.put(n, n)));
        Collections.reverse(names);
        Map<String, String> second = fields(TOP, b -> names.forEach(n -> b.put(n, n)));
        first.remove("crosslog_names");
        second.remove("crosslog_names");
        assertThat(second).containsExactlyInAnyOrderEntriesOf(first);
        assertThat(first).containsEntry("a_b", "a_b").hasSize(6);
    }

    @Test
    @DisplayName("A name that comes twice in one object keeps both values")
    void twice() throws Exception {
        StringBuilder json = new StringBuilder("{\"k\":0");
        for (int i = 1; i < 20_000; i++) {
            json.append(",\"k\":").append(i);
        }
        Map<String, String> fields = fields(FLAT, b -> putJson(b, "o", FieldType.OBJECT, json + "}"));
        assertThat(fields.values()).contains("0", "1", "19999");
        assertThat(fields).hasSize(20_001);
    }

    @Test
    @DisplayName("Text loses its escapes, invalid bytes and lone surrogates become U+FFFD, NUL its escape")
    void text() throws Exception {
        byte[] invalid = {'a', (byte) 0xC0, (byte) 0x80, 'b', 0, (byte) 0xE6, (byte) 0x97};
        assertThat(fields(TOP, b -> {
                    putJson(
                            b,
                            "escapes",
                            FieldType.STRING,
                            "\\\"\\\\\\/\\b\\f\\n\\r\\t\\u65e5\\ud83d\\ude00\\uD83Dx\\ude00\\u0000\\q\\u12");
                    b.put("invalid", FieldType.STRING, invalid, 0, invalid.length, false);
                    putJson(b, "json", FieldType.OBJECT, "{\"a\":\"\\ud83d\\n\"}");
                }))
                .containsExactly(
                        entry("escapes", "\"\\/\b\f\n\r\t日😀\uFFFDx\uFFFD\\u0000\\q\\u12"),
                        entry("invalid", "a\uFFFD\uFFFDb\\u0000\uFFFD"),
                        entry("json", "{\"a\":\"\\ud83d\\n\"}"));
    }

    @Test
    @DisplayName("Own fields can be renamed and left out, but not given keys that SLS does not allow")
    void ownKeys() throws Exception {
        assertThat(fields(
                        SlsLayout.topLevel().idKey("id").arrivalKey("").originKey("from"), b -> b.put("id", "theirs")))
                .containsEntry("from", "kafka://waf/0@1")
                .doesNotContainKeys("crosslog_arrival", "crosslog_id")
                .hasSize(4);
        assertThatThrownBy(() -> SlsLayout.flat().idKey("__time__")).hasMessageContaining("'__time__' is no key");
        assertThatThrownBy(() -> SlsLayout.flat().idKey("a-b")).hasMessageContaining("is no key");
        assertThatThrownBy(() -> SlsLayout.flat().idKey("crosslog_origin")).hasMessageContaining("two of");
        assertThatThrownBy(() -> SlsLayout.topLevel().depth(3)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("Keys do not change when more names have passed than are remembered")
    void manyNames() throws Exception {
        SlsEncoding encoding = Encoded.encoding(TOP);
        try (Workspace workspace = new Workspace(TOP, new NoCompressor())) {
            LogEncoder encoder = new LogEncoder(encoding, workspace);
            workspace.group.begin(new byte[0]);
            for (int i = 0; i < 400; i++) {
                int number = i;
                LogEvent event = Events.event(i, b -> {
                    b.put("stable.name", number);
                    for (int f = 0; f < 100; f++) {
                        b.put("name-" + number + "-" + f, f);
                    }
                });
                assertThat(encoder.prepare(event, 0, Instant.now())).isNull();
                assertThat(workspace.layout.contents().key(0).text).isEqualTo("stable_name");
                assertThat(workspace.layout.contents().count()).isEqualTo(102);
            }
        }
    }
}
