package io.crosslog.loopback.s3;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The access keys that the server knows; all may change while it runs.
 *
 * <p>Safe for concurrent calls. Secrets and tokens are in no message and no {@code toString()}.
 */
public final class S3Keys {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Clock clock;

    S3Keys(Clock clock) {
        this.clock = clock;
    }

    /** Adds a long-lived key or replaces the secret of the key with this id. */
    public void put(String accessKeyId, String secret) {
        entries.put(accessKeyId, new Entry(Objects.requireNonNull(secret, "secret"), null, Instant.MAX));
    }

    /** Adds or replaces a temporary key, valid until {@code expiry} by the server's clock and only with its token. */
    public void putTemporary(String accessKeyId, String secret, String token, Instant expiry) {
        entries.put(accessKeyId, new Entry(secret, Objects.requireNonNull(token, "token"), expiry));
    }

    /** Forgets the key: its requests are answered 403 {@code InvalidAccessKeyId}. */
    public void remove(String accessKeyId) {
        entries.remove(accessKeyId);
    }

    @Override
    public String toString() {
        return "S3Keys" + entries.keySet();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    @Nullable String secretOf(@Nullable String accessKeyId) {
        Entry entry = accessKeyId == null ? null : entries.get(accessKeyId);
        return entry == null ? null : entry.secret();
    }

    /** What is wrong with the token of a request, or null. */
    @Nullable S3Fault refusal(String accessKeyId, @Nullable String token) {
        Entry entry = entries.get(accessKeyId);
        if (entry == null) {
            return null;
        }
        if (!Objects.equals(entry.token(), token)) {
            return S3Fault.error(400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
        }
        if (!clock.instant().isBefore(entry.expiry())) {
            return S3Fault.error(400, "ExpiredToken", "The provided token has expired.");
        }
        return null;
    }

    private static final class Entry {
        private final String secret;
        private final @Nullable String token;
        private final Instant expiry;

        Entry(String secret, @Nullable String token, Instant expiry) {
            this.secret = secret;
            this.token = token;
            this.expiry = expiry;
        }

        String secret() {
            return secret;
        }

        @Nullable String token() {
            return token;
        }

        Instant expiry() {
            return expiry;
        }
    }
}
