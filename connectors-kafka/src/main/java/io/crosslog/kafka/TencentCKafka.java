package io.crosslog.kafka;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link KafkaSource} for topics of an instance of Tencent Cloud CKafka, to which CLS and other products can ship
 * logs.
 *
 * <p>Two ways in, as the console offers them under <em>access mode</em>: within the instance's private network in plain text
 * without a login, or through a route with SASL, where the user name is {@code <instance id>#<user>}. Give {@link
 * Builder#credentials} for the second. Records carry the attributes {@code tencent.instance}, {@code tencent.topic} and, if
 * it was given, {@code tencent.region} beside the caller's labels.
 *
 * <p>After the public documentation of CKafka (document 597, access with the SDK for Java).
 */
public final class TencentCKafka {

    private TencentCKafka() {}

    /**
     * Starts a source.
     *
     * @return a builder; instance, bootstrapServers, topics and group are required
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Builds the source. Defaults: no login, {@code PLAIN} if there are credentials, and those of {@link
     * KafkaSource.Builder}; fetches allow for records of 12 MiB, which is what CLS ships at the most. Confined to one
     * thread.
     */
    public static final class Builder extends ReadOptions<Builder> {

        private @Nullable String region;
        private @Nullable String instance;
        private @Nullable CredentialsProvider credentials;
        private SaslMechanism mechanism = SaslMechanism.PLAIN;

        private Builder() {
            draft.name = "tencent-ckafka";
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets the region of the instance, for the records' attributes only.
         *
         * @param value such as {@code ap-guangzhou}
         * @return this
         */
        public Builder region(String value) {
            region = value;
            return this;
        }

        /**
         * Sets the instance. Required.
         *
         * @param id such as {@code ckafka-abcdefgh}
         * @return this
         */
        public Builder instance(String id) {
            instance = id;
            return this;
        }

        /**
         * Logs in, as a route with SASL wants it.
         *
         * @param provider gives the user, without the instance's id, and the password
         * @return this
         */
        public Builder credentials(CredentialsProvider provider) {
            credentials = provider;
            return this;
        }

        /**
         * Sets the mechanism of the route. The default is {@link SaslMechanism#PLAIN}.
         *
         * @param value {@code PLAIN} or one of the {@code SCRAM}s
         * @return this
         */
        public Builder mechanism(SaslMechanism value) {
            mechanism = value;
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
            String instanceId = preset.required("instance", instance);
            preset.optional("region", region);
            preset.problems()
                    .addIf(
                            mechanism == SaslMechanism.OAUTHBEARER,
                            "mechanism was OAUTHBEARER but CKafka offers PLAIN and SCRAM");
            if (credentials != null) {
                preset.login(
                        mechanism,
                        credentials,
                        user -> login(instanceId, user),
                        "the user must be one of instance " + instanceId
                                + " (crosslog itself puts the instance's id and # before it) with its own password and the "
                                + "right to read the topics, and the address must be that of a route with SASL");
            }
            preset.recordsUpTo(12 << 20);
            return preset.build("TencentCKafka");
        }

        private static Credentials login(String instance, Credentials user) {
            String prefix = instance + "#";
            String name = user.id().startsWith(prefix) ? user.id() : prefix + user.id();
            return Credentials.of(name, user.secret().reveal());
        }
    }
}
