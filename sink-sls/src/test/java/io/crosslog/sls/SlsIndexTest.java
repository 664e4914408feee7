package io.crosslog.sls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosslog.model.LogEvent;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SlsIndexTest {

    private static SlsIndex index(SlsLayout layout) {
        return SlsIndex.builder(layout)
                .field("src_endpoint.ip", SlsIndex.Type.TEXT)
                .field("http_request.url.path", SlsIndex.Type.TEXT)
                .field("http_response.code", SlsIndex.Type.LONG)
                .field("risk", SlsIndex.Type.DOUBLE)
                .field("observables", SlsIndex.Type.TEXT)
                .field("unmapped", SlsIndex.Type.JSON)
                .field("unmapped.rule_id", SlsIndex.Type.LONG)
                .field("user\\.name", SlsIndex.Type.TEXT)
                .build();
    }

    @Test
    @DisplayName("The flat layout has one key for each field, the same that its logs have")
    void flat() throws Exception {
        JsonNode json = new ObjectMapper().readTree(index(SlsLayout.flat()).toJson());

        assertThat(json.get("max_text_len").intValue()).isEqualTo(16_384);
        assertThat(json.at("/keys/src_endpoint_ip/type").textValue()).isEqualTo("text");
        assertThat(json.at("/keys/src_endpoint_ip/doc_value").booleanValue()).isTrue();
        assertThat(json.at("/keys/http_request_url_path/chn").booleanValue()).isTrue();
        assertThat(json.at("/keys/http_response_code/type").textValue()).isEqualTo("long");
        assertThat(json.at("/keys/risk/type").textValue()).isEqualTo("double");
        assertThat(json.at("/keys/unmapped/type").textValue()).isEqualTo("json");
        assertThat(json.at("/keys/unmapped/json_keys/rule_id/type").textValue()).isEqualTo("long");
        assertThat(json.at("/keys/user_name/type").textValue()).isEqualTo("text");
        assertThat(json.at("/keys/crosslog_id/token")).isEmpty();
        assertThat(json.at("/line/token")).isNotEmpty();

        LogEvent event = Events.event(1, b -> b.put("src_endpoint", Map.of("ip", "192.0.2.1"))
                .put("http_request", Map.of("url", Map.of("path", "/")))
                .put("http_response", Map.of("code", 403))
                .put("user.name", "root"));
        json.get("keys").fieldNames().forEachRemaining(key -> assertThat(KeyNames.isKey(key))
                .isTrue());
        assertThat(json.get("keys").properties().stream().map(Map.Entry::getKey))
                .containsAll(Encoded.fields(SlsLayout.flat(), event).keySet());
    }

    @Test
    @DisplayName("The top-level layout has the object as a JSON key, and the field within it")
    void topLevel() throws Exception {
        JsonNode json = new ObjectMapper().readTree(index(SlsLayout.topLevel()).toJson());

        assertThat(json.at("/keys/src_endpoint/type").textValue()).isEqualTo("json");
        assertThat(json.at("/keys/src_endpoint/json_keys/ip/type").textValue()).isEqualTo("text");
        assertThat(json.at("/keys/http_request/json_keys")
                        .get("url.path")
                        .get("type")
                        .textValue())
                .isEqualTo("text");
        assertThat(json.at("/keys/observables/type").textValue()).isEqualTo("text");
        assertThat(json.at("/keys").has("src_endpoint_ip")).isFalse();
    }

    @Test
    @DisplayName("The queries name only columns that the index has")
    void queries() {
        assertThat(index(SlsLayout.flat()).exampleQueries())
                .containsEntry(
                        "Most frequent src_endpoint_ip",
                        "* | SELECT \"src_endpoint_ip\", count(1) AS logs GROUP BY \"src_endpoint_ip\" ORDER BY logs DESC"
                                + " LIMIT 20")
                .containsKey("Logs delivered more than once")
                .containsKey("Spread of http_response_code");
        assertThat(index(SlsLayout.topLevel()).exampleQueries().get("Most frequent src_endpoint.ip"))
                .contains("\"src_endpoint.ip\"");
        assertThat(index(SlsLayout.topLevel().idKey("").arrivalKey("").originKey(""))
                        .exampleQueries()
                        .toString())
                .doesNotContain("crosslog_id", "crosslog_arrival", "crosslog_origin");
    }

    @Test
    @DisplayName("A path into an array is refused")
    void arrays() {
        assertThatThrownBy(() -> SlsIndex.builder(SlsLayout.flat()).field("observables[0].name", SlsIndex.Type.TEXT))
                .hasMessageContaining("goes into an array");
    }
}
