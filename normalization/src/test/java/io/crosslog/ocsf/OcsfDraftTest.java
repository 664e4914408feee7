package io.crosslog.ocsf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A draft of an OCSF event")
class OcsfDraftTest {

    private static final OcsfSchema SCHEMA = OcsfSchema.bundled();
    private static final OcsfValidator VALIDATOR = OcsfValidator.of(SCHEMA);
    private static final OcsfEventPlan HTTP = OcsfEventPlan.builder(SCHEMA, "http_activity")
            .profiles(List.of("cloud", "security_control"))
            .observable("src_endpoint.ip")
            .observable("src_endpoint")
            .observable("http_request.x_forwarded_for")
            .observable("http_request.user_agent")
            .build();

    private final List<String> dropped = new ArrayList<>();
    private OcsfDraft draft;

    @BeforeEach
    void start() {
        draft = newDraft(HTTP);
        put("cloud.provider", "Example Cloud");
        put("http_response.code", "403");
    }

    private static OcsfDraft newDraft(OcsfEventPlan plan) {
        OcsfDraft draft = plan.newDraft();
        draft.put(plan.slot("time"), Instant.ofEpochMilli(1767225600000L), null);
        draft.put(plan.slot("metadata.product.name"), "Example WAF", null);
        return draft;
    }

    private boolean put(String path, Object value) {
        return draft.put(HTTP.slot(path), value, "field of " + path);
    }

    private Map<String, Object> complete() throws OcsfIncompleteException {
        Map<String, Object> event = draft.complete((path, value, origin, reason) -> {
            assertThat(reason).isNotBlank();
            dropped.add(path + "=" + value + " <- " + origin);
        });
        assertThat(VALIDATOR.validate(event).problems()).isEmpty();
        return event;
    }

    @Test
    @DisplayName("becomes a valid event with all that follows from the class")
    void computes() throws OcsfIncompleteException {
        put("activity_id", "GET");
        put("severity_id", 3);
        Map<String, Object> event = complete();
        assertThat(event.keySet())
                .containsExactly(
                        "time",
                        "class_uid",
                        "class_name",
                        "category_uid",
                        "category_name",
                        "activity_id",
                        "activity_name",
                        "type_uid",
                        "type_name",
                        "severity_id",
                        "severity",
                        "cloud",
                        "http_response",
                        "metadata");
        assertThat(event)
                .containsEntry("time", 1767225600000L)
                .containsEntry("class_uid", 4002)
                .containsEntry("class_name", "HTTP Activity")
                .containsEntry("category_uid", 4)
                .containsEntry("category_name", "Network Activity")
                .containsEntry("activity_id", 3)
                .containsEntry("activity_name", "Get")
                .containsEntry("type_uid", 400203L)
                .containsEntry("type_name", "HTTP Activity: Get")
                .containsEntry("severity", "Medium")
                .containsEntry("http_response", Map.of("code", 403))
                .containsEntry(
                        "metadata",
                        Map.of(
                                "version",
                                "1.8.0",
                                "profiles",
                                List.of("cloud", "security_control"),
                                "product",
                                Map.of("name", "Example WAF")));
        assertThat(dropped).isEmpty();
    }

    @Test
    @DisplayName("has 0, unknown, where a required enum has no value")
    void fillsUnknown() throws OcsfIncompleteException {
        put("firewall_rule.name", "r");
        put("connection_info.protocol_name", "tcp");
        Map<String, Object> event = complete();
        assertThat(event)
                .containsEntry("activity_id", 0)
                .containsEntry("activity_name", "Unknown")
                .containsEntry("type_uid", 400200L)
                .containsEntry("severity_id", 0)
                .containsEntry("severity", "Unknown")
                .doesNotContainKeys("status_id", "action_id");
        assertThat(at(event, "connection_info"))
                .containsEntry("direction_id", 0)
                .containsEntry("direction", "Unknown");
    }

