package io.crosslog.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The OCSF validator")
class OcsfValidatorTest {

    private static final OcsfValidator VALIDATOR = OcsfValidator.of(OcsfSchema.bundled());

    private Map<String, Object> event;

    @BeforeEach
    void readEvent() throws IOException {
        event = read("http-activity.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http-activity.json", "detection-finding.json", "base-event.json", "authentication.json"})
    @DisplayName("finds nothing to say about a good event, as a map or as JSON")
    void goodEvents(String file) throws IOException {
        assertThat(VALIDATOR.validate(read(file)).problems()).isEmpty();
        try (InputStream in = getClass().getResourceAsStream(file)) {
            assertThat(VALIDATOR.validate(in.readAllBytes()).problems()).isEmpty();
        }
    }

    @Test
    @DisplayName("needs a known class_uid before it can say anything else")
    void classUid() {
        event.remove("class_uid");
        assertOnlyError("attribute_required_missing", "class_uid");
        event.put("class_uid", "4002");
        assertOnlyError("attribute_wrong_type", "class_uid");
        event.put("class_uid", 4999);
        assertOnlyError("class_uid_unknown", "class_uid");
        event.put("class_uid", 5_000_000_000L);
        assertOnlyError("attribute_wrong_type", "class_uid");
    }

    @Test
    @DisplayName("misses required attributes, of objects too; null is absent")
    void required() {
        event.put("time", null);
        object("http_response").remove("code");
        object("metadata").remove("product");
        assertErrors(
                "attribute_required_missing http_response.code",
                "attribute_required_missing metadata.product",
                "attribute_required_missing time");
    }

    @Test
    @DisplayName("misses what a listed profile requires")
    void requiredByProfile() {
        event.remove("cloud");
        assertOnlyError("attribute_required_missing", "cloud");
    }

    @Test
    @DisplayName("does not know attributes that the class or object does not have")
    void unknown() {
        event.put("srcip", "192.0.2.1");
        object("src_endpoint").put("ipv4", null);
        assertErrors("attribute_unknown src_endpoint.ipv4", "attribute_unknown srcip");
    }

    @Test
    @DisplayName("does not know an attribute whose profile is not listed")
    void profileNotListed() {
        object("metadata").put("profiles", List.of("cloud"));
        assertThat(VALIDATOR.validate(event).errors())
                .allSatisfy(p -> assertThat(p.code()).isEqualTo("attribute_unknown"))
                .extracting(OcsfProblem::path)
                .containsExactlyInAnyOrder(
                        "action_id", "action", "disposition_id", "disposition", "is_alert", "firewall_rule");
        object("metadata").remove("profiles");
        assertThat(VALIDATOR.validate(event).errors())
                .extracting(OcsfProblem::path)
                .contains("cloud");
    }

    @Test
    @DisplayName("does not know profiles that OCSF does not have, and wants their list to be one")
    void profiles() {
        object("metadata").put("profiles", new ArrayList<>(List.of("cloud", "security_control", "clouds")));
        assertOnlyError("profile_unknown", "metadata.profiles[2]");
        object("metadata").put("profiles", List.of("cloud", "security_control", 7));
        assertOnlyError("attribute_wrong_type", "metadata.profiles[2]");
        object("metadata").put("profiles", "cloud");
        assertThat(VALIDATOR.validate(event).errors())
                .extracting(p -> p.code() + " " + p.path())
                .contains("attribute_wrong_type metadata.profiles", "attribute_unknown cloud");
    }

    @Test
    @DisplayName("wants the type that the attribute has")
    void types() {
        event.put("severity_id", "3");
        event.put("is_alert", 1);
        event.put("time", 1.5);
        event.put("count", new BigInteger("2"));
        event.put("message", 5);
        event.put("src_endpoint", "198.51.100.7");
        event.put("http_request", List.of());
        event.put("firewall_rule", Map.of("uid", "1", "match_details", "no list"));
        event.put("enrichments", Map.of());
        object("metadata").put("labels", Arrays.asList("a", null));
        assertErrors(
                "attribute_wrong_type enrichments",
                "attribute_wrong_type firewall_rule.match_details",
                "attribute_wrong_type http_request",
                "attribute_wrong_type is_alert",
                "attribute_wrong_type message",
                "attribute_wrong_type metadata.labels[1]",
                "attribute_wrong_type severity_id",
                "attribute_wrong_type src_endpoint",
                "attribute_wrong_type time");
    }

