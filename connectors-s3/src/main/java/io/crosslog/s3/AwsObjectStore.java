package io.crosslog.s3;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A store behind the AWS client. Safe for concurrent calls. */
final class AwsObjectStore implements ObjectStore {

    /** Some stores answer so many pages without an object in a row where many were deleted. */
    private static final int MOST_EMPTY = 10_000;

    /** So far may a clock be off the store's before it refuses what is signed. */
    private static final long MOST_SKEW_MILLIS = 900_000;

    private final S3Settings settings;
    private final SdkHttpClient http;
    private final S3Client client;
    private final S3Failures failures;
    private volatile boolean version1;

    AwsObjectStore(S3Settings settings) {
        this.settings = settings;
        this.http = AwsClients.http(settings.connection());
        this.client = AwsClients.open(settings, http);
        this.failures = new S3Failures(settings);
        this.version1 = settings.connection().listVersion1();
    }

    @Override
    public ObjectPage list(String after) throws IOException {
        try {
            int refused = 0;
            if (!version1) {
                try {
                    ObjectPage page = version2(after);
                    if (begins(page, after)) {
                        return page;
                    }
                    refused = page.requests();
                } catch (S3Exception e) {
                    if (e.statusCode() != 501 && !isUnknownCall(e)) {
                        throw e;
                    }
                    refused = 1;
                }
                // Refused, or the place to begin at not heeded: the older call knows it by another name.
                ObjectPage page = version1(after, refused);
                version1 = true;
                return page;
            }
            return version1(after, 0);
        } catch (CredentialsFailure e) {
            throw e.asIoException();
        } catch (SdkException e) {
            throw failures.atList(e);
        }
    }

    private static boolean isUnknownCall(S3Exception e) {
        String code = S3Failures.code(e);
        return code.equals("NotImplemented") || code.equals("InvalidArgument") || code.equals("MethodNotAllowed");
    }

    private static boolean begins(ObjectPage page, String after) {
        return page.objects().isEmpty()
                || KeyOrder.compare(page.objects().get(0).key(), after) > 0;
    }

    private ObjectPage version2(String after) throws IOException {
        String token = null;
        for (int empty = 0; ; empty++) {
            String from = token;
            ListObjectsV2Response answer = client.listObjectsV2(r -> r.bucket(settings.bucket())
                    .prefix(orNull(settings.prefix()))
                    .startAfter(from == null ? orNull(after) : null)
                    .continuationToken(from)
                    .encodingType(EncodingType.URL));
            token = answer.nextContinuationToken();
            if (!answer.contents().isEmpty() || token == null || empty == MOST_EMPTY) {
                return page(
                        answer.contents(), answer.name(), answer.isTruncated(), answer.sdkHttpResponse(), empty + 1);
            }
        }
    }

    private ObjectPage version1(String after, int before) throws IOException {
        String marker = after;
        for (int empty = 0; ; empty++) {
            String from = marker;
            ListObjectsResponse answer = client.listObjects(r -> r.bucket(settings.bucket())
                    .prefix(orNull(settings.prefix()))
                    .marker(orNull(from))
                    .encodingType(EncodingType.URL));
            marker = answer.nextMarker();
            if (!answer.contents().isEmpty() || marker == null || marker.isEmpty() || empty == MOST_EMPTY) {
                return page(
                        answer.contents(),
                        answer.name(),
                        answer.isTruncated(),
                        answer.sdkHttpResponse(),
                        before + empty + 1);
            }
        }
    }

    private ObjectPage page(
            List<S3Object> contents,
            @Nullable String name,
            @Nullable Boolean truncated,
            SdkHttpResponse response,
            int requests)
            throws IOException {
        if (name == null && truncated == null) {
            // The client takes any page of a portal or proxy for a listing without objects.
            throw new IOException("listing " + settings.where() + " failed: the answer, with status "
                    + response.statusCode() + " and type "
                    + response.firstMatchingHeader("Content-Type").orElse("unknown")
                    + ", is no listing; somebody in between may have answered");
        }
        List<ListedObject> objects = new ArrayList<>(contents.size());
        for (S3Object object : contents) {
            Instant modified = object.lastModified();
            Long size = object.size();
            if (modified == null || size == null) {
                // What is missed and what is not is told by these times.
                throw new IllegalStateException("the store lists '" + object.key() + "' without "
                        + (size == null ? "size" : "LastModified") + "; such a store cannot be read completely");
            }
            objects.add(
                    new ListedObject(object.key(), ObjectAnswer.bare(object.eTag()), size, modified.toEpochMilli()));
        }
        return new ObjectPage(objects, !Boolean.TRUE.equals(truncated), date(response), requests);
    }

    /**
     * The time by the store's clock; by this machine's, where the store does not tell, or where it is behind: too early a time
     * costs memory, too late a one would settle objects that may still appear.
     */
    private static long date(SdkHttpResponse response) {
        long here = System.currentTimeMillis();
        try {
            long there = response.firstMatchingHeader("Date")
                    .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()
                            .toEpochMilli())
                    .orElse(here - MOST_SKEW_MILLIS);
            return Math.min(here, there);
        } catch (DateTimeParseException e) {
            return here - MOST_SKEW_MILLIS;
        }
    }

    @Override
    public InputStream open(ListedObject object, long from) throws IOException {
        if (from >= object.size()) {
            return InputStream.nullInputStream();
        }
        try {
            GetObjectRequest request = GetObjectRequest.builder()
                    .bucket(settings.bucket())
                    .key(object.key())
                    .ifMatch(object.etag().isEmpty() ? null : '"' + object.etag() + '"')
                    .range(from == 0 ? null : "bytes=" + from + "-")
                    .build();
            return checked(client.getObject(request), object, from);
        } catch (CredentialsFailure e) {
            throw e.asIoException();
        } catch (SdkException e) {
            throw failures.atGet(e, object);
        }
    }

    private InputStream checked(ResponseInputStream<GetObjectResponse> body, ListedObject object, long from)
            throws IOException {
        String name = settings.shown(object);
        try {
            boolean part = ObjectAnswer.isPart(body.response(), name, object, from);
            ObjectInput input = new ObjectInput(body, name);
            if (!part) {
                input.skipNBytes(from);
            }
            return input;
        } catch (IOException | RuntimeException e) {
            body.abort();
            throw e;
        }
    }

    @Override
    public void close() {
        client.close();
        // The client leaves open what it did not make itself.
        http.close();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
