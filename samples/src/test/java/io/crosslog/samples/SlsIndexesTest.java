package io.crosslog.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosslog.normalize.MappedAttribute;
import io.crosslog.sls.SlsIndex;
import io.crosslog.sls.SlsLayout;
import io.crosslog.tencent.TencentRules;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlsIndexesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    @Test
    @DisplayName(
            "The rules' attributes become an index of either layout, with their types, and queries of their columns")
    void both() throws Exception {
        SlsIndex flat =
                SlsIndexes.of(SlsLayout.flat(), TencentRules.waf().rules().attributes());
        JsonNode keys = JSON.readTree(flat.toJson()).get("keys");
        assertThat(keys.at("/src_endpoint_ip/type").textValue()).isEqualTo("text");
        assertThat(keys.at("/class_uid/type").textValue()).isEqualTo("long");
        assertThat(keys.at("/time/type").textValue()).isEqualTo("long");
        assertThat(keys.has("src_endpoint")).isFalse();
        assertThat(flat.exampleQueries()).isNotEmpty();

        SlsIndex top =
                SlsIndexes.of(SlsLayout.topLevel(), TencentRules.waf().rules().attributes());
        JsonNode topKeys = JSON.readTree(top.toJson()).get("keys");
        assertThat(topKeys.at("/src_endpoint/json_keys/ip/type").textValue()).isEqualTo("text");
        assertThat(topKeys.at("/observables/type").textValue()).isEqualTo("text");
    }

    @Test
    @DisplayName("Unless told otherwise, every attribute that a shipped rule writes has its column, of whichever cloud")
    void allClouds() throws Exception {
        JsonNode keys = keys("flat");
        assertThat(keys.at("/actor_user_uid_alt/type").textValue()).isEqualTo("text");
        assertThat(keys.at("/auth_protocol_id/type").textValue()).isEqualTo("long");
        assertThat(keys.at("/malware/type").textValue()).isEqualTo("text");
        List<MappedAttribute> attributes = SlsIndexes.shipped();
        assertThat(attributes).hasSizeGreaterThan(400);
        List<String> without = new ArrayList<>();
        for (MappedAttribute attribute : attributes) {
            String key = attribute.path().split("\\[", 2)[0].replace('.', '_');
            boolean hasMembers =
                    attribute.type().equals("object_t") || attribute.type().equals("json_t");
            if (!hasMembers && !keys.has(key)) {
                without.add(attribute.path());
            }
        }
        assertThat(without).isEmpty();
        assertThat(keys("topLevel").at("/actor/json_keys/user.uid_alt/type").textValue())
                .isEqualTo("text");
    }

    @Test
    @DisplayName("The rules of one cloud, or one's own, have an index that is no larger than they need")
    void oneSet(@TempDir Path dir) throws Exception {
        int all = keys("flat").size();
        JsonNode azure = keys("flat", "azure");
        JsonNode tencent = keys("flat", "tencent");
        assertThat(azure.has("actor_user_uid_alt")).isTrue();
        assertThat(tencent.has("actor_user_uid_alt")).isFalse();
        assertThat(azure.size()).isLessThan(all);
        assertThat(tencent.size()).isLessThan(azure.size());
        Path own = dir.resolve("own.yaml");
        Files.writeString(own, "{rule: acme/own, version: 1, class: http_activity, map: {message: text}}");
        assertThat(keys("flat", "rules:" + own).has("message")).isTrue();
        assertThat(keys("flat", "rules:" + own).has("src_endpoint_ip")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "deep", "flat,oracle", "flat,none", "flat,azure,tencent", "flat,rules:nowhere.yaml"})
    @DisplayName("What it does not understand ends with 2 and a line about it, and prints no index")
    void misuse(String args) {
        assertThat(run(args.isEmpty() ? new String[0] : args.split(","))).isEqualTo(2);
        assertThat(stdout.size()).isZero();
        assertThat(stderr.toString(StandardCharsets.UTF_8)).contains("SlsIndexes");
    }

    private JsonNode keys(String... args) throws Exception {
        stdout.reset();
        assertThat(run(args)).isZero();
        return JSON.readTree(stdout.toByteArray()).get("keys");
    }

    private int run(String... args) {
        return SlsIndexes.run(List.of(args), print(stdout), print(stderr));
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }
}
