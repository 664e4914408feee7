package io.crosslog.credentials;

import java.io.IOException;

/**
 * Gives the credentials to use now. Asked at each signing or connection, so that a rotated key is used at once; an
 * implementation that fetches them caches them itself.
 *
 * <p>Implementations must be safe for concurrent calls.
 */
@FunctionalInterface
public interface CredentialsProvider {

    /**
     * The credentials to use now.
     *
     * @return the credentials
     * @throws IOException if they cannot be had now; it is tried again later
     */
    Credentials get() throws IOException;

    /**
     * Always the same credentials.
     *
     * @param credentials the credentials
     * @return a provider of them
     */
    static CredentialsProvider fixed(Credentials credentials) {
        return () -> credentials;
    }
}
