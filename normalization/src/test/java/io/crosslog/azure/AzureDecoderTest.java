package io.crosslog.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.model.LogEvent;
import io.crosslog.spi.NormalizeException;
import io.crosslog.spi.Normalizer;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The Azure decoder")
class AzureDecoderTest {

    private static final String A = "{\"time\":\"2025-03-04T05:06:07.1234567Z\",\"category\":\"A\"}";
    private static final String B = "{\"time\":\"2025-03-04T05:06:08Z\",\"category\":\"B\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"records\":[%A,%B]}",
                " \uFEFF{ \"Records\" : [ %A , %B ] }\n",
                "[%A,%B]",
                "%A\n%B",
                "%A\r\n%B\r\n",
                "%A%B",
                "%A,%B",
                "[{\"records\":[%A]},{\"records\":[%B]}]",
                "{\"records\":[{\"records\":[%A,%B]}]}",
                "{\"records\":[[%A],[%B]]}",
                "{\"records\":[%A]}\n{\"records\":[%B]}",
                "{\"RECORDS\":[%A],\"records\":[%B]}",
                "[%\"A,%\"B]",
                "{\"records\":[%\"A,%B]}",
                "%\"[%A,%B]",
            })
    @DisplayName("finds the records in every envelope, nested and mixed")
    void envelopes(String shape) {
        String text = shape.startsWith("%\"[") ? quoted("[" + A + "," + B + "]") : shape;
        text = text.replace("%\"A", quoted(A))
                .replace("%\"B", quoted(B))
                .replace("%A", A)
                .replace("%B", B);
        if (shape.startsWith(" \uFEFF")) {
            text = text.strip();
        }
        if (shape.startsWith("{\"RECORDS\"")) {
            Parsed both = parse(text);
            assertThat(both.events().get(0).text("category")).contains("A");
            assertThat(both.events().get(0).text("azure_envelope.records[0].category"))
                    .contains("B");
            return;
        }
        Parsed parsed = parse(text);
        assertThat(parsed.rejected()).isEmpty();
        assertThat(parsed.events())
                .extracting(e -> e.text("category").orElse(""))
                .containsExactly("A", "B");
        assertThat(parsed.events().get(0).time()).contains(Instant.parse("2025-03-04T05:06:07.1234567Z"));
    }

    @Test
    @DisplayName("opens a string that holds an envelope in a string")
    void doublyEncoded() {
        Parsed parsed = parse(quoted(quoted("{\"records\":" + quoted("[" + A + "]") + "}")));
        assertThat(parsed.events()).singleElement().satisfies(e -> assertThat(e.toJson())
                .isEqualTo(A));
    }

    @Test
    @DisplayName(
            "makes an event of its own bytes, opened where they were closed, so that masks and rejections see those")
    void ownBytes() throws IOException {
        String c = "{\"category\":\"C\",\"url\":\"/?sig=abcdefghijklmnop\"}";
        String clean = "{\"category\":\"C\",\"url\":\"/?sig=***\"}";
        String numbers = Arrays.toString(c.getBytes(UTF_8));
        made(("{\"records\": [" + A + " , " + c + "],\"x\":1}").getBytes(UTF_8), A, clean);
        made((A + "\n" + c + "\n").getBytes(UTF_8), A, clean);
        made((" " + c + "\n").getBytes(UTF_8), " " + clean + "\n");
        made(quoted(quoted("{\"records\":" + quoted("[" + c + "]") + "}")).getBytes(UTF_8), clean);
        made(("{\"type\":\"Buffer\",\"data\":" + numbers + "}").getBytes(UTF_8), clean);
        made(gzip(c), clean);
        made(gzip("[" + A + "," + c + "]"), A, clean);
    }

    /** Asserts which bytes the events of a payload are made of and rejected with, and that their ids tell of all of it. */
    private static void made(byte[] payload, String... own) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        Parsed parsed = Parsers.parse(AzureDecoder.create(), Normalizer.none(), payload);
        assertThat(parsed.events())
                .extracting(event -> new String(event.record().copyBytes(), UTF_8))
                .containsExactly(own);
        assertThat(parsed.events())
                .extracting(event -> event.record().checksum())
                .containsOnly((int) crc.getValue());
        Normalizer refuses = (event, out) -> {
            throw new NormalizeException("no");
        };
        assertThat(Parsers.parse(AzureDecoder.create(), refuses, payload).rejected())
                .extracting(rejected -> new String(rejected.bytes(), UTF_8))
                .containsExactly(own);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return zipped.toByteArray();
    }

    @Test
    @DisplayName("opens buffers and gzip")
    void bytes() throws IOException {
        String numbers = Arrays.toString(A.getBytes(UTF_8)).replace(" ", "");
        assertThat(parse("[{\"type\":\"Buffer\",\"data\":" + numbers + "}]").events())
                .extracting(LogEvent::toJson)
                .containsExactly(A);
        byte[] zipped = gzip("[" + A + "]");
        assertThat(parse(zipped).events()).hasSize(1);
        byte[] cut = Arrays.copyOf(zipped, zipped.length - 9);
        assertThat(parse(cut).rejected()).singleElement().satisfies(r -> assertThat(r.reason())
                .contains("gzip"));
        AzureDecoder small = AzureDecoder.builder().maxBytes(20).build();
        assertThat(Parsers.parse(small, Normalizer.none(), zipped).rejected())
                .singleElement()
                .satisfies(r -> assertThat(r.reason()).contains("more than 20 bytes"));
    }

    @Test
    @DisplayName("gives each event the members beside the list, whether they stand before or behind it")
    void beside() {
        Parsed parsed = parse("{\"v\":1,\"records\":[" + A + "," + B + "],\"next\":{\"x\":\"]}\"}}");
        assertThat(parsed.rejected()).isEmpty();
        assertThat(parsed.events())
                .extracting(e -> e.text("azure_envelope").orElse(""))
                .containsExactly("{\"v\":1,\"next\":{\"x\":\"]}\"}}", "{\"v\":1,\"next\":{\"x\":\"]}\"}}");
        assertThat(parse("{\"records\":[" + A + "],\"n\":7}").events().get(0).toJson())
                .isEqualTo(A.replace("}", ",\"azure_envelope\":{\"n\":7}}"));
    }

    @Test
    @DisplayName("takes a record for what it is although it has a list called records")
    void recordWithRecords() {
        String record = "{\"category\":\"X\",\"records\":[{\"a\":1}]}";
        assertThat(parse(record).events()).extracting(LogEvent::toJson).containsExactly(record);
        String last = "{\"records\":3,\"a\":1}";
        assertThat(parse(last).events()).extracting(LogEvent::toJson).containsExactly(last);
    }

    @Test
    @DisplayName("filters empty envelopes and page markers by name, and drops nothing else in silence")
    void filtered() {
        assertThat(parse("{\"records\":[]}").filtered()).containsOnlyKeys("empty-envelope");
        assertThat(parse("[]").filtered()).containsOnlyKeys("empty-envelope");
        assertThat(parse("{}").filtered()).containsOnlyKeys("empty-record");
        assertThat(parse("{\"a\":[],\"b\":[1]}").events()).hasSize(1);
        Parsed paged = parse("{\"records\":[" + A + "]}{\"correlationId\":\"c\",\"pageNumber\":0,\"isEnd\":true}}]}");
        assertThat(paged.events()).hasSize(1);
        assertThat(paged.filtered()).containsOnlyKeys("page-marker");
        assertThat(paged.rejected()).isEmpty();
        assertThat(paged.counted()).containsKey("repaired:brackets");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"Time\":\"x\",\"ResourceID\":\"r\"} | {\"time\":\"x\",\"resourceId\":\"r\"}",
                "{\"Level\":5,\"level\":\"Informational\"} | {\"level\":\"Informational\",\"Level\":5}",
                "{\"level\":\"Informational\",\"Level\":5} | {\"level\":\"Informational\",\"Level\":5}",
                "{\"CATEGORY\":1,\"Category\":2} | {\"category\":1,\"Category\":2}",
                "{\"tenantId\\\"\":1} | {\"tenantId\\\"\":1}",
                "{\"a\":1,\"a\":2,\"a\":3} | {\"a\":1,\"a#2\":2,\"a#3\":3}",
                "{\"properties\":\"{\\\"a\\\":\\\"b\\\"}\"} | {\"properties\":{\"a\":\"b\"}}",
                "{\"properties\":\"plain\",\"identity\":\"Jane Doe\"} | {\"properties\":\"plain\",\"identity\":\"Jane Doe\"}",
                "{\"Identity\":\"{\\\"a\\\":1}\"} | {\"identity\":{\"a\":1}}",
                "{\"properties\":\"{broken\"} | {\"properties\":\"{broken\"}",
                "{\"properties\":[1]} | {\"properties\":[1]}",
            })
    @DisplayName("gives names their usual case and opens what is JSON in a string")
    void shapes(String record, String event) {
        assertThat(parse(record).events()).extracting(LogEvent::toJson).containsExactly(event);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"time\":\"2025-03-04T05:06:07Z\" | 2025-03-04T05:06:07Z",
                "\"time\":\"2025-03-04T05:06:07.123456789+01:00\" | 2025-03-04T04:06:07.123456789Z",
                "\"time\":\"2025-03-04T05:06:07\" | 2025-03-04T05:06:07Z",
                "\"time\":\"2025-03-04 05:06:07.5\" | 2025-03-04T05:06:07.500Z",
                "\"time\":\"2025-03-04T05:06:07-0500\" | 2025-03-04T10:06:07Z",
                "\"Time\":\"8/22/2022 6:07:16 PM\" | 2022-08-22T18:07:16Z",
                "\"time\":\"1/9/2007 10:41:00 AM +01:00\" | 2007-01-09T09:41:00Z",
                "\"time\":\"01/09/2007 09:41:00\" | 2007-01-09T09:41:00Z",
                "\"timestamp\":1741064767 | 2025-03-04T05:06:07Z",
                "\"timestamp\":1741064767123 | 2025-03-04T05:06:07.123Z",
                "\"timestamp\":\"1741064767.25\" | 2025-03-04T05:06:07.250Z",
                "\"timeStamp\":\"2025-03-04T05:06:07Z\" | 2025-03-04T05:06:07Z",
                "\"timeStamp\":\"2024-01-01T00:00:00Z\",\"time\":\"2025-03-04T05:06:07Z\" | 2025-03-04T05:06:07Z",
                "\"time\":\"soon\",\"TimeGenerated\":\"2025-03-04T05:06:07Z\" | 2025-03-04T05:06:07Z",
                "\"time\":\"\",\"EventTimeString\":\"3/4/2025 5:06:07 AM +00:00\" | 2025-03-04T05:06:07Z",
                "\"CreatedDateTime\":\"2025-03-04T05:06:07Z\" | 2025-03-04T05:06:07Z",
                "\"properties\":{\"createdDateTime\":\"2025-03-04T05:06:07Z\"} | 2025-03-04T05:06:07Z",
                "\"StartTimeUtc\":\"2025-03-04T05:06:07Z\" | 2025-03-04T05:06:07Z",
            })
    @DisplayName("finds the event time under every name and in every form")
    void times(String members, Instant expected) {
        assertThat(parse("{" + members + "}").events()).singleElement().satisfies(e -> assertThat(e.time())
                .contains(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "2025-02-30T05:06:07Z", "2025-13-01T05:06:07Z", "12345678", "1234567890123456789"})
    @DisplayName("counts a time that is none, and keeps it")
    void noTime(String time) {
        Parsed parsed = parse("{\"time\":\"" + time + "\"}");
        assertThat(parsed.events()).singleElement().satisfies(e -> {
            assertThat(e.time()).isEmpty();
            assertThat(e.text("time")).contains(time);
        });
        assertThat(parsed.counted()).containsKey("time-unreadable");
    }

    @Test
    @DisplayName("costs a broken record among its siblings that one alone, rejected with its own bytes")
    void isolation() {
        String broken =
                "{\"time\":\"t\",\"category\":\"C\",\"properties\":{\"list\":[{\"id\":1},{\"id\":2}],\"x\":\"no end}}";
        for (String shape : List.of("{\"records\":[%s]}", "[%s]")) {
            Parsed parsed = parse(shape.formatted(A + "," + broken + "," + B));
            assertThat(parsed.events())
                    .extracting(e -> e.text("category").orElse(""))
                    .containsExactly("A", "B");
            assertThat(parsed.rejected()).singleElement().satisfies(r -> assertThat(new String(r.bytes(), UTF_8))
                    .isEqualTo(broken));
        }
        Parsed lines = parse(A + "\n{\"broken\n" + B);
        assertThat(lines.events()).hasSize(2);
        assertThat(lines.rejected()).singleElement().satisfies(r -> assertThat(new String(r.bytes(), UTF_8))
                .isEqualTo("{\"broken"));
    }

    @Test
    @DisplayName("keeps the whole records of an envelope that is cut off")
    void truncated() {
        Parsed parsed = parse("{\"records\":[" + A + "," + B.substring(0, 30));
        assertThat(parsed.events()).hasSize(1);
        assertThat(parsed.rejected()).singleElement().satisfies(r -> assertThat(new String(r.bytes(), UTF_8))
                .isEqualTo(B.substring(0, 30)));
        assertThat(parsed.counted()).containsKey("envelope-cut-off");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "plain text",
                "42",
                "null",
                "\"text\"",
                "[1,2]",
                "{\"a\":",
                "<a/>",
                "{\"records\":[1,null]}"
            })
    @DisplayName("rejects a record as a whole if nothing in it can be read")
    void nothing(String record) {
        Parsed parsed = parse(record);
        assertThat(parsed.events()).isEmpty();
        assertThat(parsed.rejected()).singleElement().satisfies(r -> assertThat(new String(r.bytes(), UTF_8))
                .isEqualTo(record));
    }

    @Test
    @DisplayName("bounds depth, fields, events and nesting")
    void limits() {
        AzureDecoder small =
                AzureDecoder.builder().maxDepth(3).maxFields(2).maxEvents(3).build();
        Parsed parsed = Parsers.parse(
                small, Normalizer.none(), "[{\"a\":1},{\"a\":1,\"b\":2,\"c\":3},{\"a\":{\"b\":{\"c\":{}}}}]");
        assertThat(parsed.events()).hasSize(1);
        assertThat(parsed.rejected()).hasSize(2);
        assertThat(Parsers.parse(small, Normalizer.none(), "[{\"a\":1},{\"a\":2},{\"a\":3},{\"a\":4}]")
                        .rejected())
                .singleElement()
                .satisfies(r -> assertThat(r.reason()).contains("more than 3 events"));
        assertThat(parse("[".repeat(100_000)).rejected()).hasSize(1);
        assertThat(parse("{\"records\":".repeat(100_000)).rejected()).hasSize(1);
        assertThat(parse("{\"records\":[".repeat(100_000)).rejected()).hasSize(1);
        assertThatThrownBy(() -> AzureDecoder.builder().maxDepth(0)).hasMessageContaining("maxDepth was 0");
    }

    private static String quoted(String json) {
        return '"' + json.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static Parsed parse(String record) {
        return parse(record.getBytes(UTF_8));
    }

    private static Parsed parse(byte[] record) {
        return Parsers.parse(AzureDecoder.create(), Normalizer.none(), record);
    }
}
