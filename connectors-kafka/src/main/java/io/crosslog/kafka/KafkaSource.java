package io.crosslog.kafka;

import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.credentials.Secret;
import io.crosslog.spi.Source;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
        KafkaSourceReader reader = new KafkaSourceReader(settings, context);
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
    public static final class Builder {

        private final SettingsDraft draft = new SettingsDraft();

        private Builder() {}

        /**
         * Sets the source's name, which is part of event ids and so stays the same over restarts. The default is
         * {@code kafka}.
         *
         * @param value the name
         * @return this
         */
        public Builder name(String value) {
            draft.name = value;
            return this;
        }

        /**
         * Sets where to connect first. Required.
         *
         * @param hostsAndPorts {@code host:port} of one or more brokers
         * @return this
         */
        public Builder bootstrapServers(String... hostsAndPorts) {
            draft.bootstrapServers = Arrays.asList(hostsAndPorts);
            return this;
        }

        /**
         * Sets the topics to read; this or {@link #topicPattern} is required.
         *
         * @param names one or more topics
         * @return this
         */
        public Builder topics(String... names) {
            return topics(Arrays.asList(names));
        }

        /**
         * Sets the topics to read; this or {@link #topicPattern} is required.
         *
         * @param names one or more topics
         * @return this
         */
        public Builder topics(Collection<String> names) {
            draft.topics = List.copyOf(names);
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
         * Sets the consumer group. Required. Readers of one group share the partitions.
         *
         * @param id the group's id
         * @return this
         */
        public Builder group(String id) {
            draft.group = id;
            return this;
        }

        /**
         * Encrypts connections and checks the broker's certificate and host name, against the JVM's trusted authorities if
         * no others are given.
         *
         * @return this
         */
        public Builder tls() {
            draft.tls = true;
            return this;
        }

        /**
         * Encrypts connections and trusts only the certificates in a file.
         *
         * @param file a key store (JKS or PKCS12)
         * @param password its password
         * @return this
         */
        public Builder trustStore(Path file, Secret password) {
            draft.tls = true;
            draft.trustStore = file;
            draft.trustStorePassword = password;
            return this;
        }

        /**
         * Encrypts connections and trusts only the given certificates.
         *
         * @param pem one or more certificates as PEM text
         * @return this
         */
        public Builder trustedCertificates(String pem) {
            draft.tls = true;
            draft.trustedCertificates = pem;
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
         * Lets a group that has never read start at the earliest record there is. The default.
         *
         * @return this
         */
        public Builder startAtEarliest() {
            draft.start = StartRule.EARLIEST;
            return this;
        }

        /**
         * Lets a group that has never read start at what is produced from now on.
         *
         * @return this
         */
        public Builder startAtLatest() {
            draft.start = StartRule.LATEST;
            return this;
        }

        /**
         * Lets a group that has never read start at the first record of this time or later, by the records' timestamps.
         *
         * @param time the time
         * @return this
         */
        public Builder startAt(Instant time) {
            draft.start = StartRule.at(time);
            return this;
        }

        /**
         * Sets what to do when the offset to resume at is gone. The default is {@link OutOfRange#EARLIEST}.
         *
         * @param policy what to do
         * @return this
         */
        public Builder outOfRange(OutOfRange policy) {
            draft.outOfRange = policy;
            return this;
        }

        /**
         * Adds an attribute to every record, for rules to use.
         *
         * @param key its name
         * @param value its value
         * @return this
         */
        public Builder label(String key, String value) {
            draft.labels.put(key, value);
            return this;
        }

        /**
         * Adds attributes to every record, for rules to use.
         *
         * @param values by name
         * @return this
         */
        public Builder labels(Map<String, String> values) {
            draft.labels.putAll(values);
            return this;
        }

        /**
         * Sets how old the last record read of a partition may be, while others wait there, before that is reported as
         * trouble. The default is 1 hour, because CLS has been known to keep records for two.
         *
         * @param age longer than zero
         * @return this
         */
        public Builder lagLimit(Duration age) {
            draft.lagLimit = age;
            return this;
        }

        /**
         * Sets after how long without a working connection the likely cause is looked for and reported. The client keeps
         * trying. The default is 30 seconds.
         *
         * @param time longer than zero
         * @return this
         */
        public Builder connectionDeadline(Duration time) {
            draft.connectionDeadline = time;
            return this;
        }

        /**
         * Sets the size of the largest record that is to be expected. Fetches ask for at least as much, even where the
         * pipeline's memory budget would ask for less. The default is 1 MiB; brokers since 0.10.1 hand out larger ones too.
         *
         * @param bytes from 1 KiB to 100 MiB
         * @return this
         */
        public Builder largestRecordBytes(int bytes) {
            draft.largestRecordBytes = bytes;
            return this;
        }

        /**
         * Sets a property of the Kafka client's consumer, by the name that Kafka's documentation gives it: the way to what
         * has no method here, such as client certificates or fetch tuning. Refused are properties on which the source's
         * promises rest (group, commits, offset reset, deserializers and the like), login modules other than those of
         * PLAIN, SCRAM and OAUTHBEARER, and token endpoints that are not https. Values are never printed.
         *
         * @param key the property's name
         * @param value its value
         * @return this
         */
        public Builder property(String key, String value) {
            draft.properties.put(key, value);
            return this;
        }

        /** Lets a preset say what only it knows. */
        SettingsDraft draft() {
            return draft;
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