    @Test
    @DisplayName("takes integers of 32 bits, longs of 64 and floats that are finite and no integers")
    void numbers() {
        event.put("count", Integer.MAX_VALUE + 1L);
        event.put("time", BigInteger.ONE.shiftLeft(63));
        object("src_endpoint").put("location", new HashMap<>(Map.of("country", "CN", "lat", 30, "long", Double.NaN)));
        assertErrors(
                "attribute_wrong_type count",
                "attribute_wrong_type src_endpoint.location.lat",
                "attribute_wrong_type src_endpoint.location.long",
                "attribute_wrong_type time");
        event.put("count", (long) Integer.MIN_VALUE);
        event.put("time", Long.MAX_VALUE);
        object("src_endpoint")
                .put("location", new HashMap<>(Map.of("country", "CN", "lat", new BigDecimal("1.25"), "long", 3f)));
        assertErrors();
    }

    @Test
    @DisplayName("takes only the values of an enum")
    void enums() {
        event.put("severity_id", 8);
        event.remove("severity");
        object("http_request").put("http_method", "FETCH");
        Map<String, Object> url = child("http_request", "url");
        url.put("category_ids", List.of(1, 100_000));
        url.remove("categories");
        assertErrors(
                "attribute_enum_array_value_unknown http_request.url.category_ids[1]",
                "attribute_enum_value_unknown http_request.http_method",
                "attribute_enum_value_unknown severity_id");
    }

    @Test
    @DisplayName("warns of a sibling that is not the caption, and of 99 called Other")
    void siblings() {
        event.put("severity", "medium");
        event.put("disposition_id", 99);
        event.put("disposition", "Other");
        event.put("action_id", 99);
        event.put("action", "blackhole");
        assertErrors();
        assertWarnings(
                "attribute_enum_sibling_incorrect severity", "attribute_enum_sibling_suspicious_other disposition");
    }

    @Test
    @DisplayName("wants the siblings of a list of enum values to be their captions, one by one")
    void arraySiblings() {
        Map<String, Object> url = child("http_request", "url");
        url.put("category_ids", List.of(1, 3, 99));
        url.put("categories", List.of("Wrong"));
        assertErrors(
                "attribute_enum_array_sibling_incorrect http_request.url.categories[0]",
                "attribute_enum_array_sibling_missing http_request.url.categories[1]");
    }

    @Test
    @DisplayName("wants numbers within their range and texts within their length")
    void ranges() {
        object("src_endpoint").put("port", 65_536);
        object("dst_endpoint").put("port", -1);
        object("dst_endpoint").put("mac", "0".repeat(33));
        assertErrors(
                "attribute_value_exceeds_max_len dst_endpoint.mac",
                "attribute_value_exceeds_range dst_endpoint.port",
                "attribute_value_exceeds_range src_endpoint.port");
    }

    @Test
    @DisplayName("warns of a text that does not look like its type")
    void regex() {
        object("src_endpoint").put("ip", "unknown");
        object("src_endpoint").put("mac", "00:11:22:33:44:55");
        object("dst_endpoint").put("mac", "001122334455");
        assertErrors();
        assertWarnings(
                "attribute_value_regex_not_matched dst_endpoint.mac",
                "attribute_value_regex_not_matched src_endpoint.ip");
    }

    @Test
    @DisplayName("fails the constraints of classes and objects")
    void constraints() {
        event.remove("http_request");
        event.remove("http_response");
        event.remove("observables");
        event.put("src_endpoint", Map.of("port", 1));
        event.put("dst_endpoint", new HashMap<>());
        assertErrors("constraint_failed ", "constraint_failed dst_endpoint", "constraint_failed src_endpoint");
    }

    @Test
    @DisplayName("allows just one of a just_one constraint")
    void justOne() throws IOException {
        event = read("detection-finding.json");
        Map<String, Object> vulnerability = new HashMap<>();
        event.put("vulnerabilities", List.of(vulnerability));
        assertOnlyError("constraint_failed", "vulnerabilities[0]");
        vulnerability.put("cve", Map.of("uid", "CVE-2026-0001"));
        assertErrors();
        vulnerability.put("cwe", Map.of("uid", "CWE-79"));
        assertOnlyError("constraint_failed", "vulnerabilities[0]");
    }

