package io.crosslog.loopback.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.plain.PlainAuthenticateCallback;
import org.jspecify.annotations.Nullable;

/**
 * Checks PLAIN credentials on the broker's side against a {@link UserFile}. Public because the broker makes it by name;
 * not for other use. Safe for concurrent calls once configured.
 */
public final class UserFileCallbackHandler implements AuthenticateCallbackHandler {
    static final String FILE_OPTION = "usersFile";

    private @Nullable UserFile users;

    /** For the broker. */
    public UserFileCallbackHandler() {}

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> jaasEntries) {
        users = jaasEntries.stream()
                .map(entry -> entry.getOptions().get(FILE_OPTION))
                .filter(String.class::isInstance)
                .map(file -> new UserFile(Path.of((String) file)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The JAAS entry lacks the option " + FILE_OPTION));
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        if (users == null) {
            throw new IllegalStateException("handle was called before configure");
        }
        String name = null;
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback nameCallback) {
                name = nameCallback.getDefaultName();
            } else if (callback instanceof PlainAuthenticateCallback authentication) {
                authentication.authenticated(name != null && users.accepts(name, authentication.password()));
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    @Override
    public void close() {
        // Holds nothing open.
    }
}
