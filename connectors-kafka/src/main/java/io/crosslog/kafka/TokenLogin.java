package io.crosslog.kafka;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka client's own handler of OAUTHBEARER logins, which moreover remembers why no token was had: the client itself only
 * logs it. Public because the client makes it by name; of no use to anybody else. Safe for concurrent calls.
 */
public final class TokenLogin extends OAuthBearerLoginCallbackHandler {

    /** The client property under which the reason is left; its value is never looked at by the client. */
    static final String REASON = "crosslog.token.login.reason";

    private volatile AtomicReference<@Nullable Throwable> reason = new AtomicReference<>();

    /** Made by the Kafka client. */
    public TokenLogin() {}

    /** Adds to a client's properties what makes it log in so. */
    static void addTo(Map<String, Object> properties) {
        properties.put("sasl.login.callback.handler.class", TokenLogin.class);
        properties.put(REASON, new AtomicReference<@Nullable Throwable>());
    }

    /** Why the client of these properties got no token; null if it got one, or needs none. */
    static @Nullable Throwable reason(Map<String, Object> properties) {
        return properties.get(REASON) instanceof AtomicReference<?> reason && reason.get() instanceof Throwable why
                ? why
                : null;
    }

    @Override
    @SuppressWarnings("unchecked") // nobody else puts anything there
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
        if (configs.get(REASON) instanceof AtomicReference<?> given) {
            reason = (AtomicReference<@Nullable Throwable>) given;
        }
        super.configure(configs, mechanism, entries);
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        try {
            super.handle(callbacks);
            reason.set(null);
        } catch (IOException | RuntimeException e) {
            reason.set(e);
            throw e;
        }
    }
}
