package io.crosslog.tencent;

import io.crosslog.normalize.RuleNormalizer;
import io.crosslog.normalize.RuleSet;
import java.time.ZoneId;

/**
 * The built-in rules for Tencent Cloud's security logs.
 *
 * <p>WAF attack and access logs tell each other apart by content; what is neither becomes a base event, counted as
 * {@code unrecognised}. {@code docs/tencent-waf.md} lists what becomes of each field. Times without a zone are taken for
 * Beijing time, {@code +08:00}.
 *
 * <p>Immutable and thread-safe.
 */
public final class TencentRules {

    private static final String RULES = "io/crosslog/rules/tencent/";

    private TencentRules() {}

    /** {@return a normalizer for WAF attack and access logs, with the defaults} */
    public static RuleNormalizer waf() {
        return builder().waf();
    }

    /** {@return a builder that holds the built-in rules} */
    public static Builder builder() {
        return new Builder();
    }

    /** Adapts the built-in rules. Confined to one thread. */
    public static final class Builder {

        private final RuleSet.Builder rules = RuleSet.builder()
                .resource(RULES + "waf-access.yaml")
                .resource(RULES + "waf-attack.yaml")
                .resource(RULES + "unrecognised.yaml")
                .otherwise("tencent/unrecognised");

        private Builder() {}

        /**
         * Sets the zone of times that are logged without one. The default is {@code +08:00}.
         *
         * @param zone the zone
         * @return this
         */
        public Builder zone(ZoneId zone) {
            rules.setting("zone", zone.getId());
            return this;
        }

        /**
         * Replaces a mapping, as {@link RuleSet.Builder#override} does; the way to correct an inferred one in one line:
         * {@code override("tencent/waf-attack", "severity_id: {from: risk_level, values: {1: Low, 2: Medium, 3: High}}")}.
         *
         * @param rule {@code tencent/waf-attack} or {@code tencent/waf-access}
         * @param yaml the mappings
         * @return this
         */
        public Builder override(String rule, String yaml) {
            rules.override(rule, yaml);
            return this;
        }

        /**
         * Says of which kind a topic's records are, whatever they look like.
         *
         * @param topic the topic, as the source names it in the record attribute {@code topic}
         * @param rule {@code tencent/waf-attack} or {@code tencent/waf-access}
         * @return this
         */
        public Builder topic(String topic, String rule) {
            rules.assign("topic", topic, rule);
            return this;
        }

        /**
         * Keeps the record's text in {@code raw_data}. The default is 0: not at all.
         *
         * @param maxBytes how much of it
         * @return this
         */
        public Builder rawData(int maxBytes) {
            rules.rawData(maxBytes);
            return this;
        }

        /**
         * Keeps empty values in {@code unmapped}. The default is false.
         *
         * @param value whether to keep them
         * @return this
         */
        public Builder keepEmpty(boolean value) {
            rules.keepEmpty(value);
            return this;
        }

        /**
         * Makes the normalizer.
         *
         * @return a normalizer for WAF attack and access logs
         * @throws io.crosslog.normalize.RuleException if an override is wrong
         */
        public RuleNormalizer waf() {
            return RuleNormalizer.of(rules.build());
        }
    }
}
