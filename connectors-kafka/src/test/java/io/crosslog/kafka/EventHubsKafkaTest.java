package io.crosslog.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.credentials.Secret;
import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.spi.BlockedException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The preset for Event Hubs")
class EventHubsKafkaTest {

    private static final String KEY = "Zm9yIHRlc3RzIG9ubHksIG9mIG5vIG5hbWVzcGFjZQ=";
    private static final String ENDPOINT = "Endpoint=sb://soc-logs.servicebus.windows.net/";
    private static final String OF_NAMESPACE = ENDPOINT + ";SharedAccessKeyName=listen-only;SharedAccessKey=" + KEY;

    private static EventHubsKafka.Builder with(String connectionString) {
        return EventHubsKafka.builder().connectionString(Secret.of(connectionString));
    }

    private static KafkaSettings settings(EventHubsKafka.Builder builder) {
        builder.build();
        return builder.draft.settings("test", new Problems());
    }

    private static CredentialsProvider provider(String id, String secret) {
        return CredentialsProvider.fixed(Credentials.of(id, secret));
    }

    private static String password(KafkaSettings settings) throws Exception {
        Credentials login = CredentialsProvider.ask(settings.security().credentials());
        assertThat(login.id()).isEqualTo("$ConnectionString");
        return login.secret().reveal();
    }

