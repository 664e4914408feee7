package io.crosslog.s3;

import io.crosslog.credentials.CredentialsProvider;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link S3Source} for a bucket of Tencent Cloud Object Storage (COS), to which CLS ships logs.
 *
 * <pre>{@code
 * S3Source source = TencentCosS3.builder()
 *         .region("ap-guangzhou").bucket("logs-1250000000").prefix("waf/")
 *         .credentials(() -> Credentials.of(secretId, secretKey))
 *         .build();
 * }</pre>
 *
 * <p>The bucket is in the host name, as buckets made since 2024 demand, and is listed by ListObjects, the call that COS
 * documents. The key needs {@code cos:GetBucket} and {@code cos:GetObject}; {@code cos:HeadObject}, which COS's guides grant with
 * it, is not used so far. Records carry the attributes {@code tencent.bucket}, {@code tencent.key} and {@code tencent.region}
 * beside the caller's labels; their origin is {@code cos://<bucket>/<key>@<etag>#<record>}.
 *
 * <p>After the public documentation of COS (document 436: regions and endpoints, use with S3 SDKs, ListObjects).
 */
public final class TencentCosS3 {

    private static final Pattern REGION = Pattern.compile("[a-z]{2,4}-[a-z0-9-]{2,40}");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9-]*-\\d{5,20}");

    private static final Words WORDS = new Words(
            "cos:GetBucket",
            "cos:GetObject and cos:HeadObject",
            "qcs::cos:<region>:uid/<appid>:%1$s/* (the policy in the guides grants shipping only, not reading)",
            "check SecretId and SecretKey, and with a temporary key its token; the provider is asked for them anew at each"
                    + " request");

    private TencentCosS3() {}

    /**
     * Starts a source.
     *
     * @return a builder; region, bucket and credentials are required
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Builds the source. Defaults: the public endpoint of the region, and those of {@link S3Source.Builder}. Confined to one
     * thread.
     */
    public static final class Builder extends ObjectOptions<Builder> {

        private @Nullable URI endpoint;

        private Builder() {
            draft.name = "tencent-cos";
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets the region of the bucket. Required.
         *
         * @param value such as {@code ap-guangzhou}
         * @return this
         */
        public Builder region(String value) {
            draft.region = value;
            return this;
        }

        /**
         * Sets the key: SecretId and SecretKey, of a sub-account that may do nothing else, or a temporary key with its token.
         * This or {@link #anonymous} is required.
         *
         * @param provider asked at each request
         * @return this
         */
        public Builder credentials(CredentialsProvider provider) {
            draft.credentials = provider;
            return this;
        }

        /**
         * Reaches COS by another endpoint than the public one of the region, such as that of a private link or the global
         * acceleration. It must be https and must not hold the bucket's name.
         *
         * @param url such as {@code https://cos.accelerate.myqcloud.com}
         * @return this
         */
        public Builder endpoint(URI url) {
            endpoint = url;
            return this;
        }

        /**
         * Makes the source.
         *
         * @return the source
         * @throws IllegalArgumentException if anything is wrong with the settings; its message names everything that is
         */
        public S3Source build() {
            Problems problems = new Problems();
            String region = draft.region;
            boolean known = region != null && REGION.matcher(region).matches();
            problems.addIf(
                    region != null && !region.isBlank() && !known,
                    "region was '" + region + "' but must be one such as ap-guangzhou");
            String bucket = draft.bucket;
            problems.addIf(
                    bucket != null
                            && !bucket.isBlank()
                            && !BUCKET.matcher(bucket).matches(),
                    "bucket was '" + bucket
                            + "' but must be its name with the APPID behind it, such as logs-1250000000");
            draft.endpoint = endpoint != null
                    ? endpoint
                    : URI.create("https://cos." + (known ? region : "unknown") + ".myqcloud.com");
            draft.scheme = "cos";
            draft.words = WORDS;
            draft.listVersion1 = true;
            draft.bucketAttribute = "tencent.bucket";
            draft.keyAttribute = "tencent.key";
            if (known) {
                draft.presetAttributes.put("tencent.region", String.valueOf(region));
            }
            return new S3Source(draft.settings("TencentCosS3", problems));
        }
    }
}
