package io.crosslog.loopback.s3;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One object and what listings say of it. Immutable and thread-safe, as nobody changes the content. */
final class StoredObject {
    private final String key;
    private final byte[] content;
    private final Listing listing;

    StoredObject(String key, byte[] content, Listing listing) {
        this.key = key;
        this.content = content;
        this.listing = listing;
    }

    String key() {
        return key;
    }

    byte[] content() {
        return content;
    }

    String eTag() {
        return listing.eTag;
    }

    Instant lastModified() {
        return listing.lastModified;
    }

    String storageClass() {
        return listing.storageClass;
    }

    @Nullable String contentEncoding() {
        return listing.contentEncoding;
    }

    boolean isListed() {
        return listing.shown;
    }

    /** Whether a GET is refused until somebody restores the object. */
    boolean isArchived() {
        return listing.storageClass.contains("ARCHIVE");
    }

    StoredObject modified(Instant when) {
        return with(new Listing(listing.eTag, when, listing.storageClass, listing.contentEncoding, listing.shown));
    }

    StoredObject inClass(String storage) {
        return with(new Listing(listing.eTag, listing.lastModified, storage, listing.contentEncoding, listing.shown));
    }

    StoredObject encoded(String encoding) {
        return with(new Listing(listing.eTag, listing.lastModified, listing.storageClass, encoding, listing.shown));
    }

    StoredObject tagged(String tag) {
        return with(
                new Listing(tag, listing.lastModified, listing.storageClass, listing.contentEncoding, listing.shown));
    }

    StoredObject listed(boolean shown) {
        return with(
                new Listing(listing.eTag, listing.lastModified, listing.storageClass, listing.contentEncoding, shown));
    }

    private StoredObject with(Listing other) {
        return new StoredObject(key, content, other);
    }

    /**
     * What is said of an object.
     *
     * @param eTag with its quotes
     * @param storageClass as in a listing: {@code STANDARD}, {@code ARCHIVE}
     * @param shown whether listings show it; it can be read in any case
     */
    record Listing(
            String eTag,
            Instant lastModified,
            String storageClass,
            @Nullable String contentEncoding,
            boolean shown) {}
}
