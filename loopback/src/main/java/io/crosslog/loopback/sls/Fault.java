package io.crosslog.loopback.sls;

import io.crosslog.loopback.sls.FaultAction.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One way to misbehave and the requests it is for: by default all of them, always, until the fault is removed. Given to
 * {@code faults().add(…)}:
 *
 * <pre>{@code
 * sls.faults().add(Fault.writeQuotaExceed().onTopic("waf_access").atRate(0.3).times(50));
 * }</pre>
 *
 * <p>Except {@link #cutBeforeReading}, a fault strikes only requests that would have been accepted; what the service
 * refuses is refused for its own reason.
 *
 * <p>Immutable and thread-safe.
 */
public final class Fault {
    private static final String NON_JSON = "upstream connect error or disconnect/reset before headers";
    private static final String BAD_GATEWAY =
            "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>";

    private final FaultAction action;
    private final boolean withRequestId;
    private final @Nullable String project;
    private final @Nullable String logstore;
    private final @Nullable String topic;
    private final double rate;
    private final long times;

    private Fault(
            FaultAction action,
            boolean withRequestId,
            @Nullable String project,
            @Nullable String logstore,
            @Nullable String topic,
            double rate,
            long times) {
        this.action = action;
        this.withRequestId = withRequestId;
        this.project = project;
        this.logstore = logstore;
        this.topic = topic;
        this.rate = rate;
        this.times = times;
    }

    /** 401 {@code Unauthorized}, as for a key without the permission. */
    public static Fault unauthorized() {
        return error(401, "Unauthorized", "denied by sts or ram, action: log:PostLogStoreLogs");
    }

    /** 401 {@code SignatureNotMatch}. */
    public static Fault signatureNotMatch() {
        return error(401, "SignatureNotMatch", "Signature is not matched.");
    }

    /** 401 {@code InvalidAccessKeyId}, which the service also uses for an account without the service. */
    public static Fault invalidAccessKeyId() {
        return error(401, "InvalidAccessKeyId", "Your SLS service has not opened.");
    }

    /** 403 {@code WriteQuotaExceed}: the project's quota. */
    public static Fault writeQuotaExceed() {
        return error(403, "WriteQuotaExceed", "Project write quota exceed: inflow: 104857600");
    }

    /** 403 {@code ShardWriteQuotaExceed}: the quota of the logstore's shards. */
    public static Fault shardWriteQuotaExceed() {
        return error(403, "ShardWriteQuotaExceed", "shard write quota exceed, please split shard");
    }

    /** 403 {@code ExceedQuota}. */
    public static Fault exceedQuota() {
        return error(403, "ExceedQuota", "quota exceeded");
    }

    /** 429 {@code TooManyRequests}. */
    public static Fault tooManyRequests() {
        return error(429, "TooManyRequests", "too many requests, please slow down");
    }

    /** 500 {@code InternalServerError}. */
    public static Fault internalServerError() {
        return error(500, "InternalServerError", "internal server error");
    }

    /** 503 {@code ServerBusy}. */
    public static Fault serverBusy() {
        return error(503, "ServerBusy", "The server is busy, please try again later.");
    }

    /** Any answer of the service's form. */
    public static Fault error(int status, String code, String message) {
        if (code.isEmpty()) {
            throw new IllegalArgumentException("An error of the service has a code; use garbage(...) for a bare body");
        }
        return new Fault(FaultAction.error(status, code, message), true, null, null, null, 1, Long.MAX_VALUE);
    }

    /** 502 with an HTML page and no request id, as a proxy in between would answer. */
    public static Fault badGateway() {
        return garbage(502, "text/html", BAD_GATEWAY);
    }

    /** 503 with a body that is not JSON and no request id. */
    public static Fault nonJson() {
        return garbage(503, "text/plain", NON_JSON);
    }

    /** Any status and body, without a request id. */
    public static Fault garbage(int status, String contentType, String body) {
        return new Fault(FaultAction.body(status, contentType, body), false, null, null, null, 1, Long.MAX_VALUE);
    }

    /** Resets the connection after the headers; the body is not read and the topic not known. */
    public static Fault cutBeforeReading() {
        return of(FaultAction.of(Kind.CUT_BEFORE_READING));
    }

    /** Resets the connection after reading the request; nothing is accepted. */
    public static Fault cutBeforeAccepting() {
        return of(FaultAction.of(Kind.CUT_BEFORE_ACCEPTING));
    }

    /** Accepts the logs and resets the connection instead of answering. */
    public static Fault cutAfterAccepting() {
        return of(FaultAction.of(Kind.CUT_AFTER_ACCEPTING));
    }

    /**
     * Reads the request and does nothing until the fault is removed; then it is accepted and answered, unless the client
     * has hung up in the meantime: a request that was given up on is never accepted.
     */
    public static Fault stall() {
        return of(FaultAction.of(Kind.STALL_BEFORE_ACCEPTING));
    }

    /** Accepts the logs and does not answer until the fault is removed. */
    public static Fault stallAfterAccepting() {
        return of(FaultAction.of(Kind.STALL_AFTER_ACCEPTING));
    }

    /** Accepts the logs and answers after {@code delay}, or at once when the fault is removed. */
    public static Fault slow(Duration delay) {
        return of(FaultAction.slow(delay));
    }

    /** The same fault for the requests of one project only. */
    public Fault onProject(String only) {
        return new Fault(action, withRequestId, only, logstore, topic, rate, times);
    }

    /** The same fault for the requests of one logstore only. */
    public Fault onLogstore(String onlyProject, String onlyLogstore) {
        return new Fault(action, withRequestId, onlyProject, onlyLogstore, topic, rate, times);
    }

    /**
     * The same fault for the groups of one topic only.
     *
     * @throws IllegalArgumentException for {@link #cutBeforeReading}, which cannot know the topic
     */
    public Fault onTopic(String only) {
        if (action.kind() == Kind.CUT_BEFORE_READING) {
            throw new IllegalArgumentException("cutBeforeReading() cannot know the topic; use cutBeforeAccepting()");
        }
        return new Fault(action, withRequestId, project, logstore, only, rate, times);
    }

    /** The same fault for a share of the requests, from 0 to 1, drawn from the endpoint's seed. */
    public Fault atRate(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("A rate lies between 0 and 1, not at " + share);
        }
        return new Fault(action, withRequestId, project, logstore, topic, share, times);
    }

    /** The same fault for the next {@code n} requests that it strikes, and none after them. */
    public Fault times(long n) {
        if (n <= 0) {
            throw new IllegalArgumentException("A fault strikes at least once, not " + n + " times");
        }
        return new Fault(action, withRequestId, project, logstore, topic, rate, n);
    }

    /** The same fault without {@code x-log-requestid} in its answer. */
    public Fault withoutRequestId() {
        return new Fault(action, false, project, logstore, topic, rate, times);
    }

    @Override
    public String toString() {
        return action.kind() + (action.status() == 0 ? "" : " " + action.status() + " " + action.code());
    }

    FaultAction action() {
        return action;
    }

    boolean withRequestId() {
        return withRequestId;
    }

    double rate() {
        return rate;
    }

    long times() {
        return times;
    }

    /** Whether the fault is for such a request; a null topic is one that is not known yet. */
    boolean isFor(String itsProject, String itsLogstore, @Nullable String itsTopic) {
        return (itsTopic == null) == (action.kind() == Kind.CUT_BEFORE_READING)
                && (project == null || project.equals(itsProject))
                && (logstore == null || logstore.equals(itsLogstore))
                && (topic == null || topic.equals(itsTopic));
    }

    private static Fault of(FaultAction action) {
        return new Fault(action, true, null, null, null, 1, Long.MAX_VALUE);
    }
}
