package io.crosslog.sls;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go and how.
 *
 * @param authority host and, unless it is the scheme's own, port, as the Host header has it
 * @param region what V4 signatures are made for; null for V1 signatures
 * @param proxy an HTTP proxy, or null
 * @param tls what decides which certificates are trusted; null for the JVM's own
 * @param missingGrace for how long a project or logstore that does not exist is waited for
 */
record SlsTarget(
        String scheme,
        String authority,
        String project,
        String logstore,
        @Nullable String region,
        @Nullable InetSocketAddress proxy,
        @Nullable SSLContext tls,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration missingGrace) {

    String path() {
        return "/logstores/" + logstore + "/shards/lb";
    }

    URI uri() {
        return URI.create(scheme + "://" + authority + path());
    }

    /** How it is named in messages. */
    @Override
    public String toString() {
        return project + "/" + logstore + " at " + scheme + "://" + authority
                + (proxy == null ? "" : " through the proxy " + proxy.getHostString() + ":" + proxy.getPort());
    }
}
