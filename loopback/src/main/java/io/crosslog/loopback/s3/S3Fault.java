package io.crosslog.loopback.s3;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One way to misbehave and the requests it is for: by default all of them, always, until the fault is removed. Given to
 * {@code faults().add(…)}:
 *
 * <pre>{@code
 * s3.faults().add(S3Fault.cutBody(100_000).onKeys("waf/.*\\.gz").times(3));
 * }</pre>
 *
 * <p>A fault strikes before the signature is checked. What listings show and when objects were modified is said to the
 * {@link S3Bucket}.
 *
 * <p>Immutable and thread-safe.
 */
public final class S3Fault {

    enum Kind {
        ANSWER,
        HANG_UP,
        DELAY,
        STALL,
        CUT_BODY,
        RESET_BODY,
        STALL_BODY,
        CHANGE_ETAG
    }

    private static final Set<S3Operation> ALL = Set.of(S3Operation.values());
    private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);

    private final Kind kind;
    private final int status;
    private final String text;
    private final Map<String, String> headers;
    private final long amount;
    private final Reach reach;

    private S3Fault(Kind kind, int status, String text, Map<String, String> headers, long amount, Reach reach) {
        this.kind = kind;
        this.status = status;
        this.text = text;
        this.headers = headers;
        this.amount = amount;
        this.reach = reach;
    }

    /** 503 {@code SlowDown}. */
    public static S3Fault slowDown() {
        return error(503, "SlowDown", "Please reduce your request rate.");
    }

    /** 500 {@code InternalError}. */
    public static S3Fault internalError() {
        return error(500, "InternalError", "We encountered an internal error. Please try again.");
    }

    /** 403 {@code AccessDenied}; narrow it with {@link #onLists} or {@link #onGets}. */
    public static S3Fault accessDenied() {
        return error(403, "AccessDenied", "Access Denied.");
    }

    /** 403 {@code SignatureDoesNotMatch}, as for a wrong secret. */
    public static S3Fault signatureDoesNotMatch() {
        return error(403, "SignatureDoesNotMatch", "The Signature you specified is invalid.");
    }

    /** 403 {@code RequestTimeTooSkewed}, as for a client whose clock is off. */
    public static S3Fault requestTimeTooSkewed() {
        return error(
                403,
                "RequestTimeTooSkewed",
                "The difference between the request time and the current time is too large.");
    }

    /** 403 {@code PathStyleDomainForbidden}, for requests with the bucket in the path, as buckets made after 2024 answer. */
    public static S3Fault pathStyleDomainForbidden() {
        S3Fault fault = error(
                403,
                "PathStyleDomainForbidden",
                "The bucket you are attempting to access must be addressed using COS virtual-styled domain.");
        return fault.with(fault.reach.pathStyle());
    }

    /** 403 {@code InvalidObjectState} for GETs, as for an archived object; see also {@link S3Bucket#archive}. */
    public static S3Fault invalidObjectState() {
        return error(403, "InvalidObjectState", "The operation is not valid for the object's storage class.")
                .onGets();
    }

    /** 404 {@code NoSuchBucket}. */
    public static S3Fault noSuchBucket() {
        return error(404, "NoSuchBucket", "The specified bucket does not exist.");
    }

    /** 501 {@code NotImplemented} for listings of version 2. */
    public static S3Fault noListV2() {
        S3Fault fault = error(501, "NotImplemented", "A parameter you provided implies functionality not implemented.");
        return fault.with(fault.reach.listV2());
    }

    /** 301 {@code PermanentRedirect} with the bucket's region, as for one addressed in another region. */
    public static S3Fault wrongRegion(String region) {
        return error(301, "PermanentRedirect", "The bucket is in region " + region + ", address it there.")
                .withHeader("x-amz-bucket-region", region);
    }

    /** 400 {@code AuthorizationHeaderMalformed}, as for a signature that names the wrong region. */
    public static S3Fault malformedRegion(String region) {
        return error(
                        400,
                        "AuthorizationHeaderMalformed",
                        "The authorization header is malformed; the region is wrong; expecting '" + region + "'")
                .withHeader("x-amz-bucket-region", region);
    }

    /** Any answer of the protocol's form: an XML body with the code, or none for HEAD. */
    public static S3Fault error(int status, String code, String message) {
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                + "</Message><RequestId>loopback</RequestId></Error>";
        return new S3Fault(Kind.ANSWER, status, xml, Map.of("Content-Type", "application/xml"), 0, Reach.EVERYTHING);
    }

    /** Any status and body, as a proxy in between would answer. */
    public static S3Fault garbage(int status, String contentType, String body) {
        return new S3Fault(Kind.ANSWER, status, body, Map.of("Content-Type", contentType), 0, Reach.EVERYTHING);
    }

    /** Closes the connection without an answer. */
    public static S3Fault hangUp() {
        return of(Kind.HANG_UP, 0);
    }

    /** Answers after this time, or at once when the fault is removed. */
    public static S3Fault delay(Duration time) {
        return of(Kind.DELAY, time.toNanos());
    }

    /** Does not answer until the fault is removed. */
    public static S3Fault stall() {
        return of(Kind.STALL, 0);
    }

    /** Closes the connection after exactly so many bytes of a GET's body; a shorter body is whole. */
    public static S3Fault cutBody(long afterBytes) {
        return of(Kind.CUT_BODY, afterBytes).onGets();
    }

    /** Resets the connection after so many bytes of a GET's body, of which the client may see fewer. */
    public static S3Fault resetBody(long afterBytes) {
        return of(Kind.RESET_BODY, afterBytes).onGets();
    }

    /** Sends no more after so many bytes of a GET's body until the fault is removed. */
    public static S3Fault stallBody(long afterBytes) {
        return of(Kind.STALL_BODY, afterBytes).onGets();
    }

    /** Answers GETs with this ETag instead of the object's; without quotes. */
    public static S3Fault wrongETag(String tag) {
        return new S3Fault(Kind.CHANGE_ETAG, 0, '"' + tag + '"', Map.of(), 0, Reach.EVERYTHING).onGets();
    }

    /** The same fault with a header in its answer. */
    public S3Fault withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new S3Fault(kind, status, text, Map.copyOf(more), amount, reach);
    }

    /** The same fault for listings only. */
    public S3Fault onLists() {
        return with(reach.on(EnumSet.of(S3Operation.LIST)));
    }

    /** The same fault for GETs of objects only. */
    public S3Fault onGets() {
        return with(reach.on(EnumSet.of(S3Operation.GET)));
    }

    /** The same fault for HEADs of objects only. */
    public S3Fault onHeads() {
        return with(reach.on(EnumSet.of(S3Operation.HEAD)));
    }

    /** The same fault for one object only, or for listings of this prefix. */
    public S3Fault onKey(String key) {
        return onKeys(Pattern.quote(key));
    }

    /** The same fault for objects whose whole key matches a regular expression, or listings whose prefix does. */
    public S3Fault onKeys(String regex) {
        return with(reach.matching(Pattern.compile(regex, Pattern.DOTALL)));
    }

    /** The same fault after it let so many requests pass that it is for. */
    public S3Fault after(long passed) {
        return with(reach.after(passed));
    }

    /** The same fault for the next {@code n} requests that it strikes, and none after them. */
    public S3Fault times(long n) {
        if (n <= 0) {
            throw new IllegalArgumentException("A fault strikes at least once, not " + n + " times");
        }
        return with(reach.times(n));
    }

    /** The same fault for a share of the requests, from 0 to 1, drawn from the server's seed. */
    public S3Fault atRate(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("A rate lies between 0 and 1, not at " + share);
        }
        return with(reach.atRate(share));
    }

    @Override
    public String toString() {
        return kind + (status == 0 ? "" : " " + status);
    }

    Kind kind() {
        return kind;
    }

    int status() {
        return status;
    }

    /** The body of an answer, or the ETag to answer with. */
    String text() {
        return text;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Bytes of the body, or nanoseconds. */
    long amount() {
        return amount;
    }

    Reach reach() {
        return reach;
    }

    private S3Fault with(Reach other) {
        return new S3Fault(kind, status, text, headers, amount, other);
    }

    private static S3Fault of(Kind kind, long amount) {
        return new S3Fault(kind, 0, "", Map.of(), amount, Reach.EVERYTHING);
    }

    /** Which requests a fault is for. */
    record Reach(
            Set<S3Operation> operations,
            Pattern keys,
            @Nullable Boolean onlyVirtualHosted,
            boolean onlyListV2,
            long passed,
            long most,
            double rate) {

        private static final Reach EVERYTHING = new Reach(ALL, ANY, null, false, 0, Long.MAX_VALUE, 1);

        boolean includes(S3Call call) {
            return operations.contains(call.operation())
                    && (!onlyListV2 || call.isListV2())
                    && (onlyVirtualHosted == null || onlyVirtualHosted == call.virtualHosted())
                    && keys.matcher(call.key()).matches();
        }

        private Reach on(Set<S3Operation> only) {
            return new Reach(Set.copyOf(only), keys, onlyVirtualHosted, onlyListV2, passed, most, rate);
        }

        private Reach matching(Pattern only) {
            return new Reach(operations, only, onlyVirtualHosted, onlyListV2, passed, most, rate);
        }

        private Reach pathStyle() {
            return new Reach(operations, keys, false, onlyListV2, passed, most, rate);
        }

        private Reach listV2() {
            return new Reach(Set.of(S3Operation.LIST), keys, onlyVirtualHosted, true, passed, most, rate);
        }

        private Reach after(long count) {
            return new Reach(operations, keys, onlyVirtualHosted, onlyListV2, count, most, rate);
        }

        private Reach times(long count) {
            return new Reach(operations, keys, onlyVirtualHosted, onlyListV2, passed, count, rate);
        }

        private Reach atRate(double share) {
            return new Reach(operations, keys, onlyVirtualHosted, onlyListV2, passed, most, share);
        }
    }
}
