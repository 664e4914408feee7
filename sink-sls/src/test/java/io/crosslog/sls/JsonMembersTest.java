package io.crosslog.sls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosslog.model.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMembersTest {

    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    @DisplayName("The members of random objects are those that a JSON parser finds")
    void sameAsParser() throws Exception {
        Random random = new Random(9);
        for (int i = 0; i < 3_000; i++) {
            String json = new JsonWriter(64)
                    .value(RandomEvents.object(random, random.nextInt(8), 3))
                    .toString();
            String spaced = random.nextBoolean() ? json : mapper.readTree(json).toPrettyString();
            byte[] bytes = ("xx" + spaced + "yy").getBytes(StandardCharsets.UTF_8);
            JsonMembers members = new JsonMembers(bytes, 2, bytes.length - 4);
            Iterator<Map.Entry<String, JsonNode>> expected =
                    mapper.readTree(json).properties().iterator();
            while (members.next()) {
                Map.Entry<String, JsonNode> member = expected.next();
                String name = '"'
                        + new String(bytes, members.nameOffset(), members.nameLength(), StandardCharsets.UTF_8)
                        + '"';
                assertThat(mapper.readValue(name, String.class)).isEqualTo(member.getKey());
                String value = new String(bytes, members.valueOffset(), members.valueLength(), StandardCharsets.UTF_8);
                boolean text = member.getValue().isTextual();
                assertThat(members.type().name())
                        .isEqualTo(member.getValue().getNodeType().name());
                assertThat(mapper.readTree(text ? '"' + value + '"' : value)).isEqualTo(member.getValue());
            }
            assertThat(members.isBroken()).isFalse();
            assertThat(expected.hasNext()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[]",
                "{]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1",
                "{\"a\":1,}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{\"a\":\"x}",
                "{\"a\":{\"b\":1}",
                "{\"a\":1}x",
                "{\"a\":1}}",
                "{,}",
                "{\"a",
                "{\"a\\",
                "{\"a\":\"\\"
            })
    @DisplayName("What is no object is found broken, without an exception")
    void broken(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        JsonMembers members = new JsonMembers(bytes, 0, bytes.length);
        int found = 0;
        while (members.next()) {
            found++;
        }
        assertThat(members.isBroken()).isTrue();
        assertThat(found).isLessThan(3);
        assertThat(members.next()).isFalse();
    }
}