    @Test
    @DisplayName("follows the dotted paths of a constraint")
    void dottedConstraint() {
        Map<String, Object> patch = new HashMap<>(Map.of(
                "class_uid",
                5004,
                "category_uid",
                5,
                "activity_id",
                1,
                "type_uid",
                500401,
                "severity_id",
                1,
                "time",
                1L));
        patch.put("metadata", Map.of("version", "1.8.0", "product", Map.of("name", "p")));
        patch.put("device", Map.of("type_id", 0, "hostname", "h", "os", Map.of("type_id", 0, "name", "n")));
        event = patch;
        assertOnlyError("constraint_failed", "");
        patch.put(
                "device",
                Map.of("type_id", 0, "hostname", "h", "os", Map.of("type_id", 0, "name", "n", "version", "1")));
        assertErrors();
    }

    @Test
    @DisplayName("computes type_uid")
    void typeUid() {
        event.put("activity_id", 6);
        event.remove("activity_name");
        assertOnlyError("type_uid_incorrect", "type_uid");
        event.remove("type_uid");
        assertOnlyError("attribute_required_missing", "type_uid");
    }

    @Test
    @DisplayName("wants an observable's name to be a path of the class")
    void observables() {
        event.put(
                "observables",
                List.of(
                        Map.of("name", "src_endpoint.ipv4", "type_id", 2),
                        Map.of("name", "unmapped.x", "type_id", 0),
                        Map.of("name", "", "type_id", 0),
                        Map.of("type_id", 0, "value", "without a name")));
        assertThat(VALIDATOR.validate(event).errors())
                .extracting(p -> p.code() + " " + p.path())
                .containsExactly(
                        "observable_name_invalid_reference observables[0].name",
                        "observable_name_invalid_reference observables[1].name",
                        "observable_name_invalid_reference observables[2].name");
    }

    @Test
    @DisplayName("refuses later versions and what is none, and warns of earlier ones")
    void versions() {
        for (String later : List.of("1.8.1", "1.10.0", "2.0.0", "0.9.0")) {
            object("metadata").put("version", later);
            assertOnlyError("version_incompatible", "metadata.version");
        }
        for (String none : List.of("1.8", "v1.8.0", "", "1.8.0-beta", "9999999999.0.0")) {
            object("metadata").put("version", none);
            assertOnlyError("version_invalid_format", "metadata.version");
        }
        for (String earlier : List.of("1.0.0", "1.7.99", "1.8.0-dev", "1.0.0-rc.2")) {
            object("metadata").put("version", earlier);
            assertErrors();
            assertWarnings("version_incorrect metadata.version");
        }
    }

    @Test
    @DisplayName("warns of what is deprecated: classes, attributes, enum values")
    void deprecated() throws IOException {
        child("src_endpoint", "location").put("isp", "Example Net");
        assertErrors();
        assertWarnings("attribute_deprecated src_endpoint.location.isp");

        event = read("authentication.json");
        object("user").put("account", Map.of("name", "a", "type_id", 3));
        assertErrors();
        assertWarnings("attribute_enum_value_deprecated user.account.type_id");

        event = new HashMap<>(Map.of("class_uid", 6004));
        assertThat(VALIDATOR.validate(event).warnings())
                .extracting(OcsfProblem::code)
                .containsExactly("class_deprecated");
    }

    @Test
    @DisplayName("warns of missing recommended attributes only when asked to")
    void recommended() {
        assertWarnings();
        assertThat(VALIDATOR.warnMissingRecommended().validate(event).warnings())
                .extracting(OcsfProblem::path)
                .contains("message", "status_id", "http_request.version");
        assertThat(VALIDATOR.warnMissingRecommended().validate(event).isValid()).isTrue();
    }

