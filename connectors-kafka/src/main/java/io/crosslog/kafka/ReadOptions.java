package io.crosslog.kafka;

import io.crosslog.credentials.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What every builder of a Kafka source can be told, be it of a preset or not. Confined to one thread.
 *
 * @param <B> the builder itself
 */
abstract class ReadOptions<B extends ReadOptions<B>> {

    final SettingsDraft draft = new SettingsDraft();

    /** This, as what it is. */
    abstract B self();

    /**
     * Sets the source's name, which is part of event ids and so stays the same over restarts. The default is
     * {@code kafka}.
     *
     * @param value the name
     * @return this
     */
    public B name(String value) {
        draft.name = value;
        return self();
    }

    /**
     * Sets where to connect first. Required.
     *
     * @param hostsAndPorts {@code host:port} of one or more brokers
     * @return this
     */
    public B bootstrapServers(String... hostsAndPorts) {
        draft.bootstrapServers = Arrays.asList(hostsAndPorts);
        return self();
    }

    /**
     * Sets the topics to read; this, or a pattern where the builder takes one, is required.
     *
     * @param names one or more topics
     * @return this
     */
    public B topics(String... names) {
        return topics(Arrays.asList(names));
    }

    /**
     * Sets the topics to read; this, or a pattern where the builder takes one, is required.
     *
     * @param names one or more topics
     * @return this
     */
    public B topics(Collection<String> names) {
        draft.topics = List.copyOf(names);
        return self();
    }

    /**
     * Sets the consumer group. Required. Readers of one group share the partitions.
     *
     * @param id the group's id
     * @return this
     */
    public B group(String id) {
        draft.group = id;
        return self();
    }

    /**
     * Encrypts connections and checks the broker's certificate and host name, against the JVM's trusted authorities if
     * no others are given.
     *
     * @return this
     */
    public B tls() {
        draft.tls = true;
        return self();
    }

    /**
     * Encrypts connections and trusts only the certificates in a file.
     *
     * @param file a key store (JKS or PKCS12)
     * @param password its password
     * @return this
     */
    public B trustStore(Path file, Secret password) {
        draft.tls = true;
        draft.trustStore = file;
        draft.trustStorePassword = password;
        return self();
    }

    /**
     * Encrypts connections and trusts only the given certificates.
     *
     * @param pem one or more certificates as PEM text
     * @return this
     */
    public B trustedCertificates(String pem) {
        draft.tls = true;
        draft.trustedCertificates = pem;
        return self();
    }

    /**
     * Lets a group that has never read start at the earliest record there is. The default.
     *
     * @return this
     */
    public B startAtEarliest() {
        draft.start = StartRule.EARLIEST;
        return self();
    }

    /**
     * Lets a group that has never read start at what is produced from now on.
     *
     * @return this
     */
    public B startAtLatest() {
        draft.start = StartRule.LATEST;
        return self();
    }

    /**
     * Lets a group that has never read start at the first record of this time or later, by the records' timestamps.
     *
     * @param time the time
     * @return this
     */
    public B startAt(Instant time) {
        draft.start = StartRule.at(time);
        return self();
    }

    /**
     * Sets what to do when the offset to resume at is gone. The default is {@link OutOfRange#EARLIEST}.
     *
     * @param policy what to do
     * @return this
     */
    public B outOfRange(OutOfRange policy) {
        draft.outOfRange = policy;
        return self();
    }

    /**
     * Adds an attribute to every record, for rules to use.
     *
     * @param key its name
     * @param value its value
     * @return this
     */
    public B label(String key, String value) {
        draft.labels.put(key, value);
        return self();
    }

    /**
     * Adds attributes to every record, for rules to use.
     *
     * @param values by name
     * @return this
     */
    public B labels(Map<String, String> values) {
        draft.labels.putAll(values);
        return self();
    }

    /**
     * Sets how old the last record read of a partition may be, while others wait there, before that is reported as
     * trouble. The default is 1 hour, because CLS has been known to keep records for two.
     *
     * @param age longer than zero
     * @return this
     */
    public B lagLimit(Duration age) {
        draft.lagLimit = age;
        return self();
    }

    /**
     * Sets after how long without a record, though some wait in a partition, the reader takes itself for stalled: that is
     * reported as trouble, and the connection is made anew. It is not while the pipeline itself holds reading back, or while
     * the broker throttles. The default is 2 minutes.
     *
     * @param time longer than zero
     * @return this
     */
    public B stallLimit(Duration time) {
        draft.stallLimit = time;
        return self();
    }

    /**
     * Sets after how long without a working connection the likely cause is looked for and reported. The client keeps
     * trying. The default is 30 seconds.
     *
     * @param time longer than zero
     * @return this
     */
    public B connectionDeadline(Duration time) {
        draft.connectionDeadline = time;
        return self();
    }

    /**
     * Sets the size of the largest record that is to be expected. Fetches ask for at least as much, even where the
     * pipeline's memory budget would ask for less. The default is 1 MiB; brokers since 0.10.1 hand out larger ones too.
     *
     * @param bytes from 1 KiB to 100 MiB
     * @return this
     */
    public B largestRecordBytes(int bytes) {
        draft.largestRecordBytes = bytes;
        return self();
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
    public B property(String key, String value) {
        draft.properties.put(key, value);
        return self();
    }
}
