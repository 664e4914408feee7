package io.crosslog.kafka;

import io.crosslog.credentials.Credentials;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** What the Kafka client is told. Secrets are wrapped, so that the client's own logging hides them. */
final class ClientProperties {

    private static final int LARGEST_PARTITION_FETCH = 16 << 20;

    private static final int TOKEN_TIMEOUT_MILLIS = 10_000;

    private ClientProperties() {}

    /**
     * The properties of one consumer.
     *
     * @param prefetchBytes what the consumer may hold in its buffers
     * @param clientId its name in the broker's logs and quotas
     * @param credentials who it is, or null
     */
    static Map<String, Object> of(
            KafkaSettings settings, long prefetchBytes, String clientId, @Nullable Credentials credentials) {
        Map<String, Object> all = new HashMap<>();
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        all.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, settings.assignor());
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
        // A request must end before the client's own patience with a commit or a lookup does.
        all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 30_000);
        // The client waits for a token endpoint for ever, and all other logins of this JVM wait with it.
        all.put(SaslConfigs.SASL_LOGIN_CONNECT_TIMEOUT_MS, TOKEN_TIMEOUT_MILLIS);
        all.put(SaslConfigs.SASL_LOGIN_READ_TIMEOUT_MS, TOKEN_TIMEOUT_MILLIS);
        fetchSizes(all, prefetchBytes, settings.largestRecordBytes());
        security(all, settings.security(), credentials);
        all.putAll(settings.properties());
        owned(all, settings);
        return all;
    }

    /**
     * The client holds one response of each broker and asks for the next meanwhile, so that a response may take half of
     * the budget. The share of one partition has a floor: brokers before 0.10.1 know no other bound, and a record that does
     * not fit would never arrive. Later ones keep to the size of the whole response, save for a first record that is
     * larger.
     */
    private static void fetchSizes(Map<String, Object> all, long prefetchBytes, int floor) {
        long response = Math.max(1, Math.min(prefetchBytes / 2, 50L << 20));
        long partition = Math.max(floor, Math.min(response / 2, LARGEST_PARTITION_FETCH));
        all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, (int) response);
        all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, (int) partition);
    }

    private static void owned(Map<String, Object> all, KafkaSettings settings) {
        all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        all.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    }

    private static void security(Map<String, Object> all, Security security, @Nullable Credentials credentials) {
        all.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, security.protocol());
        if (security.trustStore() != null) {
            all.put(
                    SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
                    security.trustStore().toString());
        }
        if (security.trustStorePassword() != null) {
            all.put(
                    SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG,
                    new Password(security.trustStorePassword().reveal()));
        }
        if (security.trustedCertificates() != null) {
            all.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            all.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, new Password(security.trustedCertificates()));
        }
        SaslMechanism mechanism = security.mechanism();
        if (mechanism != null && credentials != null) {
            all.put(SaslConfigs.SASL_MECHANISM, mechanism.protocolName());
            all.put(SaslConfigs.SASL_JAAS_CONFIG, new Password(Jaas.entry(mechanism, credentials, security)));
        }
        URI endpoint = security.tokenEndpoint();
        if (endpoint != null) {
            all.put(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL, endpoint.toString());
            TokenLogin.addTo(all);
        }
    }
}