    @Test
    @DisplayName("survives hostile events: cycles, depth, floods, odd keys")
    void hostile() {
        Map<String, Object> process = new HashMap<>();
        process.put("pid", 1);
        process.put("parent_process", process);
        event.put("actor", Map.of("process", process));
        object("metadata").put("profiles", List.of("cloud", "security_control", "host"));
        assertThat(VALIDATOR.validate(event).errors())
                .extracting(OcsfProblem::code)
                .containsExactly("depth_exceeded");

        event.remove("actor");
        for (int i = 0; i < 5_000; i++) {
            event.put("x" + i, "y".repeat(1_000));
        }
        OcsfReport flood = VALIDATOR.validate(event);
        assertThat(flood.problems()).hasSize(1_001);
        assertThat(flood.toString()).hasSizeLessThan(200_000);

        event = new HashMap<>(event);
        event.keySet().removeIf(key -> key.startsWith("x"));
        event.put(null, "null key");
        assertOnlyError("attribute_unknown", "null");
    }

    @Test
    @DisplayName("says something about any change to a good event, or finds it good, but never throws")
    void anyChange() throws IOException {
        Random random = new Random(7);
        List<Object> odd = Arrays.asList(
                null,
                1,
                -1L,
                1.5,
                "x",
                true,
                List.of(),
                List.of(List.of()),
                Map.of(),
                Map.of("a", Map.of()),
                new Object());
        int invalid = 0;
        for (int i = 0; i < 5_000; i++) {
            event = read(random.nextBoolean() ? "http-activity.json" : "detection-finding.json");
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                change(event, random, odd.get(random.nextInt(odd.size())));
            }
            invalid += VALIDATOR.warnMissingRecommended().validate(event).isValid() ? 0 : 1;
        }
        assertThat(invalid).isBetween(2_500, 4_900);
    }

    /** Replaces a value somewhere in a tree, or adds one. */
    @SuppressWarnings("unchecked")
    private static void change(Object tree, Random random, Object value) {
        if (tree instanceof Map<?, ?> map) {
            List<String> keys = new ArrayList<>(((Map<String, Object>) map).keySet());
            String key = keys.isEmpty() ? "k" : keys.get(random.nextInt(keys.size()));
            boolean below = map.get(key) instanceof HashMap || map.get(key) instanceof ArrayList;
            if (below && random.nextInt(3) > 0) {
                change(map.get(key), random, value);
            } else {
                ((Map<String, Object>) map).put(random.nextInt(8) == 0 ? "name" : key, value);
            }
        } else if (tree instanceof List<?> list && !list.isEmpty()) {
            int at = random.nextInt(list.size());
            if (list.get(at) instanceof HashMap && random.nextBoolean()) {
                change(list.get(at), random, value);
            } else {
                ((List<Object>) list).set(at, value);
            }
        }
    }

    @Test
    @DisplayName("says where JSON is broken, and refuses what is no single object")
    void brokenJson() {
        for (String json : List.of(
                "",
                "{",
                "[]",
                "null",
                "{\"class_uid\":1}{}",
                "{\"a\":1,\"a\":2}",
                "[".repeat(2_000),
                "{\"a\":\u0000}")) {
            assertThat(VALIDATOR.validate(json.getBytes(StandardCharsets.UTF_8)).errors())
                    .as(json)
                    .extracting(OcsfProblem::code)
                    .containsExactly("json_invalid");
        }
        OcsfReport report = VALIDATOR.validate("{\n  \"a\": x}".getBytes(StandardCharsets.UTF_8));
        assertThat(report.toString()).contains("line 2");
    }

    private Map<String, Object> object(String name) {
        return cast(event.get(name));
    }

    private Map<String, Object> child(String name, String child) {
        return cast(object(name).get(child));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object value) {
        return (Map<String, Object>) value;
    }

    private static Map<String, Object> read(String file) throws IOException {
        try (InputStream in = OcsfValidatorTest.class.getResourceAsStream(file)) {
            return new ObjectMapper().readValue(in, new TypeReference<Map<String, Object>>() {});
        }
    }

    private void assertOnlyError(String code, String path) {
        assertErrors(code + " " + path);
    }

    private void assertErrors(String... expected) {
        assertThat(VALIDATOR.validate(event).errors())
                .extracting(p -> p.code() + " " + p.path())
                .containsExactlyInAnyOrder(expected);
    }

    private void assertWarnings(String... expected) {
        assertThat(VALIDATOR.validate(event).warnings())
                .extracting(p -> p.code() + " " + p.path())
                .containsExactlyInAnyOrder(expected);
    }
}