    @Test
    @DisplayName("keeps the source's word beside 99, other")
    void keepsOtherWords() throws OcsfIncompleteException {
        put("activity_id", "PROPFIND");
        put("severity_id", 7);
        put("disposition_id", 99);
        put("disposition", "teergrube");
        put("action_id", 99);
        Map<String, Object> event = complete();
        assertThat(event)
                .containsEntry("activity_id", 99)
                .containsEntry("activity_name", "PROPFIND")
                .containsEntry("type_uid", 400299L)
                .containsEntry("type_name", "HTTP Activity: Other")
                .containsEntry("severity_id", 99)
                .containsEntry("severity", "7")
                .containsEntry("disposition", "teergrube")
                .containsEntry("action_id", 99)
                .doesNotContainKey("action");
    }

    @Test
    @DisplayName("finds the number of a sibling that stands alone")
    void findsNumbers() throws OcsfIncompleteException {
        put("severity", "high");
        put("status", "half done");
        put("action", "Denied");
        Map<String, Object> event = complete();
        assertThat(event)
                .containsEntry("severity_id", 4)
                .containsEntry("severity", "High")
                .containsEntry("status_id", 99)
                .containsEntry("status", "half done")
                .containsEntry("action_id", 2);
    }

    @Test
    @DisplayName("puts the caption beside a known number, and gives back another text")
    void captionWins() throws OcsfIncompleteException {
        put("severity_id", 4);
        put("severity", "高危");
        assertThat(complete()).containsEntry("severity", "High");
        assertThat(dropped).containsExactly("severity=高危 <- field of severity");
    }

    @Test
    @DisplayName("pairs lists of enum values with their captions")
    void pairsLists() throws OcsfIncompleteException {
        assertThat(put("http_request.url.path", "/")).isTrue();
        assertThat(put("http_request.url.category_ids", List.of(1, "Gambling", "knitting")))
                .isTrue();
        Map<String, Object> url = at(complete(), "http_request", "url");
        assertThat(url)
                .containsEntry("category_ids", List.of(1, 11, 99))
                .containsEntry("categories", List.of("Adult/Mature Content", "Gambling", "knitting"));
    }

    @Test
    @DisplayName("finds the numbers of a list of captions that stands alone, and drops captions too many")
    void pairsCaptions() throws OcsfIncompleteException {
        put("http_request.url.path", "/");
        put("http_request.url.categories", List.of("gambling", "knitting"));
        Map<String, Object> url = at(complete(), "http_request", "url");
        assertThat(url)
                .containsEntry("category_ids", List.of(11, 99))
                .containsEntry("categories", List.of("Gambling", "knitting"));

        start();
        dropped.clear();
        put("http_request.url.path", "/");
        put("http_request.url.category_ids", List.of(1));
        put("http_request.url.categories", List.of("Adult/Mature Content", "more"));
        assertThat(at(complete(), "http_request", "url")).containsEntry("categories", List.of("Adult/Mature Content"));
        assertThat(dropped)
                .containsExactly("http_request.url.categories[1]=more <- field of http_request.url.categories");
    }

    @Test
    @DisplayName("takes only the words of an enum of words")
    void wordEnums() throws OcsfIncompleteException {
        assertThat(put("http_request.http_method", "PROPFIND")).isFalse();
        assertThat(put("http_request.http_method", "get")).isTrue();
        assertThat(at(complete(), "http_request")).containsEntry("http_method", "GET");
    }

    @Test
    @DisplayName("drops objects that lack what OCSF asks for, and tells what each value was made of")
    void dropsObjects() throws OcsfIncompleteException {
        put("src_endpoint.port", 443);
        put("src_endpoint.location.lat", 1.5);
        put("dst_endpoint.hostname", "shop.example.com");
        put("dst_endpoint.location.long", 2);
        put("tls.cipher", "AES");
        put("http_request.http_headers[1].name", "Accept");
        put("http_request.http_headers[2].name", "Host");
        put("http_request.http_headers[2].value", "shop.example.com");
        Map<String, Object> event = complete();
        assertThat(event).doesNotContainKeys("src_endpoint", "tls");
        assertThat(event).containsEntry("dst_endpoint", Map.of("hostname", "shop.example.com"));
        assertThat(event)
                .containsEntry(
                        "http_request",
                        Map.of("http_headers", List.of(Map.of("name", "Host", "value", "shop.example.com"))));
        assertThat(dropped)
                .containsExactlyInAnyOrder(
                        "src_endpoint.port=443 <- field of src_endpoint.port",
                        "src_endpoint.location.lat=1.5 <- field of src_endpoint.location.lat",
                        "dst_endpoint.location.long=2.0 <- field of dst_endpoint.location.long",
                        "tls.cipher=AES <- field of tls.cipher",
                        "http_request.http_headers[1].name=Accept <- field of http_request.http_headers[1].name");
    }

