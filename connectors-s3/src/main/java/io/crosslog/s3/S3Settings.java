package io.crosslog.s3;

import io.crosslog.credentials.CredentialsProvider;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that is decided before the first request: what the reader knows of its builder. Immutable and thread-safe.
 *
 * @param name the source's name, in event ids
 * @param scheme how origins begin: {@code s3} or {@code cos}
 * @param bucket the bucket
 * @param prefix what keys begin with; maybe empty
 * @param startAfter the key after which to begin; maybe empty
 * @param connection how to reach the store
 * @param filter which objects are read
 * @param start where a source begins that has never read
 * @param lateness how long after it was modified an object may appear
 * @param pollInterval the time from one listing to the next, at the least
 * @param onePass whether to end when all was read that was there
 * @param othersNanos how long a one-pass read that is done with its own lanes waits for those that other processes hold
 * @param parallelObjects how many objects one reader reads at once
 * @param mostRemembered how many young objects a lane remembers at the most
 * @param attributes attributes of every record
 * @param keyAttribute the name of the attribute that holds the key
 * @param plan how objects are read
 */
record S3Settings(
        String name,
        String scheme,
        String bucket,
        String prefix,
        String startAfter,
        Connection connection,
        ObjectFilter filter,
        StartRule start,
        Duration lateness,
        Duration pollInterval,
        boolean onePass,
        long othersNanos,
        int parallelObjects,
        int mostRemembered,
        Map<String, String> attributes,
        String keyAttribute,
        ReadingPlan plan) {

    /** Line ends, and all else that is no character to be seen. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

    /**
     * How to reach the store.
     *
     * @param endpoint its URL
     * @param region the region to sign for
     * @param pathStyle whether the bucket is in the path, and not in the host name
     * @param listVersion1 whether to list by the older call, without trying the newer
     * @param credentials gives the key; null to ask without one
     * @param proxy an HTTP proxy, or null
     * @param readTimeout how long to wait for the next bytes
     * @param httpClient makes the HTTP client to use instead of the default; null for that
     * @param words how the service calls things
     */
    record Connection(
            URI endpoint,
            String region,
            boolean pathStyle,
            boolean listVersion1,
            @Nullable CredentialsProvider credentials,
            @Nullable URI proxy,
            Duration readTimeout,
            @Nullable Supplier<?> httpClient,
            Words words) {}

    /** Whether an object is one that is read: of none of those that the filter, or the key to start after, leaves out. */
    boolean reads(ListedObject object) {
        return KeyOrder.compare(object.key(), startAfter) > 0 && filter.accepts(object);
    }

    /** What is read where, for messages. */
    String where() {
        return scheme + "://" + bucket + "/" + prefix + " at " + connection.endpoint();
    }

    /** What to call an object, in origins. */
    String nameOf(ListedObject object) {
        String state = object.etag().isEmpty() ? object.modified() + "-" + object.size() : object.etag();
        return scheme + "://" + bucket + "/" + object.key() + "@" + state;
    }

    /** What to call an object in messages: a key may hold line ends, and logs are read line by line. */
    String shown(ListedObject object) {
        return UNSEEN.matcher(nameOf(object)).replaceAll("?");
    }

    @Override
    public String toString() {
        return "S3 source '" + name + "': " + where() + (connection.credentials() == null ? " (anonymous)" : "");
    }
}
