package io.crosslog.credentials;

import io.crosslog.spi.BlockedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Gives the credentials to use now. Asked at each signing or connection, so that a rotated key is used at once; an
 * implementation that fetches them caches them itself.
 *
 * <p>Whatever a provider does, the pipeline neither ends nor is anything lost, and it is asked again at each try:
 *
 * <table>
 *   <caption>What a failure means</caption>
 *   <tr><th>it</th><th>the pipeline is</th><th>status and log show</th></tr>
 *   <tr><td>throws an {@link IOException}: the credentials cannot be had now</td><td><em>retrying</em></td>
 *       <td>its message</td></tr>
 *   <tr><td>throws a {@link BlockedException}: somebody must change something first</td><td><em>blocked</em></td>
 *       <td>its reason and advice</td></tr>
 *   <tr><td>throws a {@link RuntimeException}, as many client libraries do, or returns null</td>
 *       <td><em>blocked</em></td><td>the exception's class and where it was thrown, never its message, which may quote
 *       the secret</td></tr>
 * </table>
 *
 * <p>An {@link Error} ends the pipeline. A message that a provider itself writes must hold no secret.
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

    /**
     * Asks a provider, as a source or sink should: what it must not do becomes an exception that can be shown.
     *
     * @param provider whom to ask
     * @return the credentials
     * @throws IOException if the provider throws one, or a {@link BlockedException} if it returns null or throws a {@link
     *     RuntimeException}
     */
    static Credentials ask(CredentialsProvider provider) throws IOException {
        String who = "the credentials provider " + provider.getClass().getName();
        @Nullable Credentials given;
        try {
            given = provider.get();
        } catch (RuntimeException e) {
            // Neither its message nor itself as a cause: libraries quote what they could not use.
            throw new BlockedException(
                    who + " failed with " + e.getClass().getName() + ThrownAt.of(e),
                    "its message is left out, as it may quote the secret; mend the provider, or let it throw an "
                            + "IOException with a message that may be shown",
                    null);
        }
        if (given == null) {
            throw new BlockedException(
                    who + " returned null",
                    "let it return credentials, or throw an IOException that says why there are none",
                    null);
        }
        return given;
    }
}