    @Test
    @DisplayName("lets the listener keep what is dropped in unmapped")
    void listenerKeeps() throws OcsfIncompleteException {
        put("src_endpoint.port", 443);
        Map<String, Object> event =
                draft.complete((path, value, origin, reason) -> draft.unmapped("attack_port", value));
        assertThat(event).containsEntry("unmapped", Map.of("attack_port", 443));
        assertThat(VALIDATOR.validate(event).problems()).isEmpty();
    }

    @Test
    @DisplayName("keeps one of the attributes of which just one is allowed")
    void justOne() throws OcsfIncompleteException {
        OcsfEventPlan plan = OcsfEventPlan.builder(SCHEMA, "detection_finding").build();
        draft = newDraft(plan);
        draft.put(plan.slot("finding_info.uid"), "f", null);
        draft.put(plan.slot("vulnerabilities[].cwe.uid"), "CWE-79", "a");
        draft.put(plan.slot("vulnerabilities[].cve.uid"), "CVE-2026-1", "b");
        assertThat(complete()).containsEntry("vulnerabilities", List.of(Map.of("cve", Map.of("uid", "CVE-2026-1"))));
        assertThat(dropped).containsExactly("vulnerabilities[0].cwe.uid=CWE-79 <- a");
    }

    @Test
    @DisplayName("gives up a profile that lacks what it requires, with all it brings")
    void givesUpProfiles() throws OcsfIncompleteException {
        draft = newDraft(HTTP);
        put("http_response.code", 200);
        put("cloud.region", "north-1");
        put("api.operation", "Get");
        put("is_alert", true);
        Map<String, Object> event = complete();
        assertThat(at(event, "metadata")).containsEntry("profiles", List.of("security_control"));
        assertThat(event).containsEntry("is_alert", true).doesNotContainKeys("cloud", "api");
        assertThat(dropped)
                .containsExactlyInAnyOrder(
                        "cloud.region=north-1 <- field of cloud.region", "api.operation=Get <- field of api.operation");
    }

    @Test
    @DisplayName("says all that is missing when there can be no event")
    void incomplete() {
        OcsfEventPlan plan = OcsfEventPlan.builder(SCHEMA, "authentication").build();
        OcsfDraft empty = plan.newDraft();
        empty.put(plan.slot("user.has_mfa"), "true", "x");
        OcsfIncompleteException e = catchThrowableOfType(
                OcsfIncompleteException.class,
                () -> empty.complete((path, value, origin, reason) -> dropped.add(path)));
        assertThat(e.faults())
                .satisfiesExactlyInAnyOrder(
                        f -> assertThat(f).isEqualTo("time is required"),
                        f -> assertThat(f).startsWith("metadata is required (it was dropped: product is required"),
                        f -> assertThat(f).startsWith("user is required (it was dropped: one of account, "),
                        f -> assertThat(f).startsWith("one of dst_endpoint, service is required"));
        assertThat(e).hasMessageContaining("authentication");
        assertThat(dropped).containsExactly("user.has_mfa");
    }

    @Test
    @DisplayName("does not invent 0 where 0 means something")
    void zeroIsNotAlwaysUnknown() throws OcsfIncompleteException {
        put("tls.version", "1.3");
        put("tls.tls_extension_list[].data", Map.of("a", 1));
        put("tls.tls_extension_list[1].type_id", 16);
        Map<String, Object> tls = at(complete(), "tls");
        assertThat(tls)
                .containsEntry(
                        "tls_extension_list",
                        List.of(Map.of("type_id", 16, "type", "application_layer_protocol_negotiation")));
        assertThat(dropped).hasSize(1);
    }

