package io.crosslog.kafka;

import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.credentials.Secret;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is protected and who opens it. Immutable and thread-safe.
 *
 * @param tls whether connections are encrypted
 * @param trustStore file with the certificates to trust, or null for the JVM's
 * @param trustStorePassword its password, if it has one
 * @param trustedCertificates the certificates to trust as PEM text, or null
 * @param mechanism how to authenticate, or null for not at all
 * @param credentials who to authenticate as; there whenever {@code mechanism} is
 * @param tokenEndpoint where OAUTHBEARER gets its tokens
 * @param tokenScope the scope to ask tokens for
 * @param trustForTokens whether the token endpoint is trusted by what the brokers are, and not by what the JVM trusts
 */
record Security(
        boolean tls,
        @Nullable Path trustStore,
        @Nullable Secret trustStorePassword,
        @Nullable String trustedCertificates,
        @Nullable SaslMechanism mechanism,
        @Nullable CredentialsProvider credentials,
        @Nullable URI tokenEndpoint,
        @Nullable String tokenScope,
        boolean trustForTokens) {

    static final Security NONE = new Security(false, null, null, null, null, null, null, null, false);

    /** The value of {@code security.protocol}. */
    String protocol() {
        if (mechanism != null) {
            return tls ? "SASL_SSL" : "SASL_PLAINTEXT";
        }
        return tls ? "SSL" : "PLAINTEXT";
    }

    /** Paths and mechanism only: what a person may see. */
    @Override
    public String toString() {
        return protocol() + (mechanism == null ? "" : "/" + mechanism.protocolName());
    }
}
