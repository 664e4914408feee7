package io.crosslog.tencent;

import io.crosslog.normalize.RuleNormalizer;
import io.crosslog.normalize.RuleSet;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The built-in rules for Tencent Cloud's security logs: WAF, Cloud Firewall, and flow logs of VPCs and enterprise security
 * groups.
 *
 * <p>Which rule a record is for is decided by what you say of its topic ({@link Builder#kind(String, Kind)}), else by the
 * record's own {@code cls_event_type} or {@code index}, else by its fields. What fits none becomes a base event with all
 * its fields in {@code unmapped}, and is counted as {@code unrecognised}. {@code docs/tencent-waf.md}, {@code
 * docs/tencent-cloud-firewall.md} and {@code docs/tencent-flow-logs.md} list what becomes of each field.
 *
 * <pre>{@code
 * Normalizer normalizer = TencentRules.builder()
 *         .kind("1250000001-0f1e2d3c-0000-4000-8000-000000000001", Kind.CFW_ACCESS_CONTROL)
 *         .all();
 * }</pre>
 *
 * <p>Defaults: times without a zone are Beijing time ({@code +08:00}), no raw data, empty values dropped. Immutable and
 * thread-safe.
 */
public final class TencentRules {

    /** Where the topic of a record is said: by the presets for Tencent Cloud, by any Kafka source, by a user's label. */
    private static final List<String> TOPIC_ATTRIBUTES = List.of("tencent.topic", "kafka.topic", "topic");

    private static final List<Kind> WAF = List.of(Kind.WAF_ACCESS, Kind.WAF_ATTACK);
    private static final List<Kind> CLOUD_FIREWALL = List.of(
            Kind.CFW_ACCESS_CONTROL,
            Kind.CFW_INTRUSION,
            Kind.CFW_DNS,
            Kind.CFW_TRAFFIC,
            Kind.CFW_LOGIN,
            Kind.CFW_COMMAND,
            Kind.CFW_OPERATION,
            Kind.CFW_WEB_ACCESS);
    private static final List<Kind> FLOW_LOGS = List.of(Kind.FLOW_LOG, Kind.ESG_FLOW);

    private TencentRules() {}

    /** {@return a normalizer for WAF attack and access logs, with the defaults} */
    public static RuleNormalizer waf() {
        return builder().waf();
    }

    /** {@return a normalizer for all logs of Cloud Firewall and of enterprise security groups, with the defaults} */
    public static RuleNormalizer cloudFirewall() {
        return builder().cloudFirewall();
    }

    /** {@return a normalizer for flow logs of VPCs, Cloud Connect Networks and enterprise security groups, with the defaults} */
    public static RuleNormalizer flowLogs() {
        return builder().flowLogs();
    }

    /** {@return a normalizer for all of these logs, with the defaults} */
    public static RuleNormalizer all() {
        return builder().all();
    }

    /** {@return a builder that holds the built-in rules} */
    public static Builder builder() {
        return new Builder();
    }

    /** A kind of log, which has a rule of its own. */
    public enum Kind {
        /** WAF: requests that a rule hit. */
        WAF_ATTACK("waf-attack"),
        /** WAF: all requests. */
        WAF_ACCESS("waf-access"),
        /** Cloud Firewall: traffic that hit an access control rule, of the internet, NAT, VPC or DNS firewall. */
        CFW_ACCESS_CONTROL("cfw-access-control"),
        /** Cloud Firewall: alarms of intrusion defence, threat intelligence, block lists, honeypots, baselines and NDR. */
        CFW_INTRUSION("cfw-intrusion"),
        /** Cloud Firewall: traffic at the internet, NAT and VPC borders, and what NDR has analysed of it. */
        CFW_TRAFFIC("cfw-traffic"),
        /** Cloud Firewall: DNS traffic. */
        CFW_DNS("cfw-dns"),
        /** Cloud Firewall: logins to its console, to databases, and for remote operation and maintenance. */
        CFW_LOGIN("cfw-login"),
        /** Cloud Firewall: commands of remote operation and maintenance. */
        CFW_COMMAND("cfw-command"),
        /** Cloud Firewall: what was changed in it, and by whom. */
        CFW_OPERATION("cfw-operation"),
        /** Cloud Firewall: web access through zero trust. */
        CFW_WEB_ACCESS("cfw-web-access"),
        /** VPC flow logs as they are collected, of network interfaces and Cloud Connect Networks. */
        FLOW_LOG("flow-log"),
        /** Flow logs that Cloud Firewall has processed: hits of enterprise security groups, and private network traffic. */
        ESG_FLOW("esg-flow");

        private final String file;

        Kind(String file) {
            this.file = file;
        }

        /** {@return the name of the rule, for {@link Builder#override}} */
        public String rule() {
            return "tencent/" + file;
        }

        private String resource() {
            return "io/crosslog/rules/tencent/" + file + ".yaml";
        }
    }

    /** What Cloud Firewall's traffic logs count under {@code in_…}, which no document says. */
    public enum InMeans {
        /** What the user's own instance received, whoever opened the session. The default. */
        INTO_ASSET("into-asset"),
        /** What the source of the session received. */
        TO_SOURCE("to-source"),
        /** What the source of the session sent. */
        FROM_SOURCE("from-source");

        private final String setting;

        InMeans(String setting) {
            this.setting = setting;
        }
    }

    /** Adapts the built-in rules. Confined to one thread. */
    public static final class Builder {

        private final List<Consumer<RuleSet.Builder>> changes = new ArrayList<>();

        private Builder() {}

        /**
         * Sets the zone of times that are logged without one. The default is {@code +08:00}.
         *
         * @param zone the zone
         * @return this
         */
        public Builder zone(ZoneId zone) {
            String id = zone.getId();
            return change(rules -> rules.setting("zone", id));
        }

        /**
         * Says what {@code in_…} counts in Cloud Firewall's traffic logs; {@code out_…} counts the other way. Not for {@link
         * #waf()}. The default is {@link InMeans#INTO_ASSET}.
         *
         * @param meaning what it means
         * @return this
         */
        public Builder inMeans(InMeans meaning) {
            String value = meaning.setting;
            return change(rules -> rules.setting("in_means", value));
        }

        /**
         * Says of which kind a topic's records are, whatever they look like. CLS has a topic for each kind of log.
         *
         * @param topic the topic: what the Kafka presets and other Kafka sources name so in the record attribute {@code
         *     tencent.topic} or {@code kafka.topic}, and what you name so with a label {@code topic}, for records of a bucket
         * @param kind the kind
         * @return this
         */
        public Builder kind(String topic, Kind kind) {
            return topic(topic, kind.rule());
        }

        /**
         * Says of which kind records are by another record attribute, such as a label that your source sets.
         *
         * @param attribute the record attribute
         * @param value its value
         * @param kind the kind
         * @return this
         */
        public Builder kind(String attribute, String value, Kind kind) {
            Objects.requireNonNull(attribute, "attribute");
            Objects.requireNonNull(value, "value");
            String rule = kind.rule();
            return change(rules -> rules.assign(attribute, value, rule));
        }

        /**
         * Says which rule a topic's records are for, as {@link #kind(String, Kind)} does by the rule's name.
         *
         * @param topic the topic, as there
         * @param rule such as {@code tencent/waf-attack}
         * @return this
         */
        public Builder topic(String topic, String rule) {
            Objects.requireNonNull(topic, "topic");
            Objects.requireNonNull(rule, "rule");
            return change(rules -> TOPIC_ATTRIBUTES.forEach(attribute -> rules.assign(attribute, topic, rule)));
        }

        /**
         * Replaces a mapping, as {@link RuleSet.Builder#override} does; the way to correct an inferred one in one line:
         * {@code override("tencent/waf-attack", "severity_id: {from: risk_level, values: {1: Low, 2: Medium, 3: High}}")}.
         *
         * @param rule the rule's name, see {@link Kind#rule()}
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
         * @return a normalizer for WAF attack and access logs
         * @throws io.crosslog.normalize.RuleException if an override or a setting is wrong
         * @throws IllegalArgumentException if a topic was given a kind that is not among these
         */
        public RuleNormalizer waf() {
            return build(List.of(WAF));
        }

        /**
         * Makes the normalizer.
         *
         * @return a normalizer for all logs of Cloud Firewall and of enterprise security groups
         * @throws io.crosslog.normalize.RuleException if an override or a setting is wrong
         * @throws IllegalArgumentException if a topic was given a kind that is not among these
         */
        public RuleNormalizer cloudFirewall() {
            return build(List.of(FLOW_LOGS, CLOUD_FIREWALL));
        }

        /**
         * Makes the normalizer.
         *
         * @return a normalizer for flow logs of VPCs, Cloud Connect Networks and enterprise security groups
         * @throws io.crosslog.normalize.RuleException if an override or a setting is wrong
         * @throws IllegalArgumentException if a topic was given a kind that is not among these
         */
        public RuleNormalizer flowLogs() {
            return build(List.of(FLOW_LOGS));
        }

        /**
         * Makes the normalizer.
         *
         * @return a normalizer for all of these logs
         * @throws io.crosslog.normalize.RuleException if an override or a setting is wrong
         */
        public RuleNormalizer all() {
            return build(List.of(FLOW_LOGS, CLOUD_FIREWALL, WAF));
        }

        private Builder change(Consumer<RuleSet.Builder> change) {
            changes.add(change);
            return this;
        }

        /** The order matters: a record is for the first rule whose fields it has. */
        private RuleNormalizer build(List<List<Kind>> kinds) {
            RuleSet.Builder rules = RuleSet.builder();
            kinds.forEach(some -> some.forEach(kind -> rules.resource(kind.resource())));
            rules.resource("io/crosslog/rules/tencent/unrecognised.yaml").otherwise("tencent/unrecognised");
            changes.forEach(change -> change.accept(rules));
            return RuleNormalizer.of(rules.build());
        }
    }
}
