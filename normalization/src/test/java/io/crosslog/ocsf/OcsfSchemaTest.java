package io.crosslog.ocsf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The bundled OCSF schema")
class OcsfSchemaTest {

    private static final OcsfSchema SCHEMA = OcsfSchema.bundled();
    private static final List<String> PROFILES = List.of("cloud", "security_control");

    @Test
    @DisplayName("is the whole of 1.8.0, platform extensions included")
    void isWhole() {
        assertThat(SCHEMA.version()).isEqualTo("1.8.0");
        assertThat(SCHEMA.classes()).hasSize(83);
        assertThat(SCHEMA.objects()).hasSize(178);
        assertThat(SCHEMA.dictionary()).hasSize(960);
        assertThat(SCHEMA.profiles()).hasSize(14).contains("cloud", "linux/linux_users");
        assertThat(SCHEMA.types()).hasSize(25).containsKeys("reg_key_path_t", "object_t");
        assertThat(SCHEMA.findClass("registry_key_activity")
                        .orElseThrow()
                        .structure()
                        .extension())
                .contains("win");
        assertThat(SCHEMA.findObject("process")
                        .orElseThrow()
                        .attributes()
                        .get("egid")
                        .profiles())
                .containsExactly("linux/linux_users", "macos/macos_users");
    }

    @Test
    @DisplayName("is loaded once")
    void isLoadedOnce() {
        assertThat(OcsfSchema.bundled()).isSameAs(SCHEMA);
    }

    @Test
    @DisplayName("finds a class by name and by uid")
    void findsClasses() {
        OcsfClass http = SCHEMA.findClass("http_activity").orElseThrow();
        assertThat(SCHEMA.findClass(4002)).contains(http);
        assertThat(http.caption()).isEqualTo("HTTP Activity");
        assertThat(http.categoryUid()).isEqualTo(4);
        assertThat(http.categoryName()).isEqualTo("Network Activity");
        assertThat(http.typeUid(3)).isEqualTo(400203);
        assertThat(http.structure().constraints())
                .containsExactly(
                        new OcsfConstraint(OcsfConstraint.Kind.AT_LEAST_ONE, List.of("http_request", "http_response")));
        assertThat(SCHEMA.findClass("no_such")).isEmpty();
        assertThat(SCHEMA.findClass(0).orElseThrow().categoryName()).isEqualTo("Uncategorized");
    }

    @Test
    @DisplayName("derives the values of class_uid, category_uid and type_uid from the class")
    void derivesValues() {
        var attributes = SCHEMA.findClass(2006).orElseThrow().structure().attributes();
        assertThat(attributes.get("class_uid").values().captions()).containsOnlyKeys("2006");
        assertThat(attributes.get("category_uid").values().caption(2)).contains("Findings");
        OcsfEnum types = attributes.get("type_uid").values();
        assertThat(types.caption(200601)).contains("Data Security Finding: Create");
        assertThat(types.deprecatedSince("200604")).contains("1.4.0");
    }

    @Test
    @DisplayName("knows types, enums, siblings, profiles and deprecations")
    void knowsAttributes() {
        var http = SCHEMA.findClass("http_activity").orElseThrow().structure().attributes();
        assertThat(http.get("action_id").profiles()).containsExactly("security_control");
        assertThat(http.get("action_id").sibling()).isEqualTo("action");
        assertThat(http.get("action_id").values().caption(2)).contains("Denied");
        assertThat(http.get("action_id").values().valueOf("DENIED")).contains("2");
        assertThat(http.get("cloud").requirement()).isEqualTo(OcsfRequirement.REQUIRED);
        var location = SCHEMA.findObject("location").orElseThrow().attributes();
        assertThat(location.get("isp").deprecatedSince()).isEqualTo("1.5.0");
        var user = SCHEMA.findObject("user").orElseThrow().attributes();
        assertThat(user.get("name").type().name()).isEqualTo("username_t");
        assertThat(SCHEMA.dictionary().get("name").type().name()).isEqualTo("string_t");
        OcsfType ip = SCHEMA.types().get("ip_t");
        assertThat(ip.maxLength()).isEqualTo(40);
        assertThat(ip.regex().matcher("2001:db8::1").find()).isTrue();
        assertThat(SCHEMA.types().get("port_t").range()).isEqualTo(new OcsfType.Range(0, 65535));
        assertThat(SCHEMA.types().get("timestamp_t").base()).isEqualTo(OcsfType.Base.LONG);
        assertThat(SCHEMA.findObject("object").orElseThrow().isOpen()).isTrue();
    }

