package io.crosslog.loopback.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * What s3proxy serves: buckets in memory. Its own stores read every file of a bucket anew for each page of a listing, which
 * 200,000 keys do not bear; a page here costs no more than its own length. Safe for concurrent calls.
 */
final class MemoryStore implements BlobStore {
    private final Map<String, S3Bucket> buckets = new ConcurrentHashMap<>();

    void add(S3Bucket bucket) {
        buckets.put(bucket.name(), bucket);
    }

    void remove(String bucket) {
        buckets.remove(bucket);
    }

    @Nullable S3Bucket find(String bucket) {
        return buckets.get(bucket);
    }

    @Override
    public ListBucketsResponse list() {
        List<Bucket> all = new ArrayList<>();
        buckets.forEach((name, bucket) ->
                all.add(Bucket.builder().name(name).creationDate(Instant.EPOCH).build()));
        return ListBucketsResponse.builder().buckets(all).build();
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        S3Bucket bucket = bucket(request.bucket());
        String after = request.continuationToken() != null ? request.continuationToken() : request.startAfter();
        int most = request.maxKeys() == null ? 1000 : request.maxKeys();
        return new Page(request.prefix(), request.delimiter(), after, most).of(bucket);
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        bucket(request.bucket());
        return HeadBucketResponse.builder().build();
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        StoredObject object = object(request.bucket(), request.key());
        return HeadObjectResponse.builder()
                .eTag(object.eTag())
                .contentLength((long) object.content().length)
                .contentEncoding(object.contentEncoding())
                .lastModified(object.lastModified())
                .storageClass(object.storageClass())
                .build();
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        StoredObject object = object(request.bucket(), request.key());
        if (object.isArchived()) {
            throw error(403, "InvalidObjectState", "The operation is not valid for the object's storage class");
        }
        checkConditions(request, object);
        byte[] content = object.content();
        GetObjectResponse.Builder response = GetObjectResponse.builder()
                .eTag(object.eTag())
                .contentEncoding(object.contentEncoding())
                .lastModified(object.lastModified())
                .storageClass(object.storageClass());
        int from = 0;
        int length = content.length;
        if (request.range() != null) {
            ByteRange range = ByteRange.of(request.range(), content.length);
            if (range == null) {
                throw error(416, "InvalidRange", "The requested range is not satisfiable");
            }
            from = range.from();
            length = range.length();
            response.contentRange("bytes " + from + "-" + (from + length - 1) + "/" + content.length);
        }
        response.contentLength((long) length);
        return new ResponseInputStream<>(
                response.build(), AbortableInputStream.create(new ByteArrayInputStream(content, from, length)));
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        try (payload) {
            StoredObject object =
                    bucket(request.bucket()).putNow(request.key(), payload.readAllBytes(), request.contentEncoding());
            return PutObjectResponse.builder().eTag(object.eTag()).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        bucket(request.bucket()).delete(request.key());
        return DeleteObjectResponse.builder().build();
    }

    @Override
    public BucketCannedACL getContainerAccess(String container) {
        return BucketCannedACL.PRIVATE;
    }

    @Override
    public ObjectCannedACL getBlobAccess(String container, String name) {
        return ObjectCannedACL.PRIVATE;
    }

    @Override
    public long getMinimumMultipartPartSize() {
        return 5L << 20;
    }

    @Override
    public CreateBucketResponse createContainer(CreateBucketRequest request) {
        throw notOffered();
    }

    @Override
    public void setContainerAccess(String container, BucketCannedACL access) {
        throw notOffered();
    }

    @Override
    public void deleteBucket(String container) {
        throw notOffered();
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        throw notOffered();
    }

    @Override
    public void setBlobAccess(String container, String name, ObjectCannedACL access) {
        throw notOffered();
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        throw notOffered();
    }

    @Override
    public void abortMultipartUpload(MultipartUpload upload) {
        throw notOffered();
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        throw notOffered();
    }

    @Override
    public UploadPartResponse uploadMultipartPart(MultipartUpload upload, UploadPartRequest request, InputStream in) {
        throw notOffered();
    }

    @Override
    public List<Part> listMultipartUpload(MultipartUpload upload) {
        throw notOffered();
    }

    @Override
    public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(String container) {
        throw notOffered();
    }

    private S3Bucket bucket(String name) {
        S3Bucket bucket = buckets.get(name);
        if (bucket == null) {
            throw S3Exceptions.noSuchBucket(name, "was not declared");
        }
        return bucket;
    }

    private StoredObject object(String bucket, String key) {
        StoredObject object = bucket(bucket).find(key);
        if (object == null) {
            throw S3Exceptions.noSuchKey(bucket, key, "was not put");
        }
        return object;
    }

    private static void checkConditions(GetObjectRequest request, StoredObject object) {
        String match = request.ifMatch();
        if (match != null && !match.equals("*") && !unquoted(match).equals(unquoted(object.eTag()))) {
            throw error(412, "PreconditionFailed", "At least one of the preconditions you specified did not hold");
        }
        String noMatch = request.ifNoneMatch();
        if (noMatch != null && unquoted(noMatch).equals(unquoted(object.eTag()))) {
            throw error(304, "NotModified", "Not Modified");
        }
        Instant unmodifiedSince = request.ifUnmodifiedSince();
        if (unmodifiedSince != null && object.lastModified().isAfter(unmodifiedSince)) {
            throw error(412, "PreconditionFailed", "At least one of the preconditions you specified did not hold");
        }
    }

    private static String unquoted(String tag) {
        return tag.replace("\"", "");
    }

    private static UnsupportedOperationException notOffered() {
        return new UnsupportedOperationException("the loopback server lists, reads, puts and deletes objects");
    }

    private static S3Exception error(int status, String code, String message) {
        return (S3Exception) S3Exception.builder()
                .message(message)
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }

    /** One page of a listing. */
    private record Page(
            @Nullable String wantedPrefix,
            @Nullable String delimiter,
            @Nullable String after,
            int most) {

        ListObjectsV2Response of(S3Bucket bucket) {
            String prefix = wantedPrefix == null ? "" : wantedPrefix;
            List<S3Object> contents = new ArrayList<>();
            List<CommonPrefix> folders = new ArrayList<>();
            String last = null;
            String folder = after != null && isFolder(after, prefix) ? after : null;
            for (StoredObject object : bucket.listed(prefix, after)) {
                String key = object.key();
                if (!key.startsWith(prefix)) {
                    break;
                }
                if (!object.isListed() || (folder != null && key.startsWith(folder))) {
                    continue;
                }
                if (contents.size() + folders.size() == most) {
                    return page(contents, folders, last);
                }
                folder = folderOf(key, prefix);
                if (folder == null) {
                    contents.add(entry(object));
                    last = key;
                } else {
                    folders.add(CommonPrefix.builder().prefix(folder).build());
                    last = folder;
                }
            }
            return page(contents, folders, null);
        }

        private boolean isFolder(String name, String prefix) {
            return name.equals(folderOf(name, prefix));
        }

        private @Nullable String folderOf(String key, String prefix) {
            if (delimiter == null || delimiter.isEmpty()) {
                return null;
            }
            int end = key.indexOf(delimiter, prefix.length());
            return end < 0 ? null : key.substring(0, end + delimiter.length());
        }

        private static S3Object entry(StoredObject object) {
            return S3Object.builder()
                    .key(object.key())
                    .eTag(object.eTag())
                    .lastModified(object.lastModified())
                    .size((long) object.content().length)
                    .storageClass(object.storageClass())
                    .build();
        }

        private static ListObjectsV2Response page(
                List<S3Object> contents, List<CommonPrefix> folders, @Nullable String next) {
            return ListObjectsV2Response.builder()
                    .contents(contents)
                    .commonPrefixes(folders)
                    .isTruncated(next != null)
                    .nextContinuationToken(next)
                    .build();
        }
    }
}
