package io.crosslog.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.LogEvent;
import io.crosslog.spi.Normalizer;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The Azure decoder, given what is not JSON,")
class AzureRepairTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':'b','n':2} | {\"a\":\"b\",\"n\":2} | single-quotes",
                "{'a':'it's here','b':1} | {\"a\":\"it's here\",\"b\":1} | single-quotes",
                "{'a':'it''s','b':''} | {\"a\":\"it's\",\"b\":\"\"} | single-quotes",
                "{'a':'say \"hi\"','b':1} | {\"a\":\"say \\\"hi\\\"\",\"b\":1} | single-quotes",
                "{'a':'x, 'b' and c','d':1} | {\"a\":\"x, 'b' and c\",\"d\":1} | single-quotes",
                "{'a':'\\'q\\''} | {\"a\":\"'q'\"} | single-quotes",
                "{'a':True,'b':None,'c':[False,'x']} | {\"a\":true,\"b\":null,\"c\":[false,\"x\"]} | single-quotes,foreign-literal",
                "{\"a\":\"it's\",'b':'c'} | {\"a\":\"it's\",\"b\":\"c\"} | single-quotes",
                "{\"a\":\"C:\\d\"} | {\"a\":\"C:\\\\d\"} | bad-escape",
                "{\"a\":\"\\ud800\"} | {\"a\":\"\\ufffd\"} | lone-surrogate",
                "{\"a\":1,} | {\"a\":1} | extra-comma",
                "{\"a\":[1,2,],\"b\":3} | {\"a\":[1,2],\"b\":3} | extra-comma",
                "{\"a\":[ 227 B blob data ]} | {\"a\":\"[ 227 B blob data ]\"} | unquoted-text",
                "{\"a\":some words,\"b\":1} | {\"a\":\"some words\",\"b\":1} | unquoted-text",
                "{\"a\":,\"b\":1} | {\"a\":null,\"b\":1} | missing-value",
                "{a:1,b_c:\"x\"} | {\"a\":1,\"b_c\":\"x\"} | odd-name",
                "{\"a\":\"{\"Id\":\"x\"}\",\"b\":1} | {\"a\":{\"Id\":\"x\"},\"b\":1} | unescaped-json",
                "{\"a\":\"he said \"no\" twice\",\"b\":1} | {\"a\":\"he said \\\"no\\\" twice\",\"b\":1} | unescaped-quote",
                "{\"a\":\"{not json}\",'b':1} | {\"a\":\"{not json}\",\"b\":1} | single-quotes",
            })
    @DisplayName("mends it, counts it and marks the event")
    void mended(String record, String event, String repairs) {
        Parsed parsed = parse(record);
        assertThat(parsed.rejected()).isEmpty();
        String marked = event.substring(0, event.length() - 1) + ",\"crosslog_repaired\":\"" + repairs + "\"}";
        assertThat(parsed.events()).extracting(LogEvent::toJson).containsExactly(marked);
        for (String repair : repairs.split(",", -1)) {
            assertThat(parsed.counted()).containsEntry("repaired:" + repair, 1L);
        }
    }

    @Test
    @DisplayName("keeps line breaks inside strings")
    void newlines() {
        assertThat(parse("{\"a\":\"x\ny\",\"b\":'1\t2'}").events())
                .extracting(e -> e.text("a").orElse("") + "|" + e.text("b").orElse(""))
                .containsExactly("x\ny|1\t2");
    }

    @Test
    @DisplayName("opens properties in single quotes inside a string")
    void properties() {
        LogEvent event = parse("{\"records\":[{\"category\":\"FunctionAppLogs\","
                        + "\"properties\":\"{'appName':'x','message':'can't stop','levelId': 2}\"}]}")
                .events()
                .get(0);
        assertThat(event.text("properties.message")).contains("can't stop");
        assertThat(event.text("properties.levelId")).contains("2");
        assertThat(event.text(AzureEvent.REPAIRED)).contains("single-quotes");
    }

    @Test
    @DisplayName("finds the records behind a head whose quotes are odd")
    void head() {
        Parsed parsed = parse("{''\"records\"'': [{\"category\":\"A\"},{\"category\":\"B\",}]}");
        assertThat(parsed.events()).hasSize(2);
        assertThat(parsed.rejected()).isEmpty();
        assertThat(parsed.counted()).containsKeys("repaired:odd-name", "repaired:extra-comma");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"x,\"b\":1}",
                "{\"a\n\":1}x",
                "{'a':'x','b':'y':'z'}",
                "{\"a\":\"b",
                "{\"a\" \"b\"}",
                "{\"a\":1 \"b\":2}",
                "{'a':'b'",
                "{\"a\":\"C:\\\"}",
                "{:1}",
                "{\"a\":[}",
                "{\"a\":{]}",
            })
    @DisplayName("guesses nothing where two readings are possible or an end is missing")
    void refused(String record) {
        Parsed parsed = parse(record);
        assertThat(parsed.events()).isEmpty();
        assertThat(parsed.rejected()).singleElement().satisfies(r -> assertThat(new String(r.bytes(), UTF_8))
                .isEqualTo(record));
    }

    @Test
    @DisplayName("does not let a string without an end swallow the next record")
    void noMerging() {
        Parsed parsed = parse("{\"a\":\"x,\"b\":1},{\"a\":\"y\",\"b\":2}");
        assertThat(parsed.events()).extracting(LogEvent::toJson).containsExactly("{\"a\":\"y\",\"b\":2}");
        assertThat(parsed.rejected()).singleElement().satisfies(r -> assertThat(new String(r.bytes(), UTF_8))
                .isEqualTo("{\"a\":\"x,\"b\":1}"));
    }

    @Test
    @DisplayName("costs the siblings of a record that it cannot mend nothing, if these must be mended themselves")
    void siblings() {
        Parsed parsed = parse("{\"records\":[{\"time\":\"1\",\"category\":\"A\",\"x\":\"y},"
                + "{'time':'2','category':'B'},{\"time\":\"3\",\"category\":\"C\"}]}");
        assertThat(parsed.events())
                .extracting(e -> e.text("category").orElse(""))
                .containsExactly("B", "C");
        assertThat(parsed.rejected()).hasSize(1);
    }

    @Test
    @DisplayName("neither throws nor loses what it was given, whatever is changed")
    void mutations() {
        String whole =
                "{\"records\":[{\"time\":\"2025-03-04T05:06:07Z\",\"category\":\"A\",\"properties\":{\"x\":[1,{\"y\":\"z\"}]}},"
                        + "{'category':'B','properties':\"{'a':'b'}\"},{\"category\":\"C\",\"identity\":\"\\u00e9\"}]}";
        Random random = new Random(7);
        String signs = "{}[]\"',:\\ \n0aN\u0000\u00e9";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(whole);
            for (int n = random.nextInt(4); n >= 0; n--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, signs.charAt(random.nextInt(signs.length())));
                    default -> text.setCharAt(at, signs.charAt(random.nextInt(signs.length())));
                }
            }
            Parsed parsed = parse(text.toString());
            assertThat(parsed.events().size()
                            + parsed.rejected().size()
                            + parsed.filtered().size())
                    .as(text.toString())
                    .isPositive();
            parsed.events().forEach(LogEvent::toMap);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"",
                "{'",
                "\"{",
                "{\"a\":",
                "},{",
                "{\"time\":\"1\",\"category\":\"A\",\"x\":\"y},",
                "[{\"",
                "'\",",
                "\\\""
            })
    @DisplayName("takes time in line with the length, whatever repeats")
    void linear(String piece) {
        // Four times the budget of a linear walk would be hours if it were a square of this length.
        String text = "{\"records\":[" + piece.repeat(1_000_000 / piece.length());
        Parsed parsed = parse(text);
        assertThat(parsed.rejected().size() + parsed.events().size()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{x\n",
                "{\"category\":\"A\",\"m\":\"a\"b\": c}\n",
                "{a:\"b c\n",
                "{\"a\":1}}",
                "{\"a\":1},{x,",
                "{\"time\":\"1\",\"category\":\"A\",\"l\":[1,",
            })
    @Timeout(40)
    @DisplayName("takes time in line with the length of broken lines, though a long one follows")
    void linearLines(String piece) {
        String text = "{\"category\":\"G\"}\n" + piece.repeat(20_000) + "x".repeat(6_000_000);
        Parsed parsed = parse(text);
        assertThat(parsed.events()).isNotEmpty();
        assertThat(parsed.rejected()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"time\":\"2\",\"category\":\"B\",\"p\":{\"steps\":[{\"time\":\"2\",\"n\":1},{\"time\":\"2\",\"n\":2}],\"a\": oops \"x\" }}",
                "{\"category\":\"B\",\"p\":{\"s\":[{\"timestamp\":1,\"correlationId\":1},{\"timestamp\":2,\"correlationId\":2}],\"a\": oops \"x\" }}",
                "{\"time\":\"2\",\"category\":\"B\",\"steps\":[{\"time\":\"2\",\"n\":1},{\"time\":\"2\",\"n\":2}],\"m\":\"no end}",
                "{\"time\":\"2\",\"category\":\"B\",\"m\":\"no end,\"steps\":[{\"time\":\"2\",\"n\":1},{\"time\":\"2\",\"n\":2}]}",
                "{\"time\":\"2\",\"category\":\"B\",\"p\":{\"a\": [ oops \"x\" }",
                "{\"time\":\"2\",\"category\":\"B\",\"a\":[ oops \"x\"",
                "{\"time\":\"2\",\"category\":\"B\",\"m\":1]",
            })
    @DisplayName("takes no object inside a broken record for an event, and loses no record behind it")
    void inner(String broken) {
        String good = "{\"time\":\"1\",\"category\":\"G\",\"operationName\":\"o\"}";
        String records = (good + ",").repeat(100) + broken + ("," + good).repeat(399);
        for (String shape : new String[] {"{\"records\":[%s]}", "[%s]", "%s", "{\"records\":[%s],\"n\":1}"}) {
            Parsed parsed = parse(shape.formatted(records));
            assertThat(parsed.events()).as(shape).hasSize(499).allSatisfy(e -> assertThat(e.text("category"))
                    .contains("G"));
            assertThat(parsed.rejected()).singleElement().satisfies(r -> assertThat(new String(r.bytes(), UTF_8))
                    .isEqualTo(broken));
        }
    }

    @Test
    @DisplayName("goes on with the list, though what follows a broken record seems to end it")
    void falseEnd() {
        String good = "{\"time\":\"1\",\"category\":\"G\"}";
        String broken = "{\"time\":\"2\",\"a\": oops \"x\"}],\"b\": oops \"y\" }}";
        Parsed parsed = parse("{\"records\":[" + good + "," + broken + ("," + good).repeat(3) + "]}");
        assertThat(parsed.events()).hasSize(4);
        assertThat(parsed.counted()).doesNotContainKey("envelope-cut-off");
    }

    @Test
    @DisplayName("takes the next envelope for one, though the last record of the one before is broken")
    void nextEnvelope() {
        String line =
                "{\"records\":[{\"time\":\"1\",\"category\":\"G\"},{\"time\":\"2\",\"category\":\"B\",\"m\":\"no end}]}\n";
        Parsed parsed = parse(line.repeat(40));
        assertThat(parsed.events()).hasSize(40);
        assertThat(parsed.rejected()).hasSize(40);
    }

    @Test
    @DisplayName("passes over braces too many among the records of a list")
    void strayBraces() {
        Parsed paged = parse(
                "{\"records\":[{\"category\":\"A\"}}{\"correlationId\":\"c\",\"pageNumber\":0,\"isEnd\":true}}]}");
        assertThat(paged.events()).hasSize(1);
        assertThat(paged.filtered()).containsOnlyKeys("page-marker");
        assertThat(paged.rejected()).isEmpty();
        assertThat(paged.counted()).containsKey("repaired:brackets");
        Parsed many = parse("[{\"category\":\"A\"}},{\"category\":\"B\"}]");
        assertThat(many.events()).hasSize(2);
        assertThat(many.rejected()).isEmpty();
    }

    private static Parsed parse(String record) {
        return Parsers.parse(AzureDecoder.create(), Normalizer.none(), record.getBytes(UTF_8));
    }
}
