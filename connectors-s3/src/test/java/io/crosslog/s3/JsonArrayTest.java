package io.crosslog.s3;

import static io.crosslog.s3.Cutting.plan;
import static io.crosslog.s3.Cutting.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An object that is a JSON array")
class JsonArrayTest {

    private static final ReadingPlan ARRAY = plan(ObjectFormat.jsonArray());

    @Test
    @DisplayName("is cut into its elements as they were written, whatever is between and in them")
    void elements() throws Exception {
        assertThat(texts(
                        "\uFEFF \r\n[ {\"a\":\"},]\\\"[{\\\\\"} ,\t{\n\"b\": [1,{}]}\n,1,\"x,]\",null , true,[ ] ,-1.5e3]\n",
                        ARRAY))
                .containsExactly(
                        "{\"a\":\"},]\\\"[{\\\\\"}",
                        "{\n\"b\": [1,{}]}",
                        "1",
                        "\"x,]\"",
                        "null",
                        "true",
                        "[ ]",
                        "-1.5e3");
    }

    @Test
    @DisplayName("may be empty, and several may follow one another")
    void several() throws Exception {
        assertThat(texts("[]", ARRAY)).isEmpty();
        assertThat(texts("", ARRAY)).isEmpty();
        assertThat(texts("[{}]\n[ ]\n[1][2]", ARRAY)).containsExactly("{}", "1", "2");
    }

    @Test
    @DisplayName("is recognised by its first object")
    void recognised() throws Exception {
        assertThat(texts("\uFEFF\n [\r\n\t{\"a\":1},{\"a\":2}]", ReadingPlan.DEFAULT))
                .containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(texts("[ ]", ReadingPlan.DEFAULT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{}            | no end                    | 1",
                "[{},           | no end                    | 1",
                "[              | no end                    | 0",
                "[{},{\"a\":    | in the middle of an element | 1",
                "[{},\"a\\\"]   | in the middle of an element | 1",
                "[{} {}]        | a comma or the ]          | 1",
                "[{}]x          | the [ of a JSON array     | 1",
                "{}             | the [ of a JSON array     | 0",
                "[,{}]          | an element                | 0",
                "[{},]          | an element                | 1",
                "[}]            | an element                | 0"
            })
    @DisplayName("that breaks off or makes no sense gives what came before, and one damaged record")
    void broken(String content, String reason, int whole) throws Exception {
        List<CutRecord> records = Cutting.all(content.strip().getBytes(UTF_8), ARRAY);
        assertThat(records).hasSize(whole + 1);
        assertThat(records.get(whole).damage()).contains(reason, "near byte");
        assertThat(records.subList(0, whole)).allMatch(r -> r.damage() == null);
    }

    @Test
    @DisplayName("rejects an element that is too long, with its head, and goes on behind it, wherever reads end")
    void tooLong() throws Exception {
        String large = "{\"a\":\"" + "]},{".repeat(50_000) + "\"}";
        byte[] content = ("[1," + large + ",{\"b\":2}," + large + "]").getBytes(UTF_8);
        for (int piece : new int[] {1 << 20, 1_000, 999, 1}) {
            List<CutRecord> records =
                    Cutting.all(StoredObject.of(content).inPieces(piece), plan(ObjectFormat.jsonArray(), 1_000), 0);
            assertThat(records).hasSize(4);
            assertThat(Cutting.text(records.get(2))).isEqualTo("{\"b\":2}");
            for (int i : new int[] {1, 3}) {
                assertThat(records.get(i).damage()).contains("longer than the 1000 bytes");
                assertThat(large).startsWith(Cutting.text(records.get(i)));
            }
        }
    }

    @Test
    @DisplayName("of any shape gives what a JSON parser sees in it, from any record on and wherever reads end")
    void likeAParser() throws Exception {
        ObjectMapper json = new ObjectMapper();
        Random random = new Random(14);
        for (int round = 0; round < 60; round++) {
            List<JsonNode> values = new ArrayList<>();
            for (int i = random.nextInt(30); i >= 0; i--) {
                values.add(value(json, random, 4));
            }
            byte[] content = (random.nextBoolean()
                            ? json.writeValueAsString(values)
                            : json.writerWithDefaultPrettyPrinter().writeValueAsString(values))
                    .getBytes(UTF_8);
            int from = random.nextInt(values.size() + 1);
            List<JsonNode> seen = new ArrayList<>();
            for (CutRecord record :
                    Cutting.all(StoredObject.of(content).inPieces(1 + random.nextInt(50)), ARRAY, from)) {
                seen.add(json.readTree(Cutting.text(record)));
            }
            assertThat(seen).isEqualTo(values.subList(from, values.size()));
        }
    }

    private static JsonNode value(ObjectMapper json, Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> json.getNodeFactory().numberNode(random.nextInt());
            case 1 -> json.getNodeFactory().booleanNode(random.nextBoolean());
            case 2 -> json.getNodeFactory().nullNode();
            case 3 ->
                json.getNodeFactory()
                        .textNode("\"\\\n[]{},:防".substring(random.nextInt(10)).repeat(random.nextInt(4)));
            case 4 -> json.createArrayNode().add(value(json, random, depth - 1)).add(value(json, random, depth - 1));
            default -> json.createObjectNode().set("k\"" + depth, value(json, random, depth - 1));
        };
    }
}
