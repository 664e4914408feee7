package io.crosslog.kafka;

import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.credentials.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a builder has been told so far; checks it as a whole. Confined to one thread. */
final class SettingsDraft {

    /** Keeps the partitions that a rebalance need not move with their readers, so that only a few are interrupted. */
    static final String COOPERATIVE = "org.apache.kafka.clients.consumer.CooperativeStickyAssignor";

    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\s:,/]+):(\\d{1,5})");

    /** Kafka's own limits on topic names. */
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    @Nullable String name = "kafka";

    List<String> bootstrapServers = List.of();
    List<String> topics = List.of();

    @Nullable Pattern topicPattern;

    @Nullable String group;

    boolean tls;

    @Nullable Path trustStore;

    @Nullable Secret trustStorePassword;

    @Nullable String trustedCertificates;

    @Nullable SaslMechanism mechanism;

    @Nullable CredentialsProvider credentials;

    @Nullable URI tokenEndpoint;

    boolean trustForTokens;

    @Nullable String tokenScope;

    StartRule start = StartRule.EARLIEST;
    OutOfRange outOfRange = OutOfRange.EARLIEST;
    final Map<String, String> labels = new LinkedHashMap<>();

    /** Attributes that a preset adds. */
    final Map<String, String> presetAttributes = new LinkedHashMap<>();

    String topicAttribute = "kafka.topic";
    Duration lagLimit = Duration.ofHours(1);
    Duration connectionDeadline = Duration.ofSeconds(30);
    int largestRecordBytes = 1 << 20;
    String assignor = COOPERATIVE;
    Duration stallLimit = Duration.ofMinutes(2);
    Duration commitGap = Duration.ZERO;

    /** How often the lag is looked at. */
    Duration lagBeat = Duration.ofSeconds(5);

    Advice advice = Advice.GENERAL;
    final Map<String, String> properties = new LinkedHashMap<>();

    /**
     * The settings.
     *
     * @param subject what is being built, for the message
     * @param problems what a preset has found already
     * @throws IllegalArgumentException naming all problems
     */
    KafkaSettings settings(String subject, Problems problems) {
        checkWhat(problems);
        checkSecurity(problems);
        problems.positive("lagLimit", lagLimit);
        problems.positive("connectionDeadline", connectionDeadline);
        problems.positive("stallLimit", stallLimit);
        problems.addIf(
                largestRecordBytes < 1024 || largestRecordBytes > 100 << 20,
                "largestRecordBytes was " + largestRecordBytes + " but must be from 1024 to " + (100 << 20));
        checkLabels(problems);
        PropertyHatch.check(properties, tls || mechanism != null, problems);
        problems.throwIfAny(subject + (name == null || name.isBlank() ? "" : " '" + name + "'"));
        return frozen();
    }

    private void checkWhat(Problems problems) {
        problems.required("name", name);
        problems.required("group", group);
        problems.addIf(bootstrapServers.isEmpty(), "bootstrapServers was empty but must name at least one host:port");
        for (String server : bootstrapServers) {
            var parts = SERVER.matcher(server);
            problems.addIf(
                    !parts.matches()
                            || Integer.parseInt(parts.group(2)) > 65_535
                            || parts.group(2).matches("0+"),
                    "bootstrapServers held '" + server + "' but each must be host:port");
        }
        problems.addIf(
                topics.isEmpty() == (topicPattern == null),
                "topics was " + topics + " and topicPattern " + topicPattern + " but exactly one of them must be set");
        for (String topic : topics) {
            problems.addIf(
                    !TOPIC.matcher(topic).matches(),
                    "topics held '" + topic + "' but a name has 1 to 249 of the characters A-Z a-z 0-9 . _ -");
        }
    }

    private void checkLabels(Problems problems) {
        for (String key : labels.keySet()) {
            problems.addIf(key.isBlank(), "labels held a blank name");
            problems.addIf(
                    presetAttributes.containsKey(key) || key.equals(topicAttribute),
                    "labels held '" + key + "', which the source itself sets");
        }
    }

    private void checkSecurity(Problems problems) {
        problems.addIf(
                trustStore != null && trustedCertificates != null,
                "trustStore and trustedCertificates were both set but only one of them can be");
        problems.addIf(
                trustStore != null && !Files.isReadable(trustStore),
                "trustStore was " + trustStore + " but no such file can be read");
        problems.addIf(
                trustedCertificates != null && !trustedCertificates.contains("-----BEGIN CERTIFICATE-----"),
                "trustedCertificates held no PEM certificate (-----BEGIN CERTIFICATE-----)");
        problems.addIf(
                mechanism == SaslMechanism.OAUTHBEARER
                        && tokenEndpoint == null
                        && !properties.containsKey("sasl.login.callback.handler.class"),
                "sasl was OAUTHBEARER but no token endpoint is set; use oauth(...)");
        problems.addIf(
                tokenEndpoint != null && !PropertyHatch.isHttps(tokenEndpoint.toString()),
                "the token endpoint was " + tokenEndpoint
                        + " but must be an https URL, or the secret could be read on its " + "way");
    }

    private KafkaSettings frozen() {
        Map<String, String> attributes = new LinkedHashMap<>(labels);
        attributes.putAll(presetAttributes);
        return new KafkaSettings(
                String.valueOf(name),
                List.copyOf(bootstrapServers),
                Collections.unmodifiableSet(new LinkedHashSet<>(topics)),
                topicPattern,
                String.valueOf(group),
                new Security(
                        tls,
                        trustStore,
                        trustStorePassword,
                        trustedCertificates,
                        mechanism,
                        credentials,
                        tokenEndpoint,
                        tokenScope,
                        trustForTokens),
                start,
                outOfRange,
                Map.copyOf(attributes),
                topicAttribute,
                lagLimit,
                connectionDeadline,
                largestRecordBytes,
                assignor,
                stallLimit,
                commitGap,
                lagBeat,
                advice,
                Map.copyOf(properties));
    }
}
