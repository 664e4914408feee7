package io.crosslog.s3;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What every builder of an S3 source can be told, be it of a preset or not. Confined to one thread.
 *
 * @param <B> the builder itself
 */
abstract class ObjectOptions<B extends ObjectOptions<B>> {

    final S3Draft draft = new S3Draft();

    /** This, as what it is. */
    abstract B self();

    /**
     * Sets the source's name, which is part of event ids and of saved positions, and so stays the same over restarts. The
     * default is {@code s3}, that of a preset its own.
     *
     * @param value the name
     * @return this
     */
    public B name(String value) {
        draft.name = value;
        return self();
    }

    /**
     * Sets the bucket. Required.
     *
     * @param value its name, without a host
     * @return this
     */
    public B bucket(String value) {
        draft.bucket = value;
        return self();
    }

    /**
     * Reads only objects whose keys begin with this. The default is all of the bucket. Each listing asks for these keys
     * alone, so that a narrow prefix costs less. Positions are of one bucket and prefix: another needs another name.
     *
     * @param value the beginning of the keys, without a leading slash
     * @return this
     */
    public B prefix(String value) {
        draft.prefix = Objects.requireNonNull(value, "value");
        return self();
    }

    /**
     * Reads only objects whose whole key matches.
     *
     * @param pattern what a key must match
     * @return this
     */
    public B include(Pattern pattern) {
        draft.include = pattern;
        return self();
    }

    /**
     * Leaves out objects whose whole key matches.
     *
     * @param pattern what a key must not match
     * @return this
     */
    public B exclude(Pattern pattern) {
        draft.exclude = pattern;
        return self();
    }

    /**
     * Leaves out, at every start, objects that were modified before a time.
     *
     * @param time the time, by the store's clock
     * @return this
     */
    public B modifiedAfter(Instant time) {
        draft.modifiedAfter = time;
        return self();
    }

    /**
     * Leaves out, at every start, objects that were modified at a time or later: the end of a back-fill.
     *
     * @param time the time, by the store's clock
     * @return this
     */
    public B modifiedBefore(Instant time) {
        draft.modifiedBefore = time;
        return self();
    }

    /**
     * Leaves out, at every start, objects whose keys are this one or come before it, without even listing them.
     *
     * @param key a key, or the beginning of one
     * @return this
     */
    public B startAfterKey(String key) {
        draft.startAfter = Objects.requireNonNull(key, "key");
        return self();
    }

    /**
     * Lets a source that has never read start with all objects there are. The default.
     *
     * @return this
     */
    public B startAtEarliest() {
        draft.start = StartRule.EARLIEST;
        return self();
    }

    /**
     * Lets a source that has never read pass over the objects that its first pass over the bucket finds
     * and that were modified before that pass began.
     *
     * @return this
     */
    public B startAtLatest() {
        draft.start = StartRule.LATEST;
        return self();
    }

    /**
     * Lets a source that has never read start with objects that were modified at this time or later.
     *
     * @param time the time, by the store's clock
     * @return this
     */
    public B startAt(Instant time) {
        draft.start = StartRule.at(time);
        return self();
    }

    /**
     * Sets how long after its LastModified, by the store's clock, an object may first appear in a listing and is still
     * found: uploads in parts may carry the time at which they began, and listings may lag behind. The default is 24
     * hours. What was modified within this time is remembered object by object, about 22 bytes each in the saved
     * positions, at most 16,384 objects in each of the 64 lanes.
     *
     * @param time longer than zero, at most 366 days
     * @return this
     */
    public B lateness(Duration time) {
        draft.lateness = time;
        return self();
    }

    /**
     * Sets the time from the beginning of one listing to that of the next, at the least: each costs one request for every
     * 1,000 objects under the prefix, read or not. The default is 1 minute. Where listing takes long, the time between is
     * stretched so that it takes no more than half of it.
     *
     * @param time longer than zero
     * @return this
     */
    public B pollInterval(Duration time) {
        draft.pollInterval = time;
        return self();
    }

    /**
     * Ends the pipeline when all has been read that was there when it started, after reporting how far it has come every
     * few seconds: for back-fills. By default the source follows the bucket for ever.
     *
     * @return this
     */
    public B onePass() {
        draft.onePass = true;
        return self();
    }

    /**
     * Sets what an object is compressed with that does not say so by its first bytes. The default is {@link
     * ObjectCompression#DETECT}.
     *
     * @param value the compression
     * @return this
     */
    public B compression(ObjectCompression value) {
        draft.compression = Objects.requireNonNull(value, "value");
        return self();
    }

    /**
     * Sets what the records of an object are. The default is {@link ObjectFormat#detect()}.
     *
     * @param value the format
     * @return this
     */
    public B format(ObjectFormat value) {
        draft.format = Objects.requireNonNull(value, "value");
        return self();
    }

    /**
     * Sets the longest record; a longer one is rejected with its head. The default is 1 MiB.
     *
     * @param bytes from 1 KiB to 64 MiB
     * @return this
     */
    public B maxRecordBytes(int bytes) {
        draft.maxRecordBytes = bytes;
        return self();
    }

    /**
     * Sets how many times its compressed size an object may expand to, beyond the first 64 MiB; what follows is rejected.
     * The default is 1,000.
     *
     * @param times at least 1
     * @return this
     */
    public B maxExpansion(int times) {
        draft.maxExpansion = times;
        return self();
    }

    /**
     * Sets the most that a compressed object may expand to; what follows is rejected. The default is 64 GiB.
     *
     * @param bytes at least 1 MiB
     * @return this
     */
    public B maxExpandedBytes(long bytes) {
        draft.maxExpandedBytes = bytes;
        return self();
    }

    /**
     * Sets how many objects one reader reads at the same time, each on a thread of its own. The default is 4.
     *
     * @param count from 1 to 64
     * @return this
     */
    public B parallelObjects(int count) {
        draft.parallelObjects = count;
        return self();
    }

    /**
     * Asks without a key, for buckets that anybody may read, in place of credentials.
     *
     * @return this
     */
    public B anonymous() {
        draft.anonymous = true;
        return self();
    }

    /**
     * Permits an endpoint without TLS, as within a private network.
     *
     * @return this
     */
    public B allowPlainHttp() {
        draft.plainHttp = true;
        return self();
    }

    /**
     * Reaches the store through an HTTP proxy, whatever else is set. By default the JVM's own proxy settings hold; variables
     * of the environment never do.
     *
     * @param url such as {@code http://proxy.example.com:3128}, without a user
     * @return this
     */
    public B proxy(URI url) {
        draft.proxy = url;
        return self();
    }

    /**
     * Sets how long to wait for the next bytes of an answer. The default is 30 seconds.
     *
     * @param time longer than zero
     * @return this
     */
    public B readTimeout(Duration time) {
        draft.readTimeout = time;
        return self();
    }

    /**
     * Uses another HTTP client of the AWS SDK than its {@code UrlConnectionHttpClient}, for what only that can do. The
     * supplier is asked once for each running pipeline and gives a {@code software.amazon.awssdk.http.SdkHttpClient}, which
     * the source closes; no type of that library is in this signature, so that it may change. {@link #proxy} and {@link
     * #readTimeout} are then that client's own matter.
     *
     * @param maker makes the client
     * @return this
     */
    public B httpClient(Supplier<?> maker) {
        draft.httpClient = maker;
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
}
