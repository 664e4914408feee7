package io.crosslog.kafka;

import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.spi.Source;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceReader;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics of a Kafka cluster, or of anything that speaks Kafka's protocol from 0.10 on, as a member of a consumer
 * group.
 *
 * <pre>{@code
 * KafkaSource source = KafkaSource.builder()
 *         .bootstrapServers("kafka.example.com:9093")
 *         .topics("waf")
 *         .group("soc-import")
 *         .tls()
 *         .sasl(SaslMechanism.SCRAM_SHA_512, () -> Credentials.of(user, password))
 *         .build();
 * }</pre>
 *
 * <p>The group remembers how far it has come; offsets are committed only when their records are durable in the sink. All
 * readers of a group, in this process and in others, must read the same topics. A record keeps Kafka's timestamp as its
 * arrival time and has the attribute {@code kafka.topic} beside the labels; a record without a value is filtered as
 * {@code tombstone}. Its origin is {@code kafka://<topic>/<partition>@<offset>}.
 *
 * <p>A group that has never read starts at the earliest record, unless told otherwise. That rule is applied once, to all
 * partitions that exist then; partitions and topics found later start at their earliest record, so that nothing produced
 * after the first start is skipped. What an offset commit cannot outlive is the broker's retention of offsets (a week after
 * the last reader left, by default).
 *
 * <p>Immutable and thread-safe.
 */
public final class KafkaSource implements Source {

    private final KafkaSettings settings;
    private final ClearTextWarning warning = new ClearTextWarning();

    KafkaSource(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts a source.
     *
     * @return a builder with the defaults that its methods state
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return settings.name();
    }

    /** {@return true: the consumer group does} */
    @Override
    public boolean remembersPositions() {
        return true;
    }

    /** {@return true: a partition is a log; what retention or compaction removes is missing at each later reading} */
    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public SourceReader open(SourceContext context) throws IOException {
        warning.giveOnce(settings);
        KafkaSourceReader reader = new KafkaSourceReader(settings.of(context.pipeline()), context);
        reader.connect();
        return reader;
    }

    /** {@return what is read where, without secrets} */
    @Override
    public String toString() {
        return settings.toString();
    }

    /**
     * Builds a {@link KafkaSource}. Defaults: plain text, start at the earliest record, go on at the earliest record when an
     * offset is gone, lag trouble at 1 hour, a connection deadline of 30 seconds, records up to 1 MiB. Confined to one
     * thread.
     */
    public static final class Builder extends ReadOptions<Builder> {

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Reads all topics whose whole name matches, those that will be made later too: they are noticed within five minutes
         * (the client's {@code metadata.max.age.ms}). The user must be allowed to list topics.
         *
         * @param pattern what a topic's name must match
         * @return this
         */
        public Builder topicPattern(Pattern pattern) {
            draft.topicPattern = pattern;
            return this;
        }

        /**
         * Authenticates with a user name, the id of the credentials, and a password, their secret. The provider is asked
         * whenever a client is made, and again when the broker refuses what it gave.
         *
         * @param mechanism {@code PLAIN} or one of the {@code SCRAM}s; for {@code OAUTHBEARER} use {@link #oauth}
         * @param credentials gives user name and password
         * @return this
         */
        public Builder sasl(SaslMechanism mechanism, CredentialsProvider credentials) {
            draft.mechanism = mechanism;
            draft.credentials = credentials;
            return this;
        }

        /**
         * Authenticates with a token ({@code OAUTHBEARER}) that a token endpoint gives for a client id, the id of the
         * credentials, and a client secret. kafka-clients 4 asks only endpoints that the system property {@code
         * org.apache.kafka.sasl.oauthbearer.allowed.urls} names.
         *
         * @param tokenEndpoint an https URL
         * @param scope the scope to ask for, or null for none
         * @param credentials gives client id and client secret
         * @return this
         */
        public Builder oauth(URI tokenEndpoint, @Nullable String scope, CredentialsProvider credentials) {
            draft.mechanism = SaslMechanism.OAUTHBEARER;
            draft.credentials = credentials;
            draft.tokenEndpoint = tokenEndpoint;
            draft.tokenScope = scope;
            return this;
        }

        /**
         * Makes the source.
         *
         * @return the source
         * @throws IllegalArgumentException if anything is wrong with the settings; its message names everything that is
         */
        public KafkaSource build() {
            return new KafkaSource(draft.settings("KafkaSource", new Problems()));
        }
    }
}
