package io.crosslog.kafka;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Makes the consumers of one reader, each with the credentials of its moment. Confined to one thread. */
final class Consumers {

    private final KafkaSettings settings;
    private final long prefetchBytes;
    private final String clientId;
    private final KafkaFailures failures;
    private @Nullable Credentials used;

    Consumers(KafkaSettings settings, long prefetchBytes, String clientId, KafkaFailures failures) {
        this.settings = settings;
        this.prefetchBytes = prefetchBytes;
        this.clientId = clientId;
        this.failures = failures;
    }

    /** A consumer that has subscribed and not yet connected. */
    Consumer<byte[], byte[]> open(ConsumerRebalanceListener listener) throws IOException {
        ClientVersion.requireWorkingSasl(settings.sasl());
        CredentialsProvider provider = settings.security().credentials();
        Credentials now = provider == null ? null : CredentialsProvider.ask(provider);
        used = now;
        Map<String, Object> properties = ClientProperties.of(settings, prefetchBytes, clientId, now);
        // The client loads classes by name; an application server's worker threads may not see its jar.
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(KafkaConsumer.class.getClassLoader());
        try {
            Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties);
            if (settings.topicPattern() != null) {
                consumer.subscribe(settings.topicPattern(), listener);
            } else {
                consumer.subscribe(settings.topics(), listener);
            }
            return consumer;
        } catch (KafkaException e) {
            throw failures.atConstruction(e, reason(properties, now));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Why no token was had; an answer may quote what was sent. */
    private static @Nullable String reason(Map<String, Object> properties, @Nullable Credentials sent) {
        Throwable reason = TokenLogin.reason(properties);
        if (reason == null || sent == null) {
            return null;
        }
        String secret = sent.secret().reveal();
        String told = KafkaFailures.withoutTokens(KafkaFailures.text(reason));
        for (String written : List.of(
                secret,
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                base64(sent.id() + ":" + secret),
                base64(URLEncoder.encode(sent.id(), StandardCharsets.UTF_8) + ":"
                        + URLEncoder.encode(secret, StandardCharsets.UTF_8)))) {
            told = told.replace(written, "***");
        }
        return told;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the provider gives other credentials now than it gave for the last consumer. */
    boolean credentialsChanged() throws IOException {
        CredentialsProvider provider = settings.security().credentials();
        return provider != null && !Objects.equals(CredentialsProvider.ask(provider), used);
    }
}
