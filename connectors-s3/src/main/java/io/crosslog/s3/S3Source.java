package io.crosslog.s3;

import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.spi.Source;
import io.crosslog.spi.SourceContext;
import io.crosslog.spi.SourceReader;
import java.io.IOException;
import java.net.URI;

/**
 * Reads the objects of a bucket of anything that speaks S3, by listing it again and again: each once, and again only what
 * was in flight at a crash.
 *
 * <pre>{@code
 * S3Source source = S3Source.builder()
 *         .endpoint(URI.create("https://s3.example.com")).region("eu-west-1")
 *         .bucket("security-logs").prefix("waf/")
 *         .credentials(() -> Credentials.of(id, secret))
 *         .build();
 * }</pre>
 *
 * <p>Keys may be in any order and objects may appear late: whatever becomes visible within {@link Builder#lateness} of its
 * LastModified is found, at the latest one pass over the bucket after it appeared. An object is its key and ETag: written
 * anew with other content it is read again as another object, written anew with the same content soon after it is not. One
 * that is deleted before it could be read is reported as a possible loss, one in an archive class is rejected with the
 * reason, one that is changed or deleted while being read has its rest rejected.
 *
 * <p>The bucket is split into 64 lanes by a hash of the key; they are the source's partitions, which readers and, with a
 * checkpoint store that leases, processes share. A lane's objects are read one after another. Positions need a checkpoint
 * store and hold no more than a bounded memory of young objects, whatever the size of the bucket.
 *
 * <p>A record has the object's LastModified as its arrival time and the attributes {@code s3.bucket} and {@code s3.key} beside
 * the labels. Its origin is {@code s3://<bucket>/<key>@<etag>#<record>}.
 *
 * <p>Immutable and thread-safe.
 */
public final class S3Source implements Source {

    private final S3Settings settings;
    private final Discoveries discoveries;

    S3Source(S3Settings settings) {
        this(settings, AwsObjectStore::new);
    }

    S3Source(S3Settings settings, Discoveries.StoreOpener opener) {
        this.settings = settings;
        this.discoveries = new Discoveries(settings, opener);
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

    /** {@return false: a store knows nothing of its readers, so a checkpoint store is needed} */
    @Override
    public boolean remembersPositions() {
        return false;
    }

    /** {@return false: what objects a lane has, and in which order they are found, changes with the bucket} */
    @Override
    public boolean replayable() {
        return false;
    }

    @Override
    public SourceReader open(SourceContext context) throws IOException {
        Discovery discovery = discoveries.join(context.pipeline(), context.index());
        S3SourceReader reader = new S3SourceReader(settings, context, discoveries, discovery);
        reader.start();
        return reader;
    }

    /** {@return what is read where, without secrets} */
    @Override
    public String toString() {
        return settings.toString();
    }

    /**
     * Builds an {@link S3Source}. Defaults: AWS's own endpoint of the region, the bucket in the host name, https only, start at
     * the earliest object, a listing a minute, 24 hours of lateness, 4 objects at once for each reader, for ever. Confined to
     * one thread.
     */
    public static final class Builder extends ObjectOptions<Builder> {

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets the store's URL, without the bucket. The default is AWS's of the region.
         *
         * @param url such as {@code https://s3.example.com}
         * @return this
         */
        public Builder endpoint(URI url) {
            draft.endpoint = url;
            return this;
        }

        /**
         * Sets the region that requests are signed for. Required; for stores that have none, {@code us-east-1} as a rule.
         *
         * @param value such as {@code eu-west-1}
         * @return this
         */
        public Builder region(String value) {
            draft.region = value;
            return this;
        }

        /**
         * Names the bucket in the URL's path and not in its host name, for stores that know no other way.
         *
         * @return this
         */
        public Builder pathStyle() {
            draft.pathStyle = true;
            return this;
        }

        /**
         * Lists by the older call (ListObjects). By default the newer (ListObjectsV2) is tried first, and the older taken
         * where that is refused or does not begin where it is told to.
         *
         * @return this
         */
        public Builder listVersion1() {
            draft.listVersion1 = true;
            return this;
        }

        /**
         * Sets the access key, with or without a session token. This or {@link #anonymous} is required.
         *
         * @param provider asked at each request
         * @return this
         */
        public Builder credentials(CredentialsProvider provider) {
            draft.credentials = provider;
            return this;
        }

        /**
         * Makes the source.
         *
         * @return the source
         * @throws IllegalArgumentException if anything is wrong with the settings; its message names everything that is
         */
        public S3Source build() {
            return new S3Source(draft.settings("S3Source", new Problems()));
        }
    }
}
