package io.crosslog.s3;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Whether an answer is the object that was asked for: not every store heeds If-Match and Range, and not every answer with a
 * good status is the store's.
 */
final class ObjectAnswer {

    private static final int PARTIAL_CONTENT = 206;

    private ObjectAnswer() {}

    /**
     * Checks what an answer says of its body.
     *
     * @param name what to call the object
     * @param from the offset that was asked for
     * @return whether the body begins at that offset; else it is the whole object
     * @throws IOException if it is not the object, or not the part that was asked for, so that it is to be asked for again
     * @throws ObjectChangedException if the object is in another state than it was listed in
     */
    static boolean isPart(GetObjectResponse answer, String name, ListedObject object, long from) throws IOException {
        String etag = bare(answer.eTag());
        if (!object.etag().isEmpty() && !etag.equals(object.etag())) {
            if (etag.isEmpty()) {
                throw strange(answer, name, "has no ETag, where the listing has one");
            }
            throw new ObjectChangedException(name + " was written anew after it was listed");
        }
        boolean part = answer.sdkHttpResponse().statusCode() == PARTIAL_CONTENT;
        String range = answer.contentRange();
        if (part && (from == 0 || range != null && !range.startsWith("bytes " + from + "-"))) {
            throw strange(answer, name, "is another part (" + range + ") than that from byte " + from + " on");
        }
        Long length = answer.contentLength();
        long expected = object.size() - (part ? from : 0);
        if (length != null && length != expected) {
            if (object.etag().isEmpty() && isOtherTime(answer.lastModified(), object)) {
                throw new ObjectChangedException(name + " was written anew after it was listed");
            }
            throw strange(answer, name, "has " + length + " bytes where " + expected + " were listed");
        }
        return part;
    }

    /** An ETag without quotes; empty if there is none. */
    static String bare(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }

    /** Headers have seconds, listings may have more. */
    private static boolean isOtherTime(@Nullable Instant modified, ListedObject object) {
        Instant listed = Instant.ofEpochMilli(object.modified());
        return modified != null
                && !modified.truncatedTo(ChronoUnit.SECONDS).equals(listed.truncatedTo(ChronoUnit.SECONDS));
    }

    private static IOException strange(GetObjectResponse answer, String name, String what) {
        SdkHttpResponse http = answer.sdkHttpResponse();
        return new IOException(
                "reading " + name + " failed: the answer, with status " + http.statusCode() + " and type "
                        + http.firstMatchingHeader("Content-Type").orElse("unknown") + ", " + what
                        + "; somebody in between may have answered");
    }
}
