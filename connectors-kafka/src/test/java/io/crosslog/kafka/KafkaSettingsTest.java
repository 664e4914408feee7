package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.credentials.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The settings of a Kafka source")
class KafkaSettingsTest {

    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";

    private static KafkaSource.Builder valid() {
        return KafkaSource.builder()
                .bootstrapServers("192.0.2.1:9092")
                .topics("waf")
                .group("soc");
    }

    @Test
    @DisplayName("tell all that is wrong at once, by name")
    void allAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KafkaSource.builder()
                        .name(" ")
                        .bootstrapServers("kafka.example.com", "kafka.example.com:0")
                        .topics("no spaces allowed")
                        .topicPattern(Pattern.compile("x.*"))
                        .trustStore(Path.of("/nowhere/trust.p12"), Secret.of("hidden-one"))
                        .lagLimit(Duration.ZERO)
                        .connectionDeadline(Duration.ofSeconds(-1))
                        .largestRecordBytes(3)
                        .label("kafka.topic", "mine")
                        .property("fetch.min.bytes", "many")
                        .property("group.id", "other")
                        .build())
                .withMessageStartingWith("KafkaSource has ")
                .withMessageContaining("name was ' '")
                .withMessageContaining("group was not set")
                .withMessageContaining("bootstrapServers held 'kafka.example.com' ")
                .withMessageContaining("bootstrapServers held 'kafka.example.com:0'")
                .withMessageContaining("topics held 'no spaces allowed'")
                .withMessageContaining("exactly one of them must be set")
                .withMessageContaining("trustStore was /nowhere/trust.p12")
                .withMessageContaining("lagLimit was PT0S")
                .withMessageContaining("connectionDeadline was PT-1S")
                .withMessageContaining("largestRecordBytes was 3")
                .withMessageContaining("labels held 'kafka.topic'")
                .withMessageContaining("property 'fetch.min.bytes'")
                .withMessageContaining("property 'group.id' cannot be set: use group(...)")
                .withMessageNotContaining("hidden-one")
                .withMessageNotContaining("many");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bootstrap.servers",
                "group.id",
                "group.protocol",
                "group.instance.id",
                "enable.auto.commit",
                "auto.offset.reset",
                "key.deserializer",
                "value.deserializer",
                "allow.auto.create.topics",
                "interceptor.classes",
                "config.providers",
                "config.providers.file.class"
            })
    @DisplayName("refuse properties on which the source's promises rest")
    void ownedProperties(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> valid().property(key, "secret-value").build())
                .withMessageContaining("property '" + key + "' cannot be set")
                .withMessageNotContaining("secret-value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.sun.security.auth.module.JndiLoginModule required user.provider.url=\"ldap://192.0.2.9/x\";",
                "com.sun.security.auth.module.LdapLoginModule required;",
                "com.sun.security.auth.module.Krb5LoginModule required;",
                "// " + PLAIN + " required;\n com.sun.security.auth.module.JndiLoginModule required;",
                "/* ; */ com.sun.security.auth.module.JndiLoginModule required;",
                PLAIN
                        + " required username=\"a;b\" password=\"c\"; com.sun.security.auth.module.JndiLoginModule required;",
                "\"com.sun.security.auth.module.JndiLoginModule\" required;"
            })
    @DisplayName("refuse login modules other than those of PLAIN, SCRAM and OAUTHBEARER, however they are hidden")
    void loginModules(String jaas) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> valid().property("security.protocol", "SASL_SSL")
                        .property("sasl.jaas.config", jaas)
                        .build())
                .withMessageContaining("names a login module other than");
    }

    @Test
    @DisplayName("take a login of one's own in the client's words, unless the builder has decided it")
    void ownLogin() {
        String jaas = PLAIN + " required username=\"u\" password=\"p;x\";";
        assertThatCode(() -> valid().property("security.protocol", "SASL_SSL")
                        .property("sasl.mechanism", "PLAIN")
                        .property("sasl.jaas.config", jaas)
                        .build())
                .doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        valid().tls().property("security.protocol", "PLAINTEXT").build())
                .withMessageContaining("cannot be set beside tls()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> valid().property("sasl.mechanism", "GSSAPI").build())
                .withMessageContaining("must be PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> valid().property("sasl.jaas.config", PLAIN + " required username=\"u\"")
                        .build())
                .withMessageContaining("must end with a semicolon");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PLAIN + " required username=u password=abc TopSecretTail;",
                PLAIN + " required username=\"u\" password=12345;",
                PLAIN + " TopSecretTail username=\"u\";",
                PLAIN + " required password=\"a\" TopSecretTail\";",
                PLAIN + " required username=\"u\"; " + PLAIN + " required TopSecretTail=\"x\";"
            })
    @DisplayName("refuse a login that the client could not read, without quoting it")
    void unreadableLogin(String jaas) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> valid().property("security.protocol", "SASL_SSL")
                        .property("sasl.jaas.config", jaas)
                        .build())
                .withMessageContaining("key=\"value\"")
                .withMessageNotContaining("TopSecretTail")
                .withMessageNotContaining("12345");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://login.example.com/token", "file:///etc/passwd", "https:", "jar:https://x/", "%%"})
    @DisplayName("refuse token endpoints that are not https")
    void tokenEndpoints(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> valid().property("sasl.oauthbearer.token.endpoint.url", url)
                        .build())
                .withMessageContaining("must be an https URL");
    }

    @Test
    @DisplayName("refuse a token endpoint in clear given to oauth(...), too")
    void oauthEndpoint() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> valid().oauth(URI.create("http://login.example.com/token"), null, secrets())
                        .build())
                .withMessageContaining("must be an https URL");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> valid().sasl(SaslMechanism.OAUTHBEARER, secrets()).build())
                .withMessageContaining("use oauth(...)");
    }

    @Test
    @DisplayName("show no secret in any text")
    void noSecrets() {
        KafkaSource source = valid().trustedCertificates("-----BEGIN CERTIFICATE-----\nMIIsecret")
                .sasl(SaslMechanism.PLAIN, secrets())
                .property("ssl.key.password", "key-secret")
                .build();
        assertThat(source.toString())
                .contains("kafka", "waf", "192.0.2.1:9092", "SASL_SSL", "soc")
                .doesNotContain("secret", "s3cr3t");

        KafkaSettings settings = settings(valid().sasl(SaslMechanism.SCRAM_SHA_512, secrets()));
        Map<String, Object> properties =
                ClientProperties.of(settings, 1 << 20, "client", Credentials.of("user", "s3cr3t"));
        assertThat(properties.toString()).doesNotContain("s3cr3t");
        assertThat(((Password) properties.get("sasl.jaas.config")).value())
                .isEqualTo("org.apache.kafka.common.security.scram.ScramLoginModule required "
                        + "username=\"user\" password=\"s3cr3t\";");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {"plain,plain", "a\"b,a\\\"b", "a\\b,a\\\\b", "$ConnectionString,$ConnectionString", "#;=//,#;=//"})
    @DisplayName("quote values for JAAS")
    void quoting(String value, String quoted) {
        assertThat(Jaas.quoted(value)).isEqualTo('"' + quoted + '"');
    }

    @Test
    @DisplayName(
            "derive fetch sizes from the memory budget, with room for the largest record in each partition's share")
    void fetchSizes() {
        KafkaSettings settings = settings(valid().largestRecordBytes(2 << 20));
        assertThat(ClientProperties.of(settings, 1 << 20, "c", null))
                .containsEntry("fetch.max.bytes", 512 << 10)
                .containsEntry("max.partition.fetch.bytes", 2 << 20);
        assertThat(ClientProperties.of(settings, 32 << 20, "c", null))
                .containsEntry("fetch.max.bytes", 16 << 20)
                .containsEntry("max.partition.fetch.bytes", 8 << 20);
        assertThat(ClientProperties.of(settings, Long.MAX_VALUE, "c", null))
                .containsEntry("fetch.max.bytes", 50 << 20)
                .containsEntry("max.partition.fetch.bytes", 16 << 20);
    }

    @Test
    @DisplayName("never commit by themselves, reset offsets or make topics")
    void promises() {
        assertThat(ClientProperties.of(settings(valid().property("max.poll.records", "7")), 1 << 20, "c", null))
                .containsEntry("enable.auto.commit", false)
                .containsEntry("auto.offset.reset", "none")
                .containsEntry("allow.auto.create.topics", false)
                .containsEntry("max.poll.records", "7")
                .containsEntry(
                        "partition.assignment.strategy", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
    }

    @Test
    @DisplayName("are frozen when the source is made")
    void frozen() {
        KafkaSource.Builder builder = valid();
        KafkaSource source = builder.build();
        builder.name("other").topics("other");
        assertThat(source.name()).isEqualTo("kafka");
        assertThat(source.toString()).contains("waf").doesNotContain("other");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,false",
        "10.1.2.3,false",
        "192.168.1.1,false",
        "100.88.0.1,false",
        "[::1],false",
        "[fd00::1],false",
        "203.0.113.9,true",
        "100.128.0.1,true",
        "[2001:db8::1],true",
        "no.such.host.invalid,false"
    })
    @DisplayName("know which addresses are public")
    void publicAddresses(String host, boolean expected) {
        assertThat(ClearTextWarning.isPublic(host)).isEqualTo(expected);
    }

    private static CredentialsProvider secrets() {
        return CredentialsProvider.fixed(Credentials.of("user", "s3cr3t"));
    }

    private static KafkaSettings settings(KafkaSource.Builder builder) {
        return builder.draft.settings("test", new Problems());
    }
}
