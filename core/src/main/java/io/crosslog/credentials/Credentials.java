package io.crosslog.credentials;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An access key: its id, its secret and, if it is a temporary one, its session token. Prints only the id.
 *
 * <p>Immutable and thread-safe.
 */
public final class Credentials {

    private final String id;
    private final Secret secret;
    private final @Nullable Secret token;

    private Credentials(String id, Secret secret, @Nullable Secret token) {
        this.id = Objects.requireNonNull(id, "id");
        this.secret = Objects.requireNonNull(secret, "secret");
        this.token = token;
        if (id.isBlank() || secret.reveal().isBlank()) {
            throw new IllegalArgumentException("credentials have a blank " + (id.isBlank() ? "id" : "secret"));
        }
    }

    /**
     * A lasting access key.
     *
     * @param id its id, such as Tencent's SecretId or Alibaba's AccessKey id
     * @param secret its secret
     * @return the credentials
     * @throws IllegalArgumentException if one of them is blank
     */
    public static Credentials of(String id, String secret) {
        return new Credentials(id, Secret.of(secret), null);
    }

    /**
     * A temporary access key, as a token service (STS) gives it.
     *
     * @param id its id
     * @param secret its secret
     * @param token its session token
     * @return the credentials
     * @throws IllegalArgumentException if id or secret is blank
     */
    public static Credentials temporary(String id, String secret, String token) {
        return new Credentials(id, Secret.of(secret), Secret.of(token));
    }

    /** {@return the id, which is no secret} */
    public String id() {
        return id;
    }

    /** {@return the secret} */
    public Secret secret() {
        return secret;
    }

    /** {@return the session token of a temporary key} */
    public Optional<Secret> token() {
        return Optional.ofNullable(token);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Credentials other
                && id.equals(other.id)
                && secret.equals(other.secret)
                && Objects.equals(token, other.token);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, secret, token);
    }

    @Override
    public String toString() {
        return id + ":***" + (token == null ? "" : " with a session token");
    }
}