    @Test
    @DisplayName(
            "spreads lists over the elements on the way, adds to lists at the end, and keeps what does not fit out")
    void lists() throws OcsfIncompleteException {
        assertThat(put("http_request.http_headers[].name", Arrays.asList("Accept", null, "Host")))
                .isTrue();
        assertThat(put("http_request.http_headers[].value", List.of("*/*", "lost", "a.example.com")))
                .isTrue();
        assertThat(put("http_request.x_forwarded_for", List.of("203.0.113.9", "unknown", " 2001:db8::1 ")))
                .isFalse();
        assertThat(put("http_request.x_forwarded_for[]", "198.51.100.1")).isTrue();
        assertThat(put("metadata.labels", "single")).isTrue();
        Map<String, Object> event = complete();
        assertThat(at(event, "http_request"))
                .containsEntry("x_forwarded_for", List.of("203.0.113.9", "2001:db8::1", "198.51.100.1"))
                .containsEntry(
                        "http_headers",
                        List.of(
                                Map.of("name", "Accept", "value", "*/*"),
                                Map.of("name", "Host", "value", "a.example.com")));
        assertThat(at(event, "metadata")).containsEntry("labels", List.of("single"));
        assertThat(dropped)
                .containsExactly(
                        "http_request.http_headers[1].value=lost <- field of http_request.http_headers[].value");
    }

