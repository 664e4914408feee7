package io.crosslog.kafka;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.Secret;
import java.io.IOException;
import java.io.StreamTokenizer;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;

/**
 * The text of {@code sasl.jaas.config}, which the Kafka client parses with a {@link StreamTokenizer}: values are quoted,
 * with backslash escapes, and the entry ends with a semicolon.
 */
final class Jaas {

    private Jaas() {}

    static String entry(SaslMechanism mechanism, Credentials credentials, Security security) {
        boolean oauth = mechanism == SaslMechanism.OAUTHBEARER;
        StringBuilder text = new StringBuilder(mechanism.loginModule())
                .append(" required ")
                .append(oauth ? "clientId" : "username")
                .append('=')
                .append(quoted(credentials.id()))
                .append(oauth ? " clientSecret" : " password")
                .append('=')
                .append(quoted(credentials.secret().reveal()));
        if (oauth) {
            option(text, "scope", security.tokenScope());
            if (security.trustForTokens()) {
                trust(text, security);
            }
        }
        return text.append(';').toString();
    }

    /** The client asks for tokens over TLS of its own, whose settings are options of the login. */
    private static void trust(StringBuilder text, Security security) {
        Path store = security.trustStore();
        Secret password = security.trustStorePassword();
        String certificates = security.trustedCertificates();
        option(text, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, store == null ? null : store.toString());
        option(text, SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, password == null ? null : password.reveal());
        option(text, SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, certificates == null ? null : "PEM");
        option(text, SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, certificates);
    }

    private static void option(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            // The client's reader takes a dot for the end of a name.
            text.append(' ').append(quoted(name)).append('=').append(quoted(value));
        }
    }

    static String quoted(String value) {
        StringBuilder text = new StringBuilder(value.length() + 8).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
        return text.append('"').toString();
    }

    /** Whether the client can read an entry: one module, its control flag, and options {@code key=value}. */
    static boolean isReadable(String config) {
        StreamTokenizer tokens = tokens(config);
        try {
            tokens.nextToken();
            if (tokens.sval == null || tokens.nextToken() == StreamTokenizer.TT_EOF || !isFlag(tokens.sval)) {
                return false;
            }
            while (tokens.nextToken() != ';') {
                if (tokens.sval == null || tokens.nextToken() != '=') {
                    return false;
                }
                tokens.nextToken();
                if (tokens.sval == null) {
                    return false;
                }
            }
            return tokens.nextToken() == StreamTokenizer.TT_EOF;
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
    }

    private static boolean isFlag(@Nullable String word) {
        return word != null
                && Set.of("REQUIRED", "REQUISITE", "SUFFICIENT", "OPTIONAL").contains(word.toUpperCase(Locale.ROOT));
    }

    /** The login modules that an entry names, read as the client reads it. */
    static List<String> loginModules(String config) {
        StreamTokenizer tokens = tokens(config);
        List<String> modules = new ArrayList<>();
        try {
            boolean first = true;
            while (tokens.nextToken() != StreamTokenizer.TT_EOF) {
                if (tokens.ttype == ';') {
                    first = true;
                } else if (first) {
                    modules.add(tokens.sval == null ? String.valueOf((char) tokens.ttype) : tokens.sval);
                    first = false;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
        return modules;
    }

    private static StreamTokenizer tokens(String config) {
        StreamTokenizer tokens = new StreamTokenizer(new StringReader(config));
        tokens.slashSlashComments(true);
        tokens.slashStarComments(true);
        tokens.wordChars('-', '-');
        tokens.wordChars('_', '_');
        tokens.wordChars('$', '$');
        return tokens;
    }
}
