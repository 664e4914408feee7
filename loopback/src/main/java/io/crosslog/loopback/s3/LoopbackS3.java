package io.crosslog.loopback.s3;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.jspecify.annotations.Nullable;

/**
 * A running S3 server on 127.0.0.1. By default: a free port, the system clock, host {@code cos.ap-guangzhou.myqcloud.com}
 * for bucket names in the host, anonymous access unless a key is declared; with one, every request must carry a good
 * signature of version 4 (or 2).
 *
 * <pre>{@code
 * try (LoopbackS3 s3 = LoopbackS3.builder().bucket("logs-1250000000").accessKey("id", "secret").start()) {
 *     s3.bucket("logs-1250000000").put("waf/2026/11/21/10/202611211005_000_1.gz", gzipped);
 *     // point a client at s3.endpoint(), path style; or at http://cos.ap-guangzhou.myqcloud.com through s3.proxyAddress()
 * }
 * }</pre>
 *
 * <p>Clients reach it in two ways, on one port: directly, with the bucket in the path; and as an HTTP proxy (absolute URI)
 * or with that {@code Host} header, with the bucket in the host or in the path.
 *
 * <p>It lists (both versions), reads (ranges, If-Match), puts and deletes. Behind the front are two s3proxy servers on one
 * store, as one s3proxy looks for the bucket either in the path or in the host.
 *
 * <p>Safe for concurrent calls.
 */
public final class LoopbackS3 implements AutoCloseable {
    private static final String NOBODY = "nobody";

    private final MemoryStore store;
    private final S3Keys keys;
    private final Clock clock;
    private final String endpointHost;
    private final S3Faults faults;
    private final S3Requests requests = new S3Requests();
    private final List<S3Proxy> servers = new ArrayList<>();
    private final Front front;

    private LoopbackS3(Builder builder) throws IOException {
        clock = builder.clock;
        endpointHost = builder.endpointHost;
        keys = new S3Keys(clock);
        builder.keys.forEach(key -> key.accept(keys));
        faults = new S3Faults(builder.seed);
        store = new MemoryStore();
        builder.buckets.forEach(name -> store.add(new S3Bucket(name, clock)));
        try {
            int pathPort = startServer(null);
            int hostPort = startServer(endpointHost);
            Handling handling = new Handling(endpointHost, pathPort, hostPort, keys, faults, requests, clock);
            front = new Front(builder.port, handling);
        } catch (IOException | RuntimeException e) {
            stopServers(e);
            throw e;
        }
    }

    /** Begins to describe a server. */
    public static Builder builder() {
        return new Builder();
    }

    /** {@code http://127.0.0.1:port}, for clients that put the bucket into the path. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The host whose subdomains are buckets, for clients that use {@link #proxyAddress()}. */
    public String endpointHost() {
        return endpointHost;
    }

    /** The address to use as an HTTP proxy. */
    public InetSocketAddress proxyAddress() {
        return front.address();
    }

    /** The port that is listened on. */
    public int port() {
        return front.address().getPort();
    }

    /**
     * A bucket and its objects.
     *
     * @throws IllegalArgumentException if there is no such bucket
     */
    public S3Bucket bucket(String name) {
        S3Bucket bucket = store.find(name);
        if (bucket == null) {
            throw new IllegalArgumentException("No bucket " + name + " was declared or created");
        }
        return bucket;
    }

    /** Creates a bucket while the server runs, or empties it. */
    public S3Bucket createBucket(String name) {
        S3Bucket bucket = new S3Bucket(name, clock);
        store.add(bucket);
        return bucket;
    }

    /** Deletes a bucket with its objects: requests are answered 404 {@code NoSuchBucket}. */
    public void deleteBucket(String name) {
        store.remove(name);
    }

    /** The keys that are known; they may change at any time. */
    public S3Keys accessKeys() {
        return keys;
    }

    /** The faults in force; none at first. */
    public S3Faults faults() {
        return faults;
    }

