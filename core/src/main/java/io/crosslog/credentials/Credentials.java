package io.crosslog.credentials;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An access key: its id, its secret and, if it is a temporary one, its session token. Prints only the id. White space around
 * them, such as the line end of the file they were read from, is dropped.
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
        check("id", id);
        check("secret", secret.reveal());
        if (token != null) {
            check("session token", token.reveal());
        }
    }

    /**
     * A lasting access key.
     *
     * @param id its id, such as Tencent's SecretId or Alibaba's AccessKey id
     * @param secret its secret
     * @return the credentials
     * @throws IllegalArgumentException if one of them is blank or holds a control character
     */
    public static Credentials of(String id, String secret) {
        return new Credentials(id.strip(), Secret.of(secret.strip()), null);
    }

    /**
     * A temporary access key, as a token service (STS) gives it.
     *
     * @param id its id
     * @param secret its secret
     * @param token its session token
     * @return the credentials
     * @throws IllegalArgumentException if one of them is blank or holds a control character
     */
    public static Credentials temporary(String id, String secret, String token) {
        return new Credentials(id.strip(), Secret.of(secret.strip()), Secret.of(token.strip()));
    }

    /** Names the part that is wrong, never its text. */
    private static void check(String part, String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("credentials have a blank " + part);
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the " + part + " of credentials holds a control character");
        }
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
