package io.crosslog.kafka;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.spi.BlockedException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link KafkaSource} for log topics of Tencent Cloud Log Service (CLS) on which "consumption over Kafka" is switched
 * on.
 *
 * <pre>{@code
 * KafkaSource source = TencentClsKafka.builder()
 *         .region("ap-guangzhou").privateNetwork()
 *         .logset("0f8e4b82-8adb-47b1-0000-000000000000")
 *         .topics("1250000000-633a268c-0000-4a4c-0000-000000000000")    // as the console shows it under Kafka consumption
 *         .group("soc-import")
 *         .credentials(() -> Credentials.of(secretId, secretKey))
 *         .build();
 * }</pre>
 *
 * <p>Records carry the attributes {@code tencent.region}, {@code tencent.logset} and {@code tencent.topic} beside the
 * caller's labels. What differs from other Kafka: the user name is the logset id and the password {@code
 * SecretId#SecretKey}, over SASL_PLAINTEXT, the only protocol that CLS documents; on the public network that secret crosses
 * in clear, so use the key of a sub-account that may do nothing else. CLS documents protocol versions up to 1.1.1, so
 * partitions are shared out with the classic {@code RangeAssignor}, and fetches allow for records of 16 MiB, because CLS
 * takes uploads of several MiB.
 *
 * <p>After the public documentation of CLS (Consumption over Kafka, document 614/42752).
 */
public final class TencentClsKafka {

    private TencentClsKafka() {}

    /**
     * Starts a source for the public network.
     *
     * @return a builder; region, logset, topics, group and credentials are required
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Builds the source. Defaults: the public network, and those of {@link KafkaSource.Builder}. {@code bootstrapServers}
     * overrides the address that follows from the region. Confined to one thread.
     */
    public static final class Builder extends ReadOptions<Builder> {

        private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");
        private static final String RANGE = "org.apache.kafka.clients.consumer.RangeAssignor";

        private @Nullable String region;
        private @Nullable String logset;
        private @Nullable CredentialsProvider credentials;
        private boolean privateNetwork;

        private Builder() {
            draft.name = "tencent-cls";
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets the region of the logset. Required.
         *
         * @param value such as {@code ap-guangzhou}
         * @return this
         */
        public Builder region(String value) {
            region = value;
            return this;
        }

        /**
         * Connects over the internet, to {@code kafkaconsumer-<region>.cls.tencentcs.com:9096}. The default.
         *
         * @return this
         */
        public Builder publicNetwork() {
            privateNetwork = false;
            return this;
        }

        /**
         * Connects within Tencent Cloud, to {@code kafkaconsumer-<region>.cls.tencentyun.com:9095}, which only its own
         * networks can resolve and reach.
         *
         * @return this
         */
        public Builder privateNetwork() {
            privateNetwork = true;
            return this;
        }

        /**
         * Sets the logset of the topics, which is the user name too. Required.
         *
         * @param id the logset's id
         * @return this
         */
        public Builder logset(String id) {
            logset = id;
            return this;
        }

        /**
         * Sets who reads. Required. The provider is asked whenever a client is made, and again when CLS refuses what it gave.
         *
         * @param provider gives SecretId and SecretKey
         * @return this
         */
        public Builder credentials(CredentialsProvider provider) {
            credentials = provider;
            return this;
        }

        /**
         * Makes the source.
         *
         * @return the source
         * @throws IllegalArgumentException if anything is wrong with the settings; its message names everything that is
         */
        public KafkaSource build() {
            TencentPreset preset = new TencentPreset(draft);
            String regionId = preset.required("region", region);
            String logsetId = preset.required("logset", logset);
            preset.problems()
                    .addIf(
                            !regionId.isEmpty() && !REGION.matcher(regionId).matches(),
                            "region was '" + regionId + "' but must look like ap-guangzhou");
            if (credentials == null) {
                preset.problems().add("credentials was not set but must give SecretId and SecretKey");
            } else {
                preset.login(
                        SaslMechanism.PLAIN,
                        credentials,
                        key -> login(logsetId, key),
                        "the user name must be the id of the logset (here " + logsetId
                                + ") and the password SecretId#SecretKey of a key that may consume it: check that the key is "
                                + "enabled, that the logset lies in " + regionId
                                + ", and that consumption over Kafka is switched on for the topics");
            }
            draft.assignor = RANGE;
            preset.recordsUpTo(16 << 20);
            if (draft.bootstrapServers.isEmpty()) {
                draft.bootstrapServers = List.of("kafkaconsumer-" + (regionId.isEmpty() ? "region" : regionId)
                        + (privateNetwork ? ".cls.tencentyun.com:9095" : ".cls.tencentcs.com:9096"));
            }
            return preset.build("TencentClsKafka");
        }

        private static Credentials login(String logset, Credentials keys) throws BlockedException {
            String key = keys.secret().reveal();
            if (keys.token().isPresent()) {
                throw new BlockedException(
                        "CLS takes no temporary credentials over Kafka",
                        "give the provider a lasting key of a sub-account",
                        null);
            }
            if (keys.id().indexOf('#') >= 0 || key.indexOf('#') >= 0) {
                throw new BlockedException(
                        "SecretId and SecretKey cannot hold '#', which separates them in the password",
                        "give them apart; crosslog joins them as SecretId#SecretKey itself",
                        null);
            }
            if ((keys.id() + key).chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new BlockedException(
                        "SecretId or SecretKey holds a space, a line end or a character beyond ASCII",
                        "copy them again from the console: neither can hold one",
                        null);
            }
            return Credentials.of(logset, keys.id() + "#" + key);
        }
    }
}