    @Test
    @DisplayName("takes host, hub and password from a connection string, and nothing of it is printed")
    void fromConnectionString() throws Exception {
        KafkaSettings settings = settings(with(OF_NAMESPACE + ";EntityPath=activity-logs"));
        assertThat(settings.bootstrapServers()).containsExactly("soc-logs.servicebus.windows.net:9093");
        assertThat(settings.topics()).containsExactly("activity-logs");
        assertThat(settings.protocol()).isEqualTo("SASL_SSL");
        assertThat(settings.labels()).isEqualTo(Map.of("azure.namespace", "soc-logs.servicebus.windows.net"));
        assertThat(settings.topicAttribute()).isEqualTo("azure.hub");
        assertThat(settings.name()).isEqualTo("azure-event-hubs");
        assertThat(password(settings)).isEqualTo(OF_NAMESPACE + ";EntityPath=activity-logs");
        assertThat(settings.toString()).doesNotContain(KEY, "SharedAccess");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "  \"%s\"\n",
                "'%s'",
                "%s;",
                ";;%s;UnknownPart=1",
                "%s\r\n",
            })
    @DisplayName("takes a connection string as people paste it")
    void pasted(String form) throws Exception {
        KafkaSettings settings =
                settings(with(String.format(form, OF_NAMESPACE)).hubs("hub"));
        assertThat(settings.where()).isEqualTo("soc-logs.servicebus.windows.net:9093");
        assertThat(password(settings)).contains(OF_NAMESPACE).doesNotContain("\n", "\r", "\"", "'");
    }

    @Test
    @DisplayName("reads names of parts in any case, ports and paths of the endpoint, and a string broken over lines")
    void looseForms() throws Exception {
        KafkaSettings settings =
                settings(with("ENDPOINT=SB://SOC-Logs.servicebus.windows.net:5671/x;\n  sharedaccesskeyname = p ;\n"
                        + "  sharedaccesskey=" + KEY + ";\n entitypath=hub"));
        assertThat(settings.where()).isEqualTo("soc-logs.servicebus.windows.net:9093");
        assertThat(settings.topics()).containsExactly("hub");
        assertThat(password(settings)).endsWith("entitypath=hub").doesNotContain("\n");
    }

    @Test
    @DisplayName("leads to the emulator without TLS")
    void emulator() {
        KafkaSettings settings = settings(
                with("Endpoint=sb://localhost;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;"
                                + "UseDevelopmentEmulator=true;")
                        .hubs("eh1"));
        assertThat(settings.bootstrapServers()).containsExactly("localhost:9092");
        assertThat(settings.protocol()).isEqualTo("SASL_PLAINTEXT");
    }

    @Test
    @DisplayName("tells everything that is wrong with a connection string, never its text")
    void wrongConnectionStrings() {
        assertRefused(with(ENDPOINT + ";SharedAccessSignature=SharedAccessSignature sr=x&sig=" + KEY + "&se=1")
                        .hubs("h"))
                .withMessageContaining("takes none over Kafka")
                .withMessageNotContaining(KEY);
        assertRefused(with(KEY).hubs("h"))
                .withMessageContaining("no Endpoint=")
                .withMessageContaining("no SharedAccessKeyName")
                .withMessageNotContaining(KEY);
        assertRefused(with("Endpoint=https://" + KEY + ";SharedAccessKeyName;SharedAccessKey=" + KEY))
                .withMessageContaining("Endpoint that is not sb://")
                .withMessageContaining("no '=' in part 2")
                .withMessageContaining("topics was []")
                .withMessageContaining("group was not set")
                .withMessageNotContaining(KEY);
        assertRefused(with(OF_NAMESPACE + ";SharedAccessKey=another").hubs("h"))
                .withMessageContaining("part 4 a second time")
                .withMessageNotContaining("another");
        assertRefused(with(OF_NAMESPACE + ";EntityPath=one").hubs("two"))
                .withMessageContaining("hubs were [two] but the connection string is of one hub only (EntityPath=one)");
        assertRefused(with(OF_NAMESPACE).namespace("other").hubs("h"))
                .withMessageContaining("namespace was 'other' but the connection string is of soc-logs.servicebus");
        settings(with(OF_NAMESPACE + ";EntityPath=one").namespace("soc-logs").hubs("one"));
    }

    private static org.assertj.core.api.ThrowableAssertAlternative<IllegalArgumentException> assertRefused(
            EventHubsKafka.Builder builder) {
        return assertThatIllegalArgumentException().isThrownBy(builder::build);
    }

    @Test
    @DisplayName("makes the password of a policy's name and its key, asked for anew each time")
    void policyKey() throws Exception {
        KafkaSettings settings = settings(
                EventHubsKafka.builder().namespace("SOC-Logs").hubs("h").sharedAccessKey(provider("listen-only", KEY)));
        assertThat(password(settings)).isEqualTo(OF_NAMESPACE);
        KafkaSettings wrong = settings(EventHubsKafka.builder()
                .namespace("soc-logs")
                .hubs("h")
                .sharedAccessKey(provider("listen-only", OF_NAMESPACE)));
        assertThatThrownBy(() -> password(wrong))
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("whole connection string")
                .message()
                .doesNotContain(KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "soc-logs, https://login.microsoftonline.com",
        "soc-logs.servicebus.windows.net, https://login.microsoftonline.com",
        "soc-logs.servicebus.usgovcloudapi.net, https://login.microsoftonline.us",
        "soc-logs.servicebus.chinacloudapi.cn, https://login.chinacloudapi.cn"
    })
    @DisplayName("asks the cloud's own authority for tokens of the namespace")
    void tokens(String namespace, String authority) {
        KafkaSettings settings = settings(EventHubsKafka.builder()
                .namespace(namespace)
                .hubs("h")
                .clientCredentials("contoso.example.com", provider("client", KEY)));
        assertThat(settings.security().tokenEndpoint())
                .isEqualTo(URI.create(authority + "/contoso.example.com/oauth2/v2.0/token"));
        String host = settings.bootstrapServers().get(0).replace(":9093", "");
        assertThat(settings.security().tokenScope()).isEqualTo("https://" + host + "/.default");
        assertThat(settings.protocol()).isEqualTo("SASL_SSL");
        Map<String, Object> client = ClientProperties.of(settings, 1 << 20, "id", Credentials.of("client", KEY));
        assertThat(client.get("sasl.jaas.config")).hasToString("[hidden]");
    }

    @Test
    @DisplayName("tells what is missing or contradicts itself")
    void missing() {
        assertRefused(EventHubsKafka.builder())
                .withMessageContaining("none of connectionString(...), sharedAccessKey(...) and clientCredentials(...)")
                .withMessageContaining("namespace was not set");
        assertRefused(with(OF_NAMESPACE).hubs("h").sharedAccessKey(provider("a", "b")))
                .withMessageContaining("several of connectionString(...)");
        assertRefused(EventHubsKafka.builder()
                        .namespace("https://soc-logs.servicebus.windows.net:9093")
                        .hubs("h")
                        .sharedAccessKey(provider("a", "b")))
                .withMessageContaining("without scheme and port");
        assertRefused(EventHubsKafka.builder()
                        .namespace(OF_NAMESPACE)
                        .hubs("h")
                        .clientCredentials(OF_NAMESPACE, provider("a", "b")))
                .withMessageContaining("namespace was a text with '=' or ';'")
                .withMessageContaining("tenant was a text with")
                .withMessageNotContaining(KEY);
        assertRefused(EventHubsKafka.builder()
                        .namespace("soc-logs.private.example.com")
                        .hubs("h")
                        .clientCredentials(" ", provider("a", "b")))
                .withMessageContaining("tenant was ' '")
                .withMessageContaining("authority was not set");
        settings(EventHubsKafka.builder()
                .namespace("soc-logs.private.example.com")
                .hubs("h")
                .authority(URI.create("https://login.example.com/"))
                .clientCredentials("t", provider("a", "b")));
    }

    @Test
    @DisplayName("gives each pipeline and choice of hubs a group of its own, within 256 characters")
    void groups() {
        assertThat(settings(with(OF_NAMESPACE).hubs("h")).of("soc").group()).isEqualTo("crosslog.soc+h");
        assertThat(settings(with(OF_NAMESPACE).hubs("b", "a")).of("soc").group())
                .isEqualTo("crosslog.soc+a+b");
        assertThat(settings(with(OF_NAMESPACE).hubs("h").group("mine"))
                        .of("soc")
                        .group())
                .isEqualTo("mine");
        String[] many = IntStream.range(0, 50)
                .mapToObj(i -> "hub-with-a-long-name-" + i)
                .toArray(String[]::new);
        String longest =
                settings(with(OF_NAMESPACE).hubs(many)).of("p".repeat(64)).group();
        assertThat(longest).hasSizeLessThanOrEqualTo(256).startsWith("crosslog.ppp");
        many[0] = "another";
        assertThat(settings(with(OF_NAMESPACE).hubs(many)).of("p".repeat(64)).group())
                .isNotEqualTo(longest);
        assertRefused(with(OF_NAMESPACE).hubs("h").group("g".repeat(257))).withMessageContaining("at most 256");
    }

    @Test
    @DisplayName("uses the client settings that Azure recommends, under the caller's own")
    void clientSettings() {
        Map<String, Object> client = ClientProperties.of(
                settings(with(OF_NAMESPACE).hubs("h").property("max.poll.records", "7")), 64 << 20, "id", null);
        assertThat(client)
                .containsEntry(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "180000")
                .containsEntry(ConsumerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG, "180000")
                .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "30000")
                .containsEntry(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "60000")
                .containsEntry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "7");
    }

    @Test
    @DisplayName("reads over SASL_SSL as $ConnectionString, from a hub of the namespace and with a string of the hub")
    void reads() throws Exception {
        LoopbackKafka kafka = Brokers.shared();
        String topic = Brokers.unique("hub");
        kafka.createTopic(topic, 1);
        kafka.produce(topic, Brokers.values("v", 3));
        for (String string : List.of(OF_NAMESPACE, OF_NAMESPACE + ";EntityPath=" + topic)) {
            kafka.setUser("$ConnectionString", string);
            EventHubsKafka.Builder builder = with(string)
                    .hubs(topic)
                    .name("s" + string.length())
                    .group(topic + string.length())
                    .bootstrapServers(kafka.bootstrap(Listener.SASL_SSL))
                    .trustStore(kafka.trustStore(), Secret.of(kafka.trustStorePassword()));
            try (EngineSide engine = EngineSide.open(builder.build())) {
                engine.pollUntil("3 records", () -> engine.records().size() == 3);
                assertThat(engine.records().get(0).attributes())
                        .containsEntry("azure.namespace", "soc-logs.servicebus.windows.net")
                        .containsEntry("azure.hub", topic)
                        .hasSize(2);
            }
        }
    }

    @Test
    @DisplayName("says what to look at when key, hub or group is refused, and shows no key")
    void refusals() throws Exception {
        LoopbackKafka kafka = Brokers.shared();
        String topic = Brokers.unique("hub");
        kafka.createTopic(topic, 1);
        String string = OF_NAMESPACE + ";EntityPath=" + topic;
        kafka.setUser("$ConnectionString", string);
        EventHubsKafka.Builder wrongKey = with(OF_NAMESPACE + "x").hubs(topic);
        assertThat(refusal(wrongKey, kafka))
                .contains("'listen-only'", "claim Listen", "Basic")
                .doesNotContain(KEY);
        kafka.denyTopic(topic, "$ConnectionString");
        assertThat(refusal(with(string), kafka)).contains("opens the hub '" + topic + "' only", "Basic", "may Listen");
        kafka.allowTopic(topic, "$ConnectionString");
        kafka.denyGroup("crosslog.test+" + topic, "$ConnectionString");
        assertThat(refusal(with(string), kafka)).contains("groups in the whole namespace");
    }

    private static String refusal(EventHubsKafka.Builder builder, LoopbackKafka kafka) throws Exception {
        builder.bootstrapServers(kafka.bootstrap(Listener.SASL_SSL))
                .trustStore(kafka.trustStore(), Secret.of(kafka.trustStorePassword()));
        try (EngineSide engine = EngineSide.open(builder.build())) {
            BlockedException refused = null;
            long end = System.nanoTime() + 30_000_000_000L;
            while (refused == null && System.nanoTime() < end) {
                try {
                    engine.pollOnce();
                } catch (BlockedException e) {
                    refused = e;
                }
            }
            assertThat(refused).isNotNull();
            return refused.getMessage();
        }
    }

    @Test
    @DisplayName("sends a firewall's refusal to the firewall, and an unreadable login to the user name")
    void adviceByWord() {
        Advice advice = EventHubsAdvice.forApplication("h");
        assertThat(advice.forLogin("Unauthorized: The request was rejected by Firewall checks"))
                .startsWith("the namespace's firewall");
        assertThat(advice.forLogin("whatever")).startsWith("check tenant");
        assertThat(Advice.GENERAL.forLogin("Error reading field 'auth_bytes': Bytes size -1 cannot be negative"))
                .contains("$ConnectionString");
    }
}
