package io.crosslog.s3;

import io.crosslog.spi.BlockedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Says what an answer of the store means, and what a person must do about it (rule R5): what passes by itself is an {@link
 * IOException}, what somebody must change at the store a {@link BlockedException}, and what only another configuration can
 * change a {@link RuntimeException}.
 *
 * <p>The codes are those of the S3 API; {@code PathStyleDomainForbidden} is Tencent's own (COS, document 436).
 */
final class S3Failures {

    private static final Set<String> KEY_REFUSED = Set.of(
            "SignatureDoesNotMatch",
            "InvalidAccessKeyId",
            "InvalidSecretKey",
            "InvalidSecurity",
            "AuthFailure",
            "SignatureMismatch");
    private static final Set<String> KEY_EXPIRED =
            Set.of("ExpiredToken", "InvalidToken", "TokenRefreshRequired", "RequestExpired");
    private static final Set<String> CLOCK = Set.of("RequestTimeTooSkewed", "RequestIsNotEffective");
    /** They pass by themselves, whatever status they come with: that of a timeout is 400, which a bad request has as well. */
    private static final Set<String> BUSY = Set.of(
            "RequestTimeout",
            "RequestTimeOut",
            "SlowDown",
            "ServiceUnavailable",
            "InternalError",
            "OperationAborted",
            "RequestLimitExceeded",
            "TooManyRequests",
            "Throttling");

    private static final Set<String> OTHER_REGION =
            Set.of("PermanentRedirect", "IllegalLocationConstraintException", "InvalidLocationConstraint");

    private final S3Settings settings;

    S3Failures(S3Settings settings) {
        this.settings = settings;
    }

    /** A listing failed. */
    IOException atList(SdkException e) {
        return translate(
                e, "listing " + settings.where(), settings.connection().words().listPermission());
    }

    /**
     * Reading an object failed.
     *
     * @throws ObjectLostException if it can never be read
     */
    IOException atGet(SdkException e, ListedObject object) {
        String name = settings.shown(object);
        if (e instanceof S3Exception answer) {
            String code = code(answer);
            if (answer.statusCode() == 412) {
                throw new ObjectChangedException(name + " was written anew after it was listed");
            }
            // A proxy's 404 is no word of the store.
            if (code.equals("NoSuchKey") || code.equals("NoSuchVersion")) {
                throw new ObjectGoneException(name + " was deleted after it was listed");
            }
            if (code.equals("InvalidObjectState")) {
                throw new ObjectArchivedException(name
                        + " lies in an archive and cannot be read (InvalidObjectState): restore it, and read it with a source"
                        + " of another name; keep what is to be imported out of archive storage classes");
            }
        }
        return translate(e, "reading " + name, settings.connection().words().getPermission());
    }

    private IOException translate(SdkException e, String doing, String permission) {
        return e instanceof S3Exception answer ? refusal(answer, doing, permission) : noAnswer(e, doing);
    }

    private IOException refusal(S3Exception e, String doing, String permission) {
        String code = code(e);
        String said = doing + " failed: " + said(e);
        Words words = settings.connection().words();
        if (code.equals("NoSuchBucket") || code.equals("InvalidBucketName")) {
            throw new IllegalStateException(
                    said + "; there is no bucket '" + settings.bucket() + "' at "
                            + settings.connection().endpoint() + ": correct its name or the region, then start again",
                    e);
        }
        if (code.equals("PathStyleDomainForbidden")) {
            throw new IllegalStateException(
                    said + "; the store wants the bucket's name in the host name: leave pathStyle() out of the source's"
                            + " settings",
                    e);
        }
        if (BUSY.contains(code)) {
            return new IOException(said, e);
        }
        if (isOtherRegion(e, code)) {
            throw new IllegalStateException(
                    said + "; the bucket is of another region than "
                            + settings.connection().region() + regionHint(e)
                            + ": set region(...), and the endpoint with it",
                    e);
        }
        if (CLOCK.contains(code)) {
            return new BlockedException(
                    said, "set this machine's clock right (NTP): it is more than 15 minutes off the store's", e);
        }
        if (KEY_EXPIRED.contains(code)) {
            return new BlockedException(
                    said, "the temporary key has expired: the credentials provider must give a new one before that", e);
        }
        if (KEY_REFUSED.contains(code)) {
            return new BlockedException(said, words.keyAdvice(), e);
        }
        if (e.statusCode() == 401 || e.statusCode() == 403) {
            return new BlockedException(
                    said,
                    "grant " + permission + " on " + String.format(words.resource(), settings.bucket())
                            + anonymousHint(),
                    e);
        }
        if (e.statusCode() == 400) {
            return new BlockedException(
                    said, "the store does not take this request: check endpoint, region and bucket", e);
        }
        return new IOException(said, e);
    }

    private static boolean isOtherRegion(S3Exception e, String code) {
        return e.statusCode() == 301
                || OTHER_REGION.contains(code)
                || code.equals("AuthorizationHeaderMalformed") && said(e).contains("region");
    }

    private static String regionHint(S3Exception e) {
        if (e.awsErrorDetails() == null || e.awsErrorDetails().sdkHttpResponse() == null) {
            return "";
        }
        return e.awsErrorDetails()
                .sdkHttpResponse()
                .firstMatchingHeader("x-amz-bucket-region")
                .map(region -> " (it is of " + region + ")")
                .orElse("");
    }

    private String anonymousHint() {
        return settings.connection().credentials() == null
                ? "; the source asks anonymously, set credentials(...) if that is not meant"
                : "";
    }

    private IOException noAnswer(SdkException e, String doing) {
        String said = doing + " failed: " + text(e);
        if (find(e, UnknownHostException.class) != null) {
            return new BlockedException(
                    said,
                    "no address is known for the host (DNS): check endpoint, region and bucket, and whether this machine's"
                            + " DNS knows them",
                    e);
        }
        if (find(e, SSLException.class) != null) {
            return new BlockedException(
                    said,
                    "the TLS handshake failed: check that the endpoint is an https one, and that this JVM trusts the"
                            + " authority of its certificate, or of the proxy in between",
                    e);
        }
        if (find(e, ConnectException.class) != null || find(e, NoRouteToHostException.class) != null) {
            return new BlockedException(
                    said, "nobody answers there: check the endpoint, firewalls and whether a proxy(...) is needed", e);
        }
        return new IOException(said, e);
    }

    static String code(S3Exception e) {
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        return code == null ? "" : code;
    }

    /** What the store said; never what was sent. */
    private static String said(S3Exception e) {
        String message =
                e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
        String id = e.requestId() == null ? "" : ", request " + e.requestId();
        return e.statusCode() + " " + code(e) + (message == null ? "" : " (" + message + id + ")");
    }

    private static <T extends Throwable> @Nullable T find(Throwable e, Class<T> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static String text(Throwable e) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            if (text.indexOf(message) < 0) {
                text.append(text.isEmpty() ? "" : ": ").append(message);
            }
        }
        return text.toString();
    }
}
