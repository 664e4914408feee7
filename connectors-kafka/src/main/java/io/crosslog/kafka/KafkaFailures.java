package io.crosslog.kafka;

import io.crosslog.spi.BlockedException;
import io.crosslog.spi.ThrottledException;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * What the client's exceptions mean to a pipeline (rule R5): somebody must change something (blocked), try again later, or
 * it can never work. Immutable and thread-safe.
 */
final class KafkaFailures {

    private static final Pattern QUOTED_ANSWER =
            Pattern.compile("(?s)(Response: ?)\\(.*|(provided )\\([^)]*\\)|(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_.-]+");

    private final KafkaSettings settings;

    KafkaFailures(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * What to throw for a failure while reading.
     *
     * @throws RuntimeException if trying again can never help
     */
    IOException retry(KafkaException e, String doing) {
        if (e instanceof AuthenticationException refused) {
            return authentication(refused);
        }
        if (e instanceof AuthorizationException refused) {
            return authorization(refused);
        }
        if (e instanceof ThrottlingQuotaExceededException) {
            return new ThrottledException(doing + " at " + settings.where() + ": " + e.getMessage(), e);
        }
        LinkageError unloadable = find(e, LinkageError.class);
        if (unloadable != null || String.valueOf(find(e, Error.class)).contains("SnappyError")) {
            throw new IllegalStateException(
                    "The records at " + settings.where()
                            + " are whole, but this JVM cannot load the codec that they are "
                            + "compressed with (" + text(e) + "): put " + codecLibrary(e)
                            + " on the class path; if it is there, its native library needs a java.io.tmpdir that is not "
                            + "mounted noexec. Do not reset offsets, nothing is corrupt",
                    e);
        }
        if (isCorrupt(e)) {
            return new BlockedException(
                    "a record at " + settings.where() + " is corrupt and cannot be read: " + text(e),
                    "have the broker's disks and replicas checked; to give the record up, stop the pipeline and move the "
                            + "group '" + settings.group()
                            + "' past it with kafka-consumer-groups --reset-offsets, which does nothing where "
                            + "the pipeline has a checkpoint store: the position saved there wins",
                    e);
        }
        if (e instanceof UnsupportedVersionException) {
            throw new IllegalStateException(
                    "kafka-clients " + ClientVersion.number() + " and the broker at " + settings.where()
                            + " have no protocol version in common (" + text(e)
                            + "); brokers older than 2.1 need kafka-clients 3.9 or earlier",
                    e);
        }
        if (e instanceof RecordTooLargeException) {
            throw new IllegalStateException(
                    "A record is larger than the fetch size of " + settings.largestRecordBytes()
                            + " bytes, so it can never arrive: raise largestRecordBytes(...). " + text(e),
                    e);
        }
        if (e instanceof InvalidTopicException || e instanceof InvalidGroupIdException) {
            throw new IllegalStateException(settings + " can never be read: " + text(e), e);
        }
        if (e.getCause() instanceof RuntimeException inCallback && e.getClass() == KafkaException.class) {
            if (inCallback instanceof KafkaException inside) {
                return retry(inside, doing);
            }
            throw inCallback;
        }
        return new IOException(doing + " at " + settings.where() + " failed: " + text(e), e);
    }

    /**
     * What to throw when no consumer could be made.
     *
     * @param token why no token was had, without secrets; null if that is not what failed
     * @throws RuntimeException if trying again can never help
     */
    IOException atConstruction(KafkaException e, @Nullable String token) {
        // Of a login text that the caller wrote, the client's messages may quote parts, and so may the causes' traces.
        boolean ownLogin = settings.properties().containsKey("sasl.jaas.config");
        boolean tokens = settings.security().tokenEndpoint() != null;
        String all = ownLogin
                ? "details are left out, because they may quote sasl.jaas.config"
                : tokens ? withoutTokens(text(e)) : text(e);
        KafkaException cause = ownLogin || tokens ? null : e;
        if (text(e).contains("resolvable bootstrap")) {
            return new BlockedException(
                    "no address is known for " + settings.where() + " (DNS)",
                    "check the host names, and whether this machine's DNS knows them: private names resolve only inside "
                            + "the cloud's own network",
                    cause);
        }
        if (text(e).contains("allowed.urls")) {
            throw new IllegalStateException(
                    "kafka-clients " + ClientVersion.number()
                            + " asks only token endpoints that the JVM allows: start it "
                            + "with -Dorg.apache.kafka.sasl.oauthbearer.allowed.urls="
                            + settings.security().tokenEndpoint(),
                    cause);
        }
        if (text(e).contains("jose4j")) {
            throw new IllegalStateException(
                    "kafka-clients " + ClientVersion.number()
                            + " needs org.bitbucket.b_c:jose4j on the class path to log in with tokens (OAUTHBEARER): add it",
                    cause);
        }
        if (token != null) {
            // The causes' messages may quote what was sent.
            return new BlockedException(
                    "no token to log in to " + settings.where() + " with was had from "
                            + settings.security().tokenEndpoint() + ": " + token,
                    settings.advice().forLogin(token),
                    null);
        }
        if (find(e, LoginException.class) != null) {
            return new BlockedException(
                    "logging in to " + settings.where() + " failed before a connection was made: " + all,
                    settings.advice().forLogin(all),
                    cause);
        }
        if (find(e, ConfigException.class) != null
                || find(e, InvalidConfigurationException.class) != null
                || find(e, LinkageError.class) != null) {
            throw new IllegalArgumentException(settings + " cannot be opened: " + all, cause);
        }
        return new BlockedException(
                settings + " cannot be opened: " + all,
                "check trust store, its password and the client properties",
                cause);
    }

    /** What the client says of a token endpoint's answer, without the answer and the tokens in it, which it quotes. */
    static String withoutTokens(String told) {
        return QUOTED_ANSWER
                .matcher(told)
                .replaceAll(found ->
                        (found.group(1) != null ? "Response: " : found.group(2) != null ? "provided " : "") + "***");
    }

    private IOException authentication(AuthenticationException e) {
        String where = " at " + settings.where();
        if (e instanceof SslAuthenticationException) {
            return new BlockedException(
                    "the TLS handshake" + where + " failed: " + text(e),
                    "check that the trust store holds the certificate of the broker's authority, that the host name is in "
                            + "the broker's certificate, and that the port is a TLS port",
                    e);
        }
        if (e instanceof UnsupportedSaslMechanismException) {
            return new BlockedException(
                    "the broker" + where + " does not offer this SASL mechanism: " + text(e),
                    "choose one of those that it names",
                    e);
        }
        return new BlockedException(
                "authentication" + where + " failed: " + text(e),
                settings.advice().forLogin(text(e)),
                e);
    }

    private IOException authorization(AuthorizationException e) {
        if (e instanceof TopicAuthorizationException topic) {
            Set<String> topics = topic.unauthorizedTopics();
            return new BlockedException(
                    "this user may not read " + (topics.isEmpty() ? "the topics" : topics) + " at " + settings.where(),
                    settings.advice().topics(),
                    e);
        }
        if (e instanceof GroupAuthorizationException group) {
            return new BlockedException(
                    "this user may not use the consumer group '" + group.groupId() + "' at " + settings.where(),
                    settings.advice().group(),
                    e);
        }
        return new BlockedException(
                "this user is not authorized at " + settings.where() + ": " + text(e),
                "grant what is missing to the user",
                e);
    }

    private static String codecLibrary(Throwable e) {
        String all = chain(e);
        if (all.contains("snappy")) {
            return "org.xerial.snappy:snappy-java";
        }
        if (all.contains("lz4") || all.contains("jpountz")) {
            return "at.yawk.lz4:lz4-java";
        }
        if (all.contains("zstd") || all.contains("luben")) {
            return "com.github.luben:zstd-jni";
        }
        return "snappy-java, lz4-java and zstd-jni";
    }

    private static String chain(Throwable e) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            all.append(cause).append(' ');
        }
        return all.toString().toLowerCase(Locale.ROOT);
    }

    /** The client tells of corrupt batches by message only, save where the broker itself says so. */
    private static boolean isCorrupt(KafkaException e) {
        String message = String.valueOf(e.getMessage());
        return find(e, CorruptRecordException.class) != null
                || message.contains("corrupt message")
                || message.startsWith("Record batch for partition")
                || message.startsWith("Received exception when fetching the next record");
    }

    static <T extends Throwable> @Nullable T find(Throwable e, Class<T> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    /** The messages of an exception and of its causes, without repetition. */
    static String text(Throwable e) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            if (text.indexOf(message) < 0) {
                text.append(text.isEmpty() ? "" : ": ").append(message);
            }
        }
        return text.toString();
    }
}
