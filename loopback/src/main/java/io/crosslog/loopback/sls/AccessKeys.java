package io.crosslog.loopback.sls;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The access keys that the endpoint knows; all may change while it runs. The service answers 401 {@code Unauthorized} for
 * keys that are unknown, disabled or not permitted to write, and for a security token that is missing, wrong or expired.
 *
 * <p>Safe for concurrent calls. Secrets and tokens are in no message and no {@code toString()}.
 */
public final class AccessKeys {
    private static final String BAD_TOKEN = "The security token you provided is invalid.";

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Clock clock;

    AccessKeys(Clock clock) {
        this.clock = clock;
    }

    /** Adds a long-lived key or replaces the secret of the key with this id; it is enabled and permitted to write. */
    public void put(String accessKeyId, String secret) {
        entries.put(accessKeyId, new Entry(secret, null, Instant.MAX, true, true));
    }

    /** Adds or replaces a temporary (STS) key, valid until {@code expiry} by the endpoint's clock and only with its token. */
    public void putTemporary(String accessKeyId, String secret, String token, Instant expiry) {
        entries.put(accessKeyId, new Entry(secret, Objects.requireNonNull(token, "token"), expiry, true, true));
    }

    /** Forgets the key: its requests are answered "AccessKeyId not found". */
    public void remove(String accessKeyId) {
        entries.remove(accessKeyId);
    }

    /** Disables the key until it is put again: its requests are answered "AccessKeyId is disabled". */
    public void disable(String accessKeyId) {
        entries.computeIfPresent(accessKeyId, (id, e) -> new Entry(e.secret, e.token, e.expiry, false, e.permitted));
    }

    /** Withdraws {@code log:PostLogStoreLogs} from the key: it authenticates, and its writes are denied. */
    public void deny(String accessKeyId) {
        permit(accessKeyId, false);
    }

    /** Grants {@code log:PostLogStoreLogs} to the key again. */
    public void allow(String accessKeyId) {
        permit(accessKeyId, true);
    }

    /** The secret to check a signature with, once key and token are found valid. */
    String secretOf(String accessKeyId, @Nullable String token) throws Refusal {
        Entry entry = entries.get(accessKeyId);
        if (entry == null) {
            throw unauthorized("AccessKeyId not found: " + accessKeyId);
        }
        if (!entry.enabled) {
            throw unauthorized("AccessKeyId is disabled: " + accessKeyId);
        }
        if (!Objects.equals(token, entry.token)) {
            throw unauthorized(BAD_TOKEN);
        }
        if (!clock.instant().isBefore(entry.expiry)) {
            throw unauthorized("The security token you provided has expired.");
        }
        return entry.secret;
    }

    /** Checks the permission to write, which the service does after the signature. */
    void checkMayWrite(String accessKeyId, String region, String project, String logstore) throws Refusal {
        Entry entry = entries.get(accessKeyId);
        if (entry == null || !entry.permitted) {
            throw unauthorized("denied by sts or ram, action: log:PostLogStoreLogs, resource: acs:log:" + region
                    + ":*:project/" + project + "/logstore/" + logstore);
        }
    }

    @Override
    public String toString() {
        return "AccessKeys" + entries.keySet();
    }

    private void permit(String accessKeyId, boolean permitted) {
        entries.computeIfPresent(accessKeyId, (id, e) -> new Entry(e.secret, e.token, e.expiry, e.enabled, permitted));
    }

    private static Refusal unauthorized(String message) {
        return new Refusal(401, "Unauthorized", message);
    }

    private static final class Entry {
        private final String secret;
        private final @Nullable String token;
        private final Instant expiry;
        private final boolean enabled;
        private final boolean permitted;

        Entry(String secret, @Nullable String token, Instant expiry, boolean enabled, boolean permitted) {
            this.secret = Objects.requireNonNull(secret, "secret");
            this.token = token;
            this.expiry = Objects.requireNonNull(expiry, "expiry");
            this.enabled = enabled;
            this.permitted = permitted;
        }
    }
}
