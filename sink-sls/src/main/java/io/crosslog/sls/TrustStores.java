package io.crosslog.sls;

import io.crosslog.credentials.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes TLS trust the certificates of one file, and nothing else. */
final class TrustStores {

    private TrustStores() {}

    static @Nullable SSLContext read(Path file, Secret password, List<String> problems) {
        try {
            KeyStore store =
                    KeyStore.getInstance(file.toFile(), password.reveal().toCharArray());
            if (store.size() == 0) {
                problems.add("trustStore '" + file + "' holds no certificate");
                return null;
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            problems.add(
                    "trustStore '" + file + "' cannot be read (" + e.getClass().getSimpleName()
                            + (e.getMessage() == null ? "" : ": " + e.getMessage())
                            + "); it must be a PKCS12 or JKS file of that password");
            return null;
        }
    }
}
