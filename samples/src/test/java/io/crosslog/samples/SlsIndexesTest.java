package io.crosslog.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosslog.sls.SlsIndex;
import io.crosslog.sls.SlsLayout;
import io.crosslog.tencent.TencentRules;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SlsIndexesTest {

    @Test
    @DisplayName(
            "The rules' attributes become an index of either layout, with their types, and queries of their columns")
    void both() throws Exception {
        SlsIndex flat =
                SlsIndexes.of(SlsLayout.flat(), TencentRules.waf().rules().attributes());
        JsonNode keys = new ObjectMapper().readTree(flat.toJson()).get("keys");
        assertThat(keys.at("/src_endpoint_ip/type").textValue()).isEqualTo("text");
        assertThat(keys.at("/class_uid/type").textValue()).isEqualTo("long");
        assertThat(keys.at("/time/type").textValue()).isEqualTo("long");
        assertThat(keys.has("src_endpoint")).isFalse();
        assertThat(flat.exampleQueries()).isNotEmpty();

        SlsIndex top =
                SlsIndexes.of(SlsLayout.topLevel(), TencentRules.waf().rules().attributes());
        JsonNode topKeys = new ObjectMapper().readTree(top.toJson()).get("keys");
        assertThat(topKeys.at("/src_endpoint/json_keys/ip/type").textValue()).isEqualTo("text");
        assertThat(topKeys.at("/observables/type").textValue()).isEqualTo("text");
    }
}
