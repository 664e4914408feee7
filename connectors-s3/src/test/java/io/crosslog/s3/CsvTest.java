package io.crosslog.s3;

import static io.crosslog.s3.Cutting.plan;
import static io.crosslog.s3.Cutting.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An object of comma-separated values")
class CsvTest {

    private static final ReadingPlan HEADER = plan(ObjectFormat.csv().build());

    @Test
    @DisplayName("gives a JSON object for each row, under the names of its first row")
    void header() throws Exception {
        assertThat(texts("\uFEFFip,\"no,te\"\r\n192.0.2.1,防火墙\r\n\r\n192.0.2.2,\n", HEADER))
                .containsExactly("{\"ip\":\"192.0.2.1\",\"no,te\":\"防火墙\"}", "{\"ip\":\"192.0.2.2\",\"no,te\":\"\"}");
        assertThat(texts("ip,note", HEADER)).isEmpty();
        assertThat(texts("", HEADER)).isEmpty();
    }

    @Test
    @DisplayName("or under given names, a first row that has just these being passed over")
    void columns() throws Exception {
        ReadingPlan plan = plan(ObjectFormat.csv().columns("a", "b").build());
        assertThat(texts("1,2\n3,4", plan)).containsExactly("{\"a\":\"1\",\"b\":\"2\"}", "{\"a\":\"3\",\"b\":\"4\"}");
        assertThat(texts("a,b\n3,4", plan)).containsExactly("{\"a\":\"3\",\"b\":\"4\"}");
        assertThat(texts("1,2\na,b", plan)).containsExactly("{\"a\":\"1\",\"b\":\"2\"}", "{\"a\":\"a\",\"b\":\"b\"}");
    }

    @Test
    @DisplayName(
            "takes quotes with delimiters, line ends and doubled quotes in them, and escapes what JSON must escape")
    void quotes() throws Exception {
        assertThat(texts("a,b\n\"x,\"\"y\"\"\r\nz\\\",\"\"\nc\"d\",\te", HEADER))
                .containsExactly(
                        "{\"a\":\"x,\\\"y\\\"\\u000d\\u000az\\\\\",\"b\":\"\"}",
                        "{\"a\":\"c\\\"d\\\"\",\"b\":\"\\u0009e\"}");
    }

    @Test
    @DisplayName("takes another delimiter, quote and escape, or no quote at all")
    void otherCharacters() throws Exception {
        ReadingPlan cls = plan(ObjectFormat.csv().delimiter('|').quote('\'').build());
        assertThat(texts("a|b\n'x|''y'|\"z\n", cls)).containsExactly("{\"a\":\"x|'y\",\"b\":\"\\\"z\"}");
        ReadingPlan escape = plan(ObjectFormat.csv().escape('\\').build());
        assertThat(texts("a,b\nx\\,y,\"p\\\"q\\\\\"\nu\\\nv,w", escape))
                .containsExactly("{\"a\":\"x,y\",\"b\":\"p\\\"q\\\\\"}", "{\"a\":\"u\\u000av\",\"b\":\"w\"}");
        ReadingPlan none = plan(ObjectFormat.csv().delimiter('\t').noQuote().build());
        assertThat(texts("a\tb\n\"x\t\"\n", none)).containsExactly("{\"a\":\"\\\"x\",\"b\":\"\\\"\"}");
    }

    @Test
    @DisplayName("rejects a row that does not fit, with its text, and goes on with the next")
    void misfits() throws Exception {
        assertThat(texts("a,b\n1\n1,2,3\n\"x\"y,2\n1,2\n", HEADER))
                .containsExactly(
                        "!the row has 1 columns and not 2!1",
                        "!the row has 3 columns and not 2!1,2,3",
                        "!in column 1 text follows the closing quote!\"x\"y,2",
                        "{\"a\":\"1\",\"b\":\"2\"}");
        assertThat(texts("a,b\n1,\"2\n3,4\n", HEADER))
                .containsExactly("!the quote that column 2 begins with is not closed!1,\"2\n3,4\n");
    }

