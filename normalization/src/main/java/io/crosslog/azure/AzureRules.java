package io.crosslog.azure;

import io.crosslog.normalize.RuleNormalizer;
import io.crosslog.normalize.RuleSet;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The built-in rules for the security logs of Azure and Entra ID.
 *
 * <p>Which rule a record is for is decided by its category, its resource and, where both leave it open, by its fields, none
 * of them with regard to case. A category without a rule of its own becomes a base event with the fields that all Azure logs
 * share ({@code azure/resource-log}); what is no Azure log by its fields becomes a base event too, and is counted as {@code
 * unrecognised}. Metrics are filtered as {@code metrics}. {@code docs/azure.md} lists what becomes of each field.
 *
 * <pre>{@code
 * Normalizer normalizer = AzureRules.builder()
 *         .override("azure/key-vault", "severity_id: {value: Low}")
 *         .all();
 * }</pre>
 *
 * <p>Defaults: times without a zone are UTC, no raw data, empty values dropped. Immutable and thread-safe.
 */
public final class AzureRules {

    private static final String FOLDER = "io/crosslog/rules/azure/";

    /** The order matters where two rules match one record: the first one has it. */
    private static final List<String> FIRST = List.of("metrics");

    private static final List<String> ACTIVITY = List.of(
            "activity-administrative", "activity-policy", "activity-security", "activity-alert", "activity-service");

    private static final List<String> ENTRA = List.of(
            "entra-sign-in",
            "entra-workload-sign-in",
            "entra-audit-flat",
            "entra-audit",
            "entra-provisioning",
            "entra-risk",
            "graph-activity");

    private static final List<String> SERVICES = List.of(
            "key-vault",
            "storage",
            "kubernetes-audit",
            "sql-audit",
            "app-service-http",
            "app-service-login",
            "app-service-access",
            "app-service-log");

    /** The older texts of Azure Firewall have one category for several things: what is told by the text comes first. */
    private static final List<String> NETWORK = List.of(
            "nsg-flow",
            "vnet-flow-relayed",
            "vnet-flow",
            "firewall-threat-intel",
            "firewall-idps",
            "firewall-network",
            "firewall-application",
            "firewall-dns",
            "app-gateway-access",
            "app-gateway-firewall",
            "app-gateway-performance",
            "front-door-access",
            "front-door-firewall",
            "front-door-probe");

    private static final List<String> DEFENDER = List.of(
            "defender-alert",
            "defender-assessment",
            "defender-sub-assessment",
            "defender-score",
            "xdr-alert",
            "xdr-device-process",
            "xdr-device-file",
            "xdr-device-network",
            "xdr-device-logon",
            "xdr-device-registry",
            "xdr-device-image-load",
            "xdr-device-event",
            "xdr-device-info",
            "xdr-email-event",
            "xdr-email-content",
            "xdr-email-action",
            "xdr-url-click",
            "xdr-identity-logon",
            "xdr-identity-directory",
            "xdr-identity-query",
            "xdr-identity-info",
            "xdr-cloud-app",
            "xdr-other");

    private static final List<String> LAST = List.of("resource-log");

    private AzureRules() {}

    /** {@return a normalizer for all logs of Azure, with the defaults} */
    public static RuleNormalizer all() {
        return builder().all();
    }

    /** {@return a builder that holds the built-in rules} */
    public static Builder builder() {
        return new Builder();
    }

    /** Adapts the built-in rules. Confined to one thread. */
    public static final class Builder {

        private final List<Consumer<RuleSet.Builder>> changes = new ArrayList<>();

        private Builder() {}

        /**
         * Sets the zone of times that are logged without one. The default is UTC.
         *
         * @param zone the zone
         * @return this
         */
        public Builder zone(ZoneId zone) {
            String id = zone.getId();
            return change(rules -> rules.setting("zone", id));
        }

        /**
         * Says which rule records are for by a record attribute, such as a label that your source sets, whatever they look
         * like.
         *
         * @param attribute the record attribute, such as {@code azure.hub}, the name of the hub
         * @param value its value
         * @param rule such as {@code azure/key-vault}; all are listed in {@code docs/azure.md}
         * @return this
         */
        public Builder assign(String attribute, String value, String rule) {
            Objects.requireNonNull(attribute, "attribute");
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(rule, "rule");
            return change(rules -> rules.assign(attribute, value, rule));
        }

        /**
         * Replaces a mapping, as {@link RuleSet.Builder#override} does.
         *
         * @param rule the rule's name, such as {@code azure/key-vault}
         * @param yaml the mappings
         * @return this
         */
        public Builder override(String rule, String yaml) {
            Objects.requireNonNull(rule, "rule");
            Objects.requireNonNull(yaml, "yaml");
            return change(rules -> rules.override(rule, yaml));
        }

        /**
         * Keeps the record's text in {@code raw_data}. The default is 0: not at all.
         *
         * @param maxBytes how much of it
         * @return this
         */
        public Builder rawData(int maxBytes) {
            return change(rules -> rules.rawData(maxBytes));
        }

        /**
         * Keeps empty values in {@code unmapped}. The default is false.
         *
         * @param value whether to keep them
         * @return this
         */
        public Builder keepEmpty(boolean value) {
            return change(rules -> rules.keepEmpty(value));
        }

        /**
         * Makes the normalizer.
         *
         * @return a normalizer for all logs of Azure
         * @throws io.crosslog.normalize.RuleException if an override or a setting is wrong
         */
        public RuleNormalizer all() {
            RuleSet.Builder rules = RuleSet.builder();
            Stream.of(FIRST, ACTIVITY, ENTRA, SERVICES, NETWORK, DEFENDER, LAST)
                    .flatMap(List::stream)
                    .forEach(rule -> rules.resource(FOLDER + rule + ".yaml"));
            rules.resource(FOLDER + "unrecognised.yaml").otherwise("azure/unrecognised");
            changes.forEach(change -> change.accept(rules));
            return RuleNormalizer.of(rules.build());
        }

        private Builder change(Consumer<RuleSet.Builder> change) {
            changes.add(change);
            return this;
        }
    }
}