    /** What has come in. */
    public S3Requests requests() {
        return requests;
    }

    /** Closes the port and every connection: clients find nobody there. */
    public void goDown() throws IOException {
        front.stopListening();
    }

    /** Opens the same port again after {@link #goDown}. */
    public void comeUp() throws IOException {
        front.startListening();
    }

    /** Releases what stalls, closes port and connections and waits for their threads. */
    @Override
    public void close() throws IOException {
        faults.clear();
        try {
            front.close();
        } finally {
            stopServers(null);
        }
    }

    @Override
    public String toString() {
        return "LoopbackS3[" + endpoint() + "]";
    }

    private int startServer(@Nullable String virtualHost) throws IOException {
        boolean anonymous = keys.isEmpty();
        S3Proxy.Builder description = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .ignoreUnknownHeaders(true)
                .stopTimeout(0)
                .awsAuthentication(
                        anonymous ? AuthenticationType.NONE : AuthenticationType.AWS_V2_OR_V4,
                        anonymous ? null : NOBODY,
                        anonymous ? null : NOBODY);
        if (virtualHost != null) {
            description.virtualHost(virtualHost);
        }
        S3Proxy server = description.build();
        if (!anonymous) {
            server.setBlobStoreLocator((id, bucket, key) -> {
                String secret = keys.secretOf(id);
                return secret == null ? null : new AccessGrant(secret, store);
            });
        }
        servers.add(server);
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("s3proxy does not start", e);
        }
        return server.getPort();
    }

    private void stopServers(@Nullable Exception reason) throws IOException {
        for (S3Proxy server : servers) {
            try {
                server.stop();
            } catch (Exception e) {
                if (reason == null) {
                    throw new IOException("s3proxy does not stop", e);
                }
                reason.addSuppressed(e);
            }
        }
    }

    /** Describes a server; see {@link LoopbackS3} for the defaults. Confined to one thread. */
    public static final class Builder {
        private final Set<String> buckets = new LinkedHashSet<>();
        private final List<Consumer<S3Keys>> keys = new ArrayList<>();
        private String endpointHost = "cos.ap-guangzhou.myqcloud.com";
        private int port;
        private Clock clock = Clock.systemUTC();
        private long seed = 1;

        private Builder() {}

        /** Declares a bucket; may be called for as many as there are. */
        public Builder bucket(String name) {
            buckets.add(Objects.requireNonNull(name, "name"));
            return this;
        }

        /** Makes a long-lived access key known; without any, access is anonymous. */
        public Builder accessKey(String id, String secret) {
            keys.add(known -> known.put(id, secret));
            return this;
        }

        /** Makes a temporary access key known, which needs its session token. */
        public Builder temporaryAccessKey(String id, String secret, String token, Instant expiry) {
            keys.add(known -> known.putTemporary(id, secret, token, expiry));
            return this;
        }

        /** The host whose subdomains are buckets; default {@code cos.ap-guangzhou.myqcloud.com}. */
        public Builder endpointHost(String host) {
            this.endpointHost = host.toLowerCase(Locale.ROOT);
            return this;
        }

        /** The port to listen on; default 0, a free one. */
        public Builder port(int number) {
            this.port = number;
            return this;
        }

        /**
         * The clock of {@code Date} headers, of objects put without a time and of temporary keys; default the system's.
         * Signatures are checked by the system's clock.
         */
        public Builder clock(Clock serverClock) {
            this.clock = Objects.requireNonNull(serverClock, "serverClock");
            return this;
        }

        /** Seed of the faults' rates; default 1. */
        public Builder seed(long faultSeed) {
            this.seed = faultSeed;
            return this;
        }

        /**
         * Starts the server; when this returns, it listens.
         *
         * @throws IOException if the port is taken
         */
        public LoopbackS3 start() throws IOException {
            return new LoopbackS3(this);
        }
    }
}