    @Test
    @DisplayName("appends elements that are filled by slots of their own")
    void appends() throws OcsfIncompleteException {
        OcsfSlot headers = HTTP.slot("http_request.http_headers");
        OcsfSlot name = HTTP.slot(headers, "name");
        OcsfSlot value = HTTP.slot(headers, "value");
        for (int i = 0; i < 2; i++) {
            OcsfNode header = draft.append(headers);
            assertThat(header.put(name, "X-" + i, null)).isTrue();
            assertThat(header.put(value, i, null)).isTrue();
        }
        draft.append(headers);
        assertThat(at(complete(), "http_request"))
                .containsEntry(
                        "http_headers",
                        List.of(Map.of("name", "X-0", "value", "0"), Map.of("name", "X-1", "value", "1")));
        assertThatThrownBy(() -> draft.put(name, "x", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http_header");
        assertThatThrownBy(() -> draft.append(HTTP.slot("message"))).isInstanceOf(IllegalArgumentException.class);
        OcsfEventPlan other = OcsfEventPlan.builder(SCHEMA, "http_activity").build();
        assertThatThrownBy(() -> draft.put(other.slot("message"), "x", null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("bounds the number of elements that one value may make")
    void boundsElements() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            many.add("v" + i);
        }
        assertThat(put("http_request.http_headers[].name", many)).isFalse();
        assertThat(put("metadata.labels", many)).isFalse();
    }

    @Test
    @DisplayName("keeps the first value of a place, and takes nothing for null and empty text")
    void firstWins() throws OcsfIncompleteException {
        assertThat(put("message", null)).isTrue();
        assertThat(put("message", "")).isTrue();
        assertThat(put("message", "first")).isTrue();
        assertThat(put("message", "second")).isFalse();
        assertThat(put("message", "first")).isTrue();
        assertThat(put("metadata.labels[1]", "b")).isTrue();
        assertThat(put("metadata.labels[0]", "a")).isTrue();
        assertThat(put("metadata.labels[0]", "c")).isFalse();
        Map<String, Object> event = complete();
        assertThat(event).containsEntry("message", "first");
        assertThat(at(event, "metadata")).containsEntry("labels", List.of("a", "b"));
    }

    @Test
    @DisplayName("keeps unmapped fields as they are, and open objects and JSON by path")
    void unmapped() throws OcsfIncompleteException {
        draft.unmapped("empty", "");
        draft.unmapped("null", null);
        draft.unmapped("a.b", Arrays.asList(1, null, Map.of("k", new StringBuilder("text"))));
        assertThat(put("unmapped.deep.er", 1)).isTrue();
        assertThat(put("unmapped.deep.er", 2)).isFalse();
        assertThat(put("unmapped.empty.below", 2)).isFalse();
        put("enrichments[0].name", "n");
        put("enrichments[0].value", "v");
        assertThat(put("enrichments[0].data.geo.asn", 64500)).isTrue();
        Map<String, Object> event = complete();
        Map<String, Object> expected = new HashMap<>();
        expected.put("empty", "");
        expected.put("null", null);
        expected.put("a.b", Arrays.asList(1, null, Map.of("k", "text")));
        expected.put("deep", Map.of("er", 1));
        assertThat(event).containsEntry("unmapped", expected);
        assertThat(event)
                .containsEntry(
                        "enrichments",
                        List.of(Map.of("name", "n", "value", "v", "data", Map.of("geo", Map.of("asn", 64500)))));
    }

    @Test
    @DisplayName("drops every origin of a JSON value that was put together in steps")
    void dropsAllOrigins() throws OcsfIncompleteException {
        put("enrichments[0].data.a", 1);
        put("enrichments[0].data.b", 2);
        complete();
        assertThat(dropped)
                .containsExactly(
                        "enrichments[0].data={a=1, b=2} <- field of enrichments[0].data.a",
                        "enrichments[0].data={a=1, b=2} <- field of enrichments[0].data.b");
    }

    @Test
    @DisplayName("adds the plan's observables for what has stayed in the event")
    void observables() throws OcsfIncompleteException {
        put("src_endpoint.ip", "198.51.100.7");
        put("http_request.x_forwarded_for", List.of("203.0.113.9", "203.0.113.9", "203.0.113.10"));
        Map<String, Object> event = complete();
        assertThat(event.get("observables"))
                .isEqualTo(List.of(
                        Map.of("name", "src_endpoint.ip", "type_id", 2, "type", "IP Address", "value", "198.51.100.7"),
                        Map.of("name", "src_endpoint", "type_id", 20, "type", "Endpoint"),
                        forwarded("203.0.113.9"),
                        forwarded("203.0.113.10")));
        start();
        put("src_endpoint.port", 1);
        assertThat(complete()).doesNotContainKey("observables");
    }

    private static Map<String, Object> forwarded(String ip) {
        return Map.of("name", "http_request.x_forwarded_for", "type_id", 2, "type", "IP Address", "value", ip);
    }

    @Test
    @DisplayName("refuses, when the plan is made, what no event could have")
    void refusesPlans() {
        assertThatThrownBy(() -> HTTP.slot("class_uid")).hasMessageContaining("computed");
        assertThatThrownBy(() -> HTTP.slot("metadata.profiles")).hasMessageContaining("computed");
        assertThatThrownBy(() -> HTTP.slot("observables[].name")).hasMessageContaining("cannot be set");
        assertThatThrownBy(() -> HTTP.slot("resources[100].uid")).isInstanceOf(OcsfPathException.class);
        assertThatThrownBy(() -> HTTP.slot("http_request.http_headers[100].name"))
                .hasMessageContaining("up to 99");
        assertThatThrownBy(() -> HTTP.slot(HTTP.slot("message"), "name")).hasMessageContaining("no list of objects");
        assertThatThrownBy(() -> OcsfEventPlan.builder(SCHEMA, "http_activity").profiles(List.of("incident")))
                .hasMessageContaining("no profile 'incident'");
        assertThatThrownBy(() -> OcsfEventPlan.builder(SCHEMA, "http_activity")
                        .observable("message")
                        .build())
                .hasMessageContaining("no observable type");
        assertThatThrownBy(() -> OcsfEventPlan.builder(SCHEMA, "http_activty")).hasMessageContaining("http_activity");
    }

    @Test
    @DisplayName("is a valid Base Event too, where type_uid 99 is no enum's other")
    void baseEvent() throws OcsfIncompleteException {
        OcsfEventPlan plan = OcsfEventPlan.builder(SCHEMA, "base_event").build();
        draft = newDraft(plan);
        draft.put(plan.slot("activity_id"), "heartbeat", null);
        assertThat(complete())
                .containsEntry("class_uid", 0)
                .containsEntry("type_uid", 99L)
                .containsEntry("category_name", "Uncategorized")
                .containsEntry("activity_name", "heartbeat")
                .doesNotContainKey("type_name");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> at(Map<String, Object> event, String... names) {
        Map<String, Object> map = event;
        for (String name : names) {
            map = (Map<String, Object>) map.get(name);
        }
        return map;
    }
}
