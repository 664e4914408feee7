package io.crosslog.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A JSON writer")
class JsonWriterTest {

    private static void slice(JsonWriter out, String json) {
        byte[] bytes = json.getBytes(UTF_8);
        out.json(bytes, 0, bytes.length);
    }

    @Test
    @DisplayName("writes a slice that came with line breaks on one line, and leaves its texts as they are")
    void oneLine() {
        JsonWriter out = new JsonWriter(1);
        out.beginObject().name("a");
        slice(out, "{\r\n  \"b\": [1,\n\n\t2],\n\"c d\":\"e  \\n f\"}");
        out.endObject();
        assertThat(out.toString()).isEqualTo("{\"a\":{\"b\": [1,2],\"c d\":\"e  \\n f\"}}");
    }

    @Test
    @DisplayName("ends lines between values, without commas")
    void lines() {
        JsonWriter out = new JsonWriter(1);
        out.number(1).endLine().text("x").endLine();
        slice(out, "{\n}");
        out.endLine();
        assertThat(out.toString()).isEqualTo("1\n\"x\"\n{}\n");
    }
}
