package io.crosslog.kafka;

import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigValue;

/**
 * Which client properties a caller may set, and which the source must own because its promises rest on them. Values are
 * never told: any of them may be a secret.
 */
final class PropertyHatch {

    private static final Map<String, String> OWNED = new TreeMap<>(Map.ofEntries(
            Map.entry("bootstrap.servers", "use bootstrapServers(...)"),
            Map.entry("group.id", "use group(...)"),
            Map.entry("group.protocol", "the source follows the classic group protocol"),
            Map.entry("group.instance.id", "the readers of one source would throw each other out"),
            Map.entry("enable.auto.commit", "positions are committed only when their records are durable in the sink"),
            Map.entry(
                    "auto.commit.interval.ms",
                    "positions are committed only when their records are durable in the sink"),
            Map.entry("auto.offset.reset", "use startAtEarliest(), startAtLatest(), startAt(...) and outOfRange(...)"),
            Map.entry("key.deserializer", "records are handed out as the bytes they are"),
            Map.entry("value.deserializer", "records are handed out as the bytes they are"),
            Map.entry("allow.auto.create.topics", "a mistyped topic must be an error, not a new topic"),
            Map.entry("interceptor.classes", "an interceptor could drop or change records unseen"),
            Map.entry("config.providers", "resolve values before handing them over")));

    private static final Set<String> IDENTITY = Set.of("security.protocol", "sasl.mechanism", "sasl.jaas.config");
    private static final Set<String> PROTOCOLS = Set.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");

    private PropertyHatch() {}

    static void check(Map<String, String> properties, boolean securitySet, Problems problems) {
        properties.forEach((key, value) -> {
            String prefix = "property '" + key + "' ";
            String reason = OWNED.get(key.startsWith("config.providers") ? "config.providers" : key);
            if (reason != null) {
                problems.add(prefix + "cannot be set: " + reason);
            } else if (IDENTITY.contains(key) && securitySet) {
                problems.add(prefix + "cannot be set beside tls(), sasl(...) or oauth(...), which decide it");
            } else {
                checkValue(key, value, prefix, problems);
            }
        });
        checkWithClient(properties, problems);
    }

    /** The client knows the types and ranges of its own properties best. */
    private static void checkWithClient(Map<String, String> properties, Problems problems) {
        for (ConfigValue checked : ConsumerConfig.configDef().validate(properties)) {
            String value = properties.get(checked.name());
            if (value != null) {
                checked.errorMessages()
                        .forEach(message -> problems.add("property '" + checked.name()
                                + "' is not what the Kafka client takes: "
                                + (value.isEmpty() ? message : message.replace(value, "***"))));
            }
        }
    }

    private static void checkValue(String key, String value, String prefix, Problems problems) {
        switch (key) {
            case "security.protocol" ->
                problems.addIf(
                        !PROTOCOLS.contains(value.toUpperCase(Locale.ROOT)), prefix + "must be one of " + PROTOCOLS);
            case "sasl.mechanism" ->
                problems.addIf(
                        Arrays.stream(SaslMechanism.values())
                                .noneMatch(m -> m.protocolName().equals(value)),
                        prefix + "must be PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER");
            case "sasl.jaas.config" -> checkLoginModules(value, prefix, problems);
            case "sasl.oauthbearer.token.endpoint.url", "sasl.oauthbearer.jwks.endpoint.url" ->
                problems.addIf(
                        !isHttps(value), prefix + "must be an https URL, or the secret could be read on its way");
            default -> {
                // All others are the client's to judge.
            }
        }
    }

    private static void checkLoginModules(String config, String prefix, Problems problems) {
        Set<String> allowed = new HashSet<>();
        for (SaslMechanism mechanism : SaslMechanism.values()) {
            allowed.add(mechanism.loginModule());
        }
        Set<String> named = new HashSet<>(Jaas.loginModules(config));
        named.removeAll(allowed);
        problems.addIf(
                !named.isEmpty(), prefix + "names a login module other than those of PLAIN, SCRAM and OAUTHBEARER");
        boolean ended = config.strip().endsWith(";");
        problems.addIf(!ended, prefix + "must end with a semicolon, or the client cannot read it");
        problems.addIf(
                ended && named.isEmpty() && !Jaas.isReadable(config),
                prefix
                        + "must be one login module, a control flag and options of the form key=\"value\"; put values in "
                        + "double quotes, with a backslash before quotes and backslashes in them");
    }

    static boolean isHttps(String url) {
        try {
            URI uri = URI.create(url);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
