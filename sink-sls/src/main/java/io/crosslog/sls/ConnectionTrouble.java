package io.crosslog.sls;

import io.crosslog.spi.BlockedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Says what went wrong when no answer came, where the JDK often says nothing. */
final class ConnectionTrouble {

    private ConnectionTrouble() {}

    static IOException explain(@Nullable Throwable thrown, SlsTarget target) {
        if (has(thrown, UnresolvedAddressException.class) || has(thrown, UnknownHostException.class)) {
            return new IOException(
                    "the host of " + target
                            + " has no address; check region, project and endpoint, and this machine's DNS",
                    thrown);
        }
        if (thrown instanceof HttpConnectTimeoutException) {
            return new IOException(
                    "no connection to " + target + " within "
                            + target.connectTimeout().toMillis() + " ms; check routes and firewalls, or set a proxy",
                    thrown);
        }
        if (thrown instanceof ConnectException) {
            return new IOException("nobody accepts connections at " + target + detail(thrown), thrown);
        }
        if (thrown instanceof SSLHandshakeException || thrown instanceof SSLPeerUnverifiedException) {
            return new BlockedException(
                    "TLS with " + target + " failed" + detail(thrown),
                    "check that the endpoint is the right one; if a proxy of yours ends TLS, or a certificate authority of"
                            + " yours signed the certificate, give its certificate with trustStore(file, password)",
                    thrown);
        }
        if (thrown instanceof SSLException) {
            return new IOException(
                    "TLS with " + target + " failed" + detail(thrown) + "; does that port speak TLS?", thrown);
        }
        if (thrown instanceof IOException) {
            return new IOException(
                    "the connection to " + target + " broke before an answer came" + detail(thrown)
                            + "; the logs may have been accepted all the same",
                    thrown);
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        return new IOException("the request to " + target + " failed" + (thrown == null ? "" : detail(thrown)), thrown);
    }

    private static boolean has(@Nullable Throwable thrown, Class<? extends Throwable> type) {
        int depth = 0;
        for (Throwable t = thrown; t != null && depth < 10; t = t.getCause(), depth++) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private static String detail(Throwable thrown) {
        return thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
    }
}