    @Test
    @DisplayName(
            "ends a row that a stray quote makes too long at the first line end behind the limit, wherever reads end")
    void strayQuote() throws Exception {
        String rows = "a,b\n1,\"" + "2\n3,4\n".repeat(400);
        for (int piece : new int[] {1 << 20, 1_000, 7, 1}) {
            List<CutRecord> records = Cutting.all(
                    StoredObject.of(rows.getBytes(UTF_8)).inPieces(piece),
                    plan(ObjectFormat.csv().build(), 1_000),
                    0);
            assertThat(records.get(0).damage()).contains("longer than the 1000 bytes");
            assertThat(rows).contains("\n" + Cutting.text(records.get(0)));
            assertThat(texts(records).subList(1, 3))
                    .containsExactly("!the row has 1 columns and not 2!2", "{\"a\":\"3\",\"b\":\"4\"}");
            assertThat(records).hasSize(1 + 2 * (400 - 167));
        }
    }

    @Test
    @DisplayName("names columns that have no name or share one, so that no value is lost")
    void badHeader() throws Exception {
        assertThat(texts("a,,a, b ,column2,a_3\n1,2,3,4,5,6", HEADER))
                .containsExactly(
                        "{\"a\":\"1\",\"column2_2\":\"2\",\"a_3_3\":\"3\",\"b\":\"4\",\"column2\":\"5\",\"a_3\":\"6\"}");
        List<CutRecord> records = Cutting.all("\"a\"x,b\n1,2".getBytes(UTF_8), HEADER);
        assertThat(records).hasSize(1);
        assertThat(records.get(0).damage()).contains("names the columns").contains("closing quote");
        assertThat(Cutting.text(records.get(0))).startsWith("\"a\"x,b");
    }

    @Test
    @DisplayName("may have ten thousand columns, also of one name, and no more")
    void manyColumns() throws Exception {
        String names = "a,".repeat(9_999) + "a";
        List<CutRecord> records = Cutting.all((names + "\n" + names).getBytes(UTF_8), HEADER);
        assertThat(records).singleElement().satisfies(r -> assertThat(Cutting.text(r))
                .startsWith("{\"a\":\"a\",\"a_2\":\"a\",")
                .endsWith(",\"a_10000\":\"a\"}"));
        for (String header : List.of(names + ",a", ",".repeat(1_000_000))) {
            records = Cutting.all((header + "\n1\n2\n").getBytes(UTF_8), HEADER);
            assertThat(records).hasSize(1);
            assertThat(records.get(0).damage()).contains("may have 10000").contains("nothing of it could be read");
        }
    }

    @Test
    @DisplayName("of any content comes back as it was, from any record on and wherever reads end")
    void roundTrip() throws Exception {
        ObjectMapper json = new ObjectMapper();
        Random random = new Random(15);
        for (int round = 0; round < 60; round++) {
            StringBuilder csv = new StringBuilder("p,q,r\n");
            List<Map<String, String>> rows = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                Map<String, String> row = new LinkedHashMap<>();
                for (String name : List.of("p", "q", "r")) {
                    String value =
                            "\",\n\r\\\u0001防x ".substring(random.nextInt(9)).repeat(random.nextInt(3));
                    row.put(name, value);
                    csv.append('"').append(value.replace("\"", "\"\"")).append(name.equals("r") ? "\"\n" : "\",");
                }
                rows.add(row);
            }
            int from = random.nextInt(rows.size() + 1);
            StoredObject object =
                    StoredObject.of(csv.toString().getBytes(UTF_8)).inPieces(1 + random.nextInt(30));
            List<Map<String, String>> seen = new ArrayList<>();
            for (CutRecord record : Cutting.all(object, HEADER, from)) {
                assertThat(record.damage()).isNull();
                seen.add(json.readValue(Cutting.text(record), new TypeReference<>() {}));
            }
            assertThat(seen).isEqualTo(rows.subList(from, rows.size()));
        }
    }

    @Test
    @DisplayName("cannot be described by characters that mean two things, or columns that share a name")
    void badLayout() {
        assertThatThrownBy(() -> ObjectFormat.csv().delimiter('"').build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quote was '\"'");
        assertThatThrownBy(() -> ObjectFormat.csv().delimiter('、').build())
                .hasMessageContaining("delimiter was U+3001");
        assertThatThrownBy(() -> ObjectFormat.csv().escape('\n').build()).hasMessageContaining("escape was U+000A");
        assertThatThrownBy(() -> ObjectFormat.csv().columns("a", "a").build()).hasMessageContaining("[a, a]");
        assertThatThrownBy(() -> ObjectFormat.csv().columns("a", " ").build()).hasMessageContaining("name of its own");
    }
}
