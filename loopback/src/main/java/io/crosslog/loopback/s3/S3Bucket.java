package io.crosslog.loopback.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one bucket, as the server sees them: a test puts them here without a request, and says of each when it was
 * modified, whether listings show it and whether it is archived. They are kept in memory; contents are not copied, so many
 * keys may share one.
 *
 * <p>Safe for concurrent calls.
 */
public final class S3Bucket {
    private final String name;
    private final Clock clock;
    private final ConcurrentNavigableMap<String, StoredObject> objects = new ConcurrentSkipListMap<>(new KeyOrder());

    S3Bucket(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
    }

    /** The name of the bucket. */
    public String name() {
        return name;
    }

    /** Puts an object, modified now. An object of this key is replaced, with all that was said of it. */
    public void put(String key, byte[] content) {
        put(key, content, clock.instant());
    }

    /** Puts an object that was modified at another time. Listings tell times in whole seconds or milliseconds. */
    public void put(String key, byte[] content, Instant lastModified) {
        put(key, content, md5(content), lastModified, null);
    }

    /** Puts {@code count} objects, numbered from 0, all modified at one time. */
    public void putAll(int count, IntFunction<String> key, IntFunction<byte[]> content, Instant lastModified) {
        byte[] before = new byte[0];
        String tag = md5(before);
        for (int i = 0; i < count; i++) {
            byte[] bytes = content.apply(i);
            // One content for many keys is hashed once.
            if (bytes != before) {
                tag = md5(bytes);
                before = bytes;
            }
            put(key.apply(i), bytes, tag, lastModified, null);
        }
    }

    /** Deletes an object. Without effect if there is none. */
    public void delete(String key) {
        objects.remove(key);
    }

    /** Says when the object was modified. */
    public void lastModified(String key, Instant when) {
        change(key, object -> object.modified(when));
    }

    /** Gives the object another ETag than the MD5 of its content, as objects uploaded in parts have; without quotes. */
    public void eTag(String key, String tag) {
        change(key, object -> object.tagged('"' + tag + '"'));
    }

    /** Gives the object a {@code Content-Encoding}. */
    public void contentEncoding(String key, String encoding) {
        change(key, object -> object.encoded(encoding));
    }

    /** Moves the object to the class {@code ARCHIVE}: a GET is answered 403 {@code InvalidObjectState}. */
    public void archive(String key) {
        change(key, object -> object.inClass("ARCHIVE"));
    }

    /** Brings an archived object back. */
    public void restore(String key) {
        change(key, object -> object.inClass("STANDARD"));
    }

    /** Leaves the object out of listings, as an eventually consistent one does for a while. It can be read by its key. */
    public void hide(String key) {
        change(key, object -> object.listed(false));
    }

    /** Shows the object in listings again. */
    public void reveal(String key) {
        change(key, object -> object.listed(true));
    }

    /** Shows every object in listings again. */
    public void revealAll() {
        objects.replaceAll((key, object) -> object.listed(true));
    }

    /** How many objects there are, hidden ones too; counts them all. */
    public int size() {
        return objects.size();
    }

    /** The keys of all objects, in the order of listings. */
    public List<String> keys() {
        return List.copyOf(objects.keySet());
    }

    /** Deletes all objects whose key is matched. */
    public void deleteIf(Predicate<String> matched) {
        objects.keySet().removeIf(matched);
    }

    @Override
    public String toString() {
        return name + " with " + objects.size() + " objects";
    }

    @Nullable StoredObject find(String key) {
        return objects.get(key);
    }

    /** The objects whose keys come after {@code after}, or from {@code from} on, whichever is later. */
    Iterable<StoredObject> listed(String from, @Nullable String after) {
        boolean exclusive = after != null && new KeyOrder().compare(after, from) >= 0;
        ConcurrentNavigableMap<String, StoredObject> tail =
                exclusive && after != null ? objects.tailMap(after, false) : objects.tailMap(from, true);
        return tail.values();
    }

    StoredObject put(String key, byte[] content, String eTag, Instant lastModified, @Nullable String contentEncoding) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("An object has a key");
        }
        StoredObject object = new StoredObject(
                key, content, new StoredObject.Listing(eTag, lastModified, "STANDARD", contentEncoding, true));
        objects.put(key, object);
        return object;
    }

    StoredObject putNow(String key, byte[] content, @Nullable String contentEncoding) {
        return put(key, content, md5(content), clock.instant(), contentEncoding);
    }

    private void change(String key, UnaryOperator<StoredObject> change) {
        if (objects.computeIfPresent(key, (k, object) -> change.apply(object)) == null) {
            throw new NoSuchElementException("Bucket " + name + " has no object " + key);
        }
    }

    private static String md5(byte[] content) {
        try {
            return '"'
                    + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content))
                    + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has MD5", e);
        }
    }
}