    @Test
    @DisplayName("follows a path through objects and lists")
    void resolves() {
        OcsfPath city = SCHEMA.resolve("http_activity", "src_endpoint.location.city", PROFILES);
        assertThat(city.attribute().name()).isEqualTo("city");
        assertThat(city.steps()).hasSize(3);

        OcsfPath header = SCHEMA.resolve("http_activity", "http_request.http_headers[].name", PROFILES);
        assertThat(header.steps().get(1).index()).isEqualTo(OcsfPath.Step.ANY);
        assertThat(SCHEMA.resolve("http_activity", "http_request.http_headers[7].name", PROFILES)
                        .steps()
                        .get(1)
                        .index())
                .isEqualTo(7);
        assertThat(SCHEMA.resolve("http_activity", "http_request.http_headers.name", PROFILES)
                        .steps()
                        .get(1)
                        .index())
                .isEqualTo(OcsfPath.Step.NONE);
    }

    @Test
    @DisplayName("lets a path go on freely below an open object and below JSON")
    void resolvesFreely() {
        OcsfPath unmapped = SCHEMA.resolve("http_activity", "unmapped.Anything.at-all", PROFILES);
        assertThat(unmapped.free()).containsExactly("Anything", "at-all");
        assertThat(SCHEMA.resolve("http_activity", "enrichments[0].data.x", PROFILES)
                        .isFree())
                .isTrue();
        assertThatThrownBy(() -> SCHEMA.resolve("http_activity", "unmapped.a..b", PROFILES))
                .isInstanceOf(OcsfPathException.class)
                .hasMessageContaining("empty name");
    }

    @Test
    @DisplayName("knows which observable an attribute makes: by attribute, by type, by object")
    void observableTypes() {
        assertThat(SCHEMA.resolve("http_activity", "http_request.user_agent", Set.of())
                        .observableTypeId())
                .hasValue(16);
        assertThat(SCHEMA.resolve("http_activity", "src_endpoint.ip", Set.of()).observableTypeId())
                .hasValue(2);
        assertThat(SCHEMA.resolve("http_activity", "src_endpoint", Set.of()).observableTypeId())
                .hasValue(20);
        assertThat(SCHEMA.resolve("http_activity", "message", Set.of()).observableTypeId())
                .isEmpty();
    }

    @Test
    @DisplayName("says where a path goes wrong and what may have been meant")
    void suggests() {
        assertSuggestion("src_endpoint.loction.city", 13, "src_endpoint.location");
        assertSuggestion("src_endpont.ip", 0, "src_endpoint");
        assertSuggestion("src_endpoint_ip", 0, "src_endpoint.ip");
        assertSuggestion("http_request.url_query_string", 13, "http_request.url.query_string");
        assertSuggestion("severityid", 0, "severity_id");
        assertThatThrownBy(() -> SCHEMA.resolve("htp_activity", "time", Set.of()))
                .isInstanceOf(OcsfPathException.class)
                .hasMessageContaining("http_activity");
        assertThatThrownBy(() -> SCHEMA.resolve("http_activity", "time", Set.of("clowd")))
                .isInstanceOf(OcsfPathException.class)
                .hasMessageContaining("did you mean cloud");
    }

    private static void assertSuggestion(String path, int offset, String suggestion) {
        OcsfPathException e =
                catchThrowableOfType(OcsfPathException.class, () -> SCHEMA.resolve("http_activity", path, PROFILES));
        assertThat(e.suggestions()).first().isEqualTo(suggestion);
        assertThat(e.offset()).isEqualTo(offset);
        assertThat(e).hasMessageContaining("did you mean " + suggestion);
    }

    @Test
    @DisplayName("refuses paths that the profiles, the type or the grammar do not allow")
    void refuses() {
        assertRefused("firewall_rule.uid", List.of("cloud"), "needs the profile security_control");
        assertRefused("time.year", PROFILES, "is of type timestamp_t");
        assertRefused("src_endpoint[0].ip", PROFILES, "is not a list");
        assertRefused("http_request.http_headers[x].name", PROFILES, "no index");
        assertRefused("http_request.http_headers[0.name", PROFILES, "no index");
        assertRefused("http_request.http_headers[1234567].name", PROFILES, "no index");
        assertRefused("", PROFILES, "no attribute ''");
        assertRefused("src_endpoint.", PROFILES, "no attribute ''");
        assertRefused(".ip", PROFILES, "no attribute ''");
        assertRefused("x".repeat(100_000), PROFILES, "no attribute");
    }

    private static void assertRefused(String path, List<String> profiles, String why) {
        assertThatThrownBy(() -> SCHEMA.resolve("http_activity", path, profiles))
                .isInstanceOf(OcsfPathException.class)
                .hasMessageContaining(why);
    }
}
