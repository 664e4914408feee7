package io.crosslog.s3;

import io.crosslog.credentials.CredentialsProvider;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a builder has been told so far; checks it as a whole. Confined to one thread. */
final class S3Draft {

    /** What S3 and COS allow, and nothing that would change the meaning of a URL. */
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,62}");

    /** 16,384 objects of 16 bytes: a quarter of a mebibyte for each lane's position, a million objects together. */
    private static final int MOST_REMEMBERED = 1 << 14;

    @Nullable String name = "s3";

    String scheme = "s3";

    @Nullable String bucket;

    String prefix = "";
    String startAfter = "";

    @Nullable URI endpoint;

    @Nullable String region;

    boolean pathStyle;
    boolean plainHttp;
    boolean listVersion1;

    @Nullable CredentialsProvider credentials;

    boolean anonymous;

    @Nullable URI proxy;

    Duration readTimeout = Duration.ofSeconds(30);

    @Nullable Supplier<?> httpClient;

    Words words = Words.S3;

    @Nullable Pattern include;

    @Nullable Pattern exclude;

    @Nullable Instant modifiedAfter;

    @Nullable Instant modifiedBefore;

    StartRule start = StartRule.EARLIEST;
    Duration lateness = Duration.ofHours(24);
    Duration pollInterval = Duration.ofMinutes(1);
    boolean onePass;

    /** Longer than a lease of a process that died. */
    Duration othersWait = Duration.ofMinutes(1);

    int parallelObjects = 4;
    int mostRemembered = MOST_REMEMBERED;
    final Map<String, String> labels = new LinkedHashMap<>();

    /** Attributes that a preset adds. */
    final Map<String, String> presetAttributes = new LinkedHashMap<>();

    String bucketAttribute = "s3.bucket";
    String keyAttribute = "s3.key";
    ObjectCompression compression = ReadingPlan.DEFAULT.compression();
    ObjectFormat format = ReadingPlan.DEFAULT.format();
    int maxRecordBytes = ReadingPlan.DEFAULT.maxRecordBytes();
    int maxExpansion = ReadingPlan.DEFAULT.maxExpansion();
    long maxExpandedBytes = ReadingPlan.DEFAULT.maxExpandedBytes();

    /**
     * The settings.
     *
     * @param subject what is being built, for the message
     * @param problems what a preset has found already
     * @throws IllegalArgumentException naming all problems
     */
    S3Settings settings(String subject, Problems problems) {
        problems.required("name", name);
        String bucketName = problems.required("bucket", bucket);
        problems.addIf(
                !bucketName.isEmpty() && !BUCKET.matcher(bucketName).matches(),
                "bucket was '" + bucketName + "' but has 2 to 63 of the characters A-Z a-z 0-9 . _ -");
        String signedFor = problems.required("region", region);
        URI where = endpoint == null ? awsEndpoint(signedFor) : endpoint;
        checkEndpoint(where, bucketName, problems);
        problems.addIf(
                credentials == null != anonymous,
                anonymous
                        ? "credentials and anonymous() were both set but only one of them can be"
                        : "credentials was not set; a bucket that anybody may read is asked for by anonymous()");
        if (proxy != null) {
            checkProxy(proxy, problems);
        }
        checkWhat(problems);
        problems.throwIfAny(subject + (name == null || name.isBlank() ? "" : " '" + name + "'"));
        return frozen(bucketName, signedFor, where);
    }

    private void checkWhat(Problems problems) {
        problems.addIf(prefix.startsWith("/"), "prefix was '" + prefix + "' but keys do not begin with a slash");
        problems.positive("pollInterval", pollInterval);
        problems.positive("lateness", lateness);
        problems.positive("readTimeout", readTimeout);
        problems.addIf(
                lateness.compareTo(Duration.ofDays(366)) > 0, "lateness was " + lateness + " but at most is a year");
        problems.addIf(
                parallelObjects < 1 || parallelObjects > LaneNames.LANES,
                "parallelObjects was " + parallelObjects + " but must be from 1 to " + LaneNames.LANES);
        problems.addIf(
                maxRecordBytes < 1024 || maxRecordBytes > ReadingPlan.MAX_RECORD_BYTES,
                "maxRecordBytes was " + maxRecordBytes + " but must be from 1024 to " + ReadingPlan.MAX_RECORD_BYTES);
        problems.addIf(maxExpansion < 1, "maxExpansion was " + maxExpansion + " but must be at least 1");
        problems.addIf(
                maxExpandedBytes < 1 << 20,
                "maxExpandedBytes was " + maxExpandedBytes + " but must be at least " + (1 << 20));
        problems.addIf(
                !startAfter.isEmpty() && KeyOrder.compare(startAfter, prefix) < 0 && !prefix.startsWith(startAfter),
                "startAfterKey was '" + startAfter + "', which is before every key with the prefix '" + prefix + "'");
        problems.addIf(
                modifiedAfter != null && modifiedBefore != null && !modifiedAfter.isBefore(modifiedBefore),
                "modifiedAfter was " + modifiedAfter + " but must be before modifiedBefore, " + modifiedBefore);
        for (String key : labels.keySet()) {
            problems.addIf(key.isBlank(), "labels held a blank name");
            problems.addIf(
                    presetAttributes.containsKey(key) || key.equals(bucketAttribute) || key.equals(keyAttribute),
                    "labels held '" + key + "', which the source itself sets");
        }
    }

    private static URI awsEndpoint(String region) {
        String suffix = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
        return URI.create("https://s3." + (region.matches("[a-z0-9-]+") ? region : "unknown") + suffix);
    }

    private void checkEndpoint(URI url, String bucketName, Problems problems) {
        if (mayHoldSecret(url)) {
            problems.add("endpoint held a user, a query or a fragment but must be no more than scheme, host and port");
            return;
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        String host = url.getHost();
        if (host == null || !scheme.equals("https") && !scheme.equals("http")) {
            problems.add("endpoint was " + bare(url) + " but must be a URL such as https://s3.example.com");
            return;
        }
        problems.addIf(
                scheme.equals("http") && !plainHttp,
                "endpoint was " + bare(url)
                        + " but must be https, or what is read can be changed on its way; allowPlainHttp()"
                        + " permits it");
        String path = url.getPath() == null ? "" : url.getPath().replace("/", "");
        boolean inHost = host.toLowerCase(Locale.ROOT).startsWith(bucketName.toLowerCase(Locale.ROOT) + ".");
        if (!bucketName.isEmpty() && (inHost || path.equals(bucketName))) {
            String right = inHost ? host.substring(bucketName.length() + 1) : host;
            problems.add("endpoint was " + bare(url) + (inHost ? "" : "/" + bucketName)
                    + " but must not hold the bucket's name: use " + scheme + "://" + right);
        } else {
            problems.addIf(!path.isEmpty(), "endpoint was " + bare(url) + " with a path but must have no path");
        }
    }

    private static void checkProxy(URI url, Problems problems) {
        if (mayHoldSecret(url)) {
            problems.add(
                    "proxy held a user, a query or a fragment but must be no more than scheme, host and port; a proxy"
                            + " that asks for a user needs an httpClient(...) that knows it");
            return;
        }
        problems.addIf(
                url.getHost() == null || !"http".equals(url.getScheme()),
                "proxy was " + bare(url) + " but must be a URL such as http://proxy.example.com:3128");
    }

    /** Whether a URL has more than should be shown; an {@code @} tells of a user also where the URL is malformed. */
    private static boolean mayHoldSecret(URI url) {
        return url.toString().indexOf('@') >= 0 || url.getRawQuery() != null || url.getRawFragment() != null;
    }

    /** What may be shown of a URL: no path, which may be a signed one. */
    private static String bare(URI url) {
        if (url.getHost() == null) {
            return url.isOpaque() || url.getRawAuthority() == null
                    ? url.toString().replaceFirst("[/?].*", "")
                    : url.getScheme() + "://" + url.getRawAuthority();
        }
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private S3Settings frozen(String bucketName, String signedFor, URI where) {
        Map<String, String> attributes = new LinkedHashMap<>(labels);
        attributes.putAll(presetAttributes);
        attributes.put(bucketAttribute, bucketName);
        return new S3Settings(
                String.valueOf(name),
                scheme,
                bucketName,
                prefix,
                startAfter,
                new S3Settings.Connection(
                        where, signedFor, pathStyle, listVersion1, credentials, proxy, readTimeout, httpClient, words),
                new ObjectFilter(include, exclude, modifiedAfter, modifiedBefore),
                start,
                lateness,
                pollInterval,
                onePass,
                othersWait.toNanos(),
                parallelObjects,
                mostRemembered,
                Map.copyOf(attributes),
                keyAttribute,
                new ReadingPlan(compression, format, maxRecordBytes, maxExpansion, maxExpandedBytes));
    }
}
