package io.crosslog.loopback.sls;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A running SLS endpoint on 127.0.0.1. By default: a free port, region {@code cn-shanghai}, the system clock,
 * {@link SlsLimits#current()}, no TLS, every accepted log kept in memory.
 *
 * <pre>{@code
 * try (LoopbackSls sls = LoopbackSls.builder().logstore("soc", "waf").accessKey("id", "secret").start()) {
 *     // point a client's HTTP proxy at sls.proxyAddress(), its endpoint being sls.endpoint()
 *     sls.awaitLogs("soc", "waf", 100, Duration.ofSeconds(10));
 * }
 * }</pre>
 *
 * <p>Clients reach it in three ways, all on one port: as an HTTP proxy (absolute URI; for https, a CONNECT tunnel that ends
 * here), so that host and signature are the real ones; directly with the real {@code Host} header, as the official client's
 * {@code setRealServerIP} does; directly as {@code http://127.0.0.1:port}, which stands for the first project declared.
 *
 * <p>Safe for concurrent calls.
 */
public final class LoopbackSls implements AutoCloseable {
    private final Settings settings;
    private final Keeping keeping;
    private final Logstores logstores;
    private final Faults faults;
    private final SlsRequests requests = new SlsRequests();
    private final @Nullable TlsIdentity identity;
    private final Connections connections;

    private LoopbackSls(Settings settings, Keeping keeping, @Nullable TlsIdentity identity) throws IOException {
        this.settings = settings;
        this.keeping = keeping;
        this.identity = identity;
        this.logstores = new Logstores(keeping);
        this.faults = new Faults(settings.seed());
        settings.projects().forEach((project, names) -> {
            logstores.createProject(project);
            names.forEach(name -> logstores.create(project, name));
        });
        PutLogs putLogs = new PutLogs(
                logstores,
                new Authentication(settings.keys(), settings.clock(), settings.region()),
                settings.keys(),
                new BodyDecoding(settings.limits()),
                new GroupRules(settings.limits(), settings.clock()),
                settings.region());
        Routing routing = new Routing(settings.endpoints(), settings.defaultProject());
        Dispatcher dispatcher = new Dispatcher(routing, putLogs, faults, requests, settings.clock(), settings.limits());
        SSLContext tls = identity == null ? null : identity.serverContext();
        this.connections = new Connections(settings.port(), dispatcher, tls);
    }

    /** Begins to describe an endpoint. */
    public static Builder builder() {
        return new Builder();
    }

    /** The port that is listened on. */
    public int port() {
        return connections.port();
    }

    /** {@code 127.0.0.1:port}, as the official client's {@code setRealServerIP} takes it. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /** The address to use as an HTTP proxy. */
    public InetSocketAddress proxyAddress() {
        return connections.address();
    }

    /** The public endpoint of the region, {@code <region>.log.aliyuncs.com}, without a scheme. */
    public String endpoint() {
        return settings.region() + ".log.aliyuncs.com";
    }

    /** The region that V4 signatures must be made for. */
    public String region() {
        return settings.region();
    }

    /** The keys that are known; they may change at any time. */
    public AccessKeys accessKeys() {
        return settings.keys();
    }

    /** The faults in force; none at first. */
    public Faults faults() {
        return faults;
    }

    /** What has come in, accepted or not. */
    public SlsRequests requests() {
        return requests;
    }

    /**
     * What a logstore holds.
     *
     * @throws IllegalArgumentException if there is no such logstore
     */
    public SlsLogstore logstore(String project, String logstore) {
        SlsLogstore found = logstores.find(project, logstore);
        if (found == null) {
            throw new IllegalArgumentException("No logstore " + project + "/" + logstore + " was declared or created");
        }
        return found;
    }

    /** The logs kept of a logstore, in the order of acceptance; short for {@code logstore(…).logs()}. */
    public List<SlsLog> logs(String project, String logstore) {
        return logstore(project, logstore).logs();
    }

    /**
     * Waits until a logstore was given at least {@code atLeast} logs.
     *
     * @throws TimeoutException if fewer arrived within {@code timeout}; the message says what came instead
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void awaitLogs(String project, String logstore, long atLeast, Duration timeout)
            throws InterruptedException, TimeoutException {
        try {
            logstore(project, logstore).await(atLeast, timeout);
        } catch (TimeoutException e) {
            TimeoutException told = new TimeoutException(e.getMessage() + "; " + requests);
            told.initCause(e);
            throw told;
        }
    }

    /** Creates a logstore, and its project if need be, while the endpoint runs. Without effect if it exists. */
    public SlsLogstore createLogstore(String project, String logstore) {
        return logstores.create(project, logstore);
    }

    /** Deletes a logstore with what it holds; writes to it are answered 404 {@code LogStoreNotExist}. */
    public void deleteLogstore(String project, String logstore) {
        logstores.delete(project, logstore);
    }

    /** Deletes a project with its logstores; writes to it are answered 404 {@code ProjectNotExist}. */
    public void deleteProject(String project) {
        logstores.deleteProject(project);
    }

    /** Closes the port and every connection: clients find nobody there. What was accepted stays. */
    public void goDown() throws IOException {
        connections.stopListening();
    }

    /** Opens the same port again after {@link #goDown}. */
    public void comeUp() throws IOException {
        connections.startListening();
    }

    /**
     * A client context that trusts this endpoint's certificate and nothing else.
     *
     * @throws IllegalStateException if the endpoint was started without {@link Builder#tls}
     */
    public SSLContext trustingContext() {
        return identity().clientContext();
    }

    /**
     * Writes a PKCS12 trust store with this endpoint's certificate.
     *
     * @throws IllegalStateException if the endpoint was started without {@link Builder#tls}
     */
    public void writeTrustStore(Path file, String password) throws IOException {
        KeyStore trust = identity().trustStore();
        try (OutputStream out = Files.newOutputStream(file)) {
            trust.store(out, password.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IOException("Cannot write a trust store to " + file, e);
        }
    }

    /** Releases what stalls, closes port and connections and waits for their threads. What was accepted stays readable. */
    @Override
    public void close() throws IOException {
        faults.clear();
        try (keeping) {
            connections.close();
        }
    }

    @Override
    public String toString() {
        return "LoopbackSls[" + address() + ", " + settings.projects() + "]";
    }

    private TlsIdentity identity() {
        if (identity == null) {
            throw new IllegalStateException("This endpoint speaks no TLS; start it with builder().tls()");
        }
        return identity;
    }

    /** Describes an endpoint; see {@link LoopbackSls} for the defaults. Confined to one thread. */
    public static final class Builder {
        private final Map<String, List<String>> projects = new LinkedHashMap<>();
        private final List<Consumer<AccessKeys>> keys = new ArrayList<>();
        private final Set<String> endpoints = new LinkedHashSet<>();
        private int port;
        private String region = "cn-shanghai";
        private Clock clock = Clock.systemUTC();
        private SlsLimits limits = SlsLimits.current();
        private boolean tls;
        private long seed = 1;
        private boolean inMemory = true;
        private @Nullable Set<String> onlyFields;
        private @Nullable Consumer<SlsLog> consumer;
        private @Nullable Path spillTo;

        private Builder() {}

        /** Declares a logstore and its project; may be called for as many as there are, at least once. */
        public Builder logstore(String project, String logstore) {
            projects.computeIfAbsent(project, p -> new ArrayList<>()).add(logstore);
            return this;
        }

        /** Declares a project and its logstores. */
        public Builder project(String project, String... logstores) {
            projects.computeIfAbsent(project, p -> new ArrayList<>()).addAll(List.of(logstores));
            return this;
        }

        /** Makes a long-lived access key known. */
        public Builder accessKey(String id, String secret) {
            keys.add(known -> known.put(id, secret));
            return this;
        }

        /** Makes a temporary (STS) access key known. */
        public Builder temporaryAccessKey(String id, String secret, String token, Instant expiry) {
            keys.add(known -> known.putTemporary(id, secret, token, expiry));
            return this;
        }

        /** The region that V4 signatures must name and that endpoints are named after; default {@code cn-shanghai}. */
        public Builder region(String name) {
            this.region = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Also answers for {@code <project>.<host>}, beside the region's public, intranet and VPC endpoints. */
        public Builder endpoint(String host) {
            endpoints.add(host);
            return this;
        }

        /** The port to listen on; default 0, a free one. */
        public Builder port(int number) {
            this.port = number;
            return this;
        }

        /** The server's clock, for skew, token expiry and the window of log times; default the system's. */
        public Builder clock(Clock serverClock) {
            this.clock = Objects.requireNonNull(serverClock, "serverClock");
            return this;
        }

        /** The limits; default {@link SlsLimits#current()}. */
        public Builder limits(SlsLimits numbers) {
            this.limits = Objects.requireNonNull(numbers, "numbers");
            return this;
        }

        /** Speaks TLS as well, on the same port, with a certificate made for this run; costs about a second at the start. */
        public Builder tls() {
            this.tls = true;
            return this;
        }

        /** Seed of the faults' rates; default 1. */
        public Builder seed(long faultSeed) {
            this.seed = faultSeed;
            return this;
        }

        /** Keeps of each log only these fields (and its time, topic, source and tags), for runs of many logs. */
        public Builder keepFields(String... names) {
            this.onlyFields = Set.copyOf(new LinkedHashSet<>(Arrays.asList(names)));
            return this;
        }

        /** Keeps no logs in memory, only counts. */
        public Builder keepNothing() {
            this.inMemory = false;
            return this;
        }

        /**
         * Hands every accepted log, with all its fields, to a consumer, one at a time, before the client has its answer. It
         * must be quick and must not throw: what it throws ends the connection as if the server had crashed.
         */
        public Builder onAccepted(Consumer<SlsLog> takesLogs) {
            this.consumer = takesLogs;
            return this;
        }

        /** Writes every accepted log, with all its fields, to a file, one {@link SlsLog} as JSON on a line. */
        public Builder spillTo(Path file) {
            this.spillTo = file;
            return this;
        }

        /**
         * Starts the endpoint; when this returns, it listens.
         *
         * @throws IllegalArgumentException if no project was declared
         * @throws IOException if the port is taken, the spill file cannot be written or keytool fails
         * @throws InterruptedException if the thread is interrupted while keytool runs
         */
        public LoopbackSls start() throws IOException, InterruptedException {
            if (projects.isEmpty()) {
                throw new IllegalArgumentException("An endpoint needs a project: call logstore(project, logstore)");
            }
            AccessKeys known = new AccessKeys(clock);
            keys.forEach(key -> key.accept(known));
            Set<String> names = new LinkedHashSet<>(endpoints);
            for (String kind : List.of("", "-intranet", "-internal", "-vpc", "-share")) {
                names.add(region + kind + ".log.aliyuncs.com");
            }
            Map<String, List<String>> declared = new LinkedHashMap<>();
            projects.forEach((project, logstores) -> declared.put(project, List.copyOf(logstores)));
            Settings settings = new Settings(
                    port,
                    region,
                    Set.copyOf(names),
                    declared,
                    declared.keySet().iterator().next(),
                    known,
                    clock,
                    limits,
                    seed);
            TlsIdentity identity = tls ? TlsIdentity.create(settings.endpoints()) : null;
            Keeping keeping = new Keeping(inMemory, onlyFields, consumer, spillTo);
            try {
                return new LoopbackSls(settings, keeping, identity);
            } catch (IOException | RuntimeException e) {
                keeping.close();
                throw e;
            }
        }
    }
}
