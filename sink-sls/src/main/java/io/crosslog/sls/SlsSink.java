package io.crosslog.sls;

import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.credentials.Secret;
import io.crosslog.spi.Sink;
import io.crosslog.spi.SinkContext;
import io.crosslog.spi.SinkWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to one logstore of Alibaba Cloud Simple Log Service (SLS).
 *
 * <pre>{@code
 * SlsSink sink = SlsSink.builder()
 *         .region("cn-shanghai").project("soc-logs").logstore("tencent-waf")
 *         .credentials(provider)
 *         .topic(SlsLabel.attribute("topic"))
 *         .build();
 * }</pre>
 *
 * <p>By default: HTTPS to the region's public endpoint, V4 signatures, deflate; requests of at most 3 MB (3 × 2^20 bytes)
 * before compression and 4,096 logs; the {@linkplain SlsLayout#topLevel() top-level layout}; no topic, no tags, the name of
 * the pipeline's source as the log's source; the event's own time, else its arrival, as the log's time, brought to the edge
 * where SLS would not take it; values over 1 MB (2^20 bytes) cut and marked; 10 s for a connection, 30 s for an answer.
 *
 * <p>SLS takes a request whole or not at all. What it refuses for what the logs hold is halved until the logs to blame are
 * found: these are refused, with the service's code, message and request id, all others delivered. Nothing is sent a second
 * time within a write; what got no answer, or one that promises better times, is given back as unsent, and since SLS knows no
 * duplicates, a request whose answer was lost comes twice, with the same {@code crosslog_id}. Wrong keys, missing permissions,
 * a wrong clock and untrusted certificates block the pipeline until they are set right; quotas throttle it; a project or
 * logstore that does not exist ends it after a minute's grace, as one just created is not seen at once.
 *
 * <p>Counted as the pipeline runs: {@code sls-value-cut}, {@code sls-key-renamed}, {@code sls-text-repaired} and
 * {@code sls-time-adjusted}, each once for a delivered event, and {@code sls-label-cut} and {@code sls-label-overflow}.
 *
 * <p>Immutable and thread-safe.
 */
public final class SlsSink implements Sink {

    /** How requests are made smaller. */
    public enum Compression {
        /** The JDK's deflate, at its fastest level; the default. */
        DEFLATE,
        /** LZ4: less work, larger requests. Needs {@code at.yawk.lz4:lz4-java} on the class path. */
        LZ4,
        /** None. */
        NONE
    }

    /** Which signature proves who sends. */
    public enum Signature {
        /** HMAC-SHA256 over host, headers and body, for one region; the default where the region is known. */
        V4,
        /** HMAC-SHA1, for any region; the default where no region is known. */
        V1
    }

    /** Which of an event's times becomes the log's. */
    public enum TimeSource {
        /** When it happened, if that is known, else when it arrived; the default. */
        EVENT,
        /** When it arrived. */
        ARRIVAL
    }

    /**
     * What happens to a log's time that SLS would not take. A log whose time was changed holds the right one in
     * {@code crosslog_time} (ISO 8601, UTC). Duplicates may then differ in time, but not in {@code crosslog_id}.
     */
    public enum OutOfWindow {
        /** It is set to the nearest time that SLS takes; the default. */
        EDGE,
        /** It is set to the time of arrival, or if SLS would not take that either, to the edge. */
        ARRIVAL,
        /** The event is refused. */
        REFUSE
    }

    /** What happens to a value that is longer than SLS takes, and to an event that is larger than a request. */
    public enum Overlong {
        /**
         * The value ends in {@code [cut by crosslog from N bytes]}, and {@code crosslog_cut} holds the original sizes as JSON;
         * the default, as detection needs the rest of the event.
         */
        CUT,
        /** The event is refused, and so keeps all its bytes in the rejections. */
        REFUSE
    }

    private final String name;
    private final SlsTarget target;
    private final SlsEncoding encoding;
    private final CredentialsProvider credentials;
    private final Supplier<Compressor> compressors;
    private final Clock clock;

    private SlsSink(Builder builder, SlsTarget target, SlsEncoding encoding, CredentialsProvider credentials) {
        this.name = builder.name.isBlank() ? "sls:" + target.project() + "/" + target.logstore() : builder.name;
        this.target = target;
        this.encoding = encoding;
        this.credentials = credentials;
        this.compressors = compressors(builder.compression, builder.deflateLevel);
        this.clock = builder.clock;
    }

    /**
     * Starts a sink with the defaults named {@linkplain SlsSink above}.
     *
     * @return a builder, which needs region or endpoint, project, logstore and credentials
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SinkWriter open(SinkContext context) {
        ServiceClock serviceClock = new ServiceClock(clock);
        PutLogsClient client = new PutLogsClient(target, credentials, serviceClock, SlsThreads.of(context.pipeline()));
        SlsCalls calls = new SlsCalls(target, client, serviceClock);
        return new SlsWriter(encoding, calls, client, context, compressors);
    }

    /** {@return where it writes to, without secrets} */
    @Override
    public String toString() {
        return name + " (" + target + ")";
    }

    private static Supplier<Compressor> compressors(Compression compression, int level) {
        return switch (compression) {
            case DEFLATE -> () -> new DeflateCompressor(level);
            case LZ4 -> Lz4Compressor::new;
            case NONE -> NoCompressor::new;
        };
    }

    /** Builds a {@link SlsSink}. Confined to one thread; what was built does not change with it. */
    public static final class Builder {

        private static final int MAX_REQUEST_BYTES = 10 << 20;
        private static final int MAX_VALUE_BYTES = 1 << 20;
        private static final int MAX_LOGS = 40_960;

        private String name = "";
        private String region = "";
        private boolean intranet;
        private String endpoint = "";
        private String customDomain = "";
        private String project = "";
        private String logstore = "";
        private @Nullable CredentialsProvider credentials;
        private boolean http;
        private String proxyHost = "";
        private int proxyPort;
        private @Nullable Path trustStore;
        private Secret trustStorePassword = Secret.of("");
        private @Nullable Signature signature;
        private Compression compression = Compression.DEFLATE;
        private int deflateLevel = Deflater.BEST_SPEED;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration requestTimeout = Duration.ofSeconds(30);
        private Duration missingGrace = Duration.ofMinutes(1);
        private SlsLayout layout = SlsLayout.topLevel();
        private SlsLabel topic = SlsLabel.none();
        private SlsLabel source = SlsLabel.sourceName();
        private final Map<String, SlsLabel> tags = new LinkedHashMap<>();
        private TimeSource time = TimeSource.EVENT;
        private OutOfWindow outOfWindow = OutOfWindow.EDGE;
        private Duration past = Duration.ofDays(7).minusMinutes(5);
        private Duration future = Duration.ofMinutes(10);
        private boolean nanoseconds;
        private int maxRequestBytes = 3 << 20;
        private int maxLogs = 4_096;
        private int maxValueBytes = MAX_VALUE_BYTES;
        private Overlong overlong = Overlong.CUT;
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Sets the region of the project, of which follow the endpoint, unless that is given, and the V4 signature.
         *
         * @param id such as {@code cn-shanghai}
         * @return this
         */
        public Builder region(String id) {
            region = Objects.requireNonNull(id, "id");
            return this;
        }

        /**
         * Uses the region's endpoint for machines inside Alibaba Cloud, {@code <region>-intranet.log.aliyuncs.com}.
         *
         * @return this
         */
        public Builder intranet() {
            intranet = true;
            return this;
        }

        /**
         * Sets another endpoint, before which the project is put.
         *
         * @param host such as {@code cn-shanghai-share.log.aliyuncs.com}, without scheme, port and project
         * @return this
         */
        public Builder endpoint(String host) {
            endpoint = Objects.requireNonNull(host, "host");
            return this;
        }

        /**
         * Sets a domain of your own that stands for the project, which is not put before it.
         *
         * @param hostAndPort the host, with a port after a colon if that is not the scheme's
         * @return this
         */
        public Builder customDomain(String hostAndPort) {
            customDomain = Objects.requireNonNull(hostAndPort, "hostAndPort");
            return this;
        }

        /**
         * Sets the project. Required.
         *
         * @param value its name
         * @return this
         */
        public Builder project(String value) {
            project = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets the logstore. Required.
         *
         * @param value its name
         * @return this
         */
        public Builder logstore(String value) {
            logstore = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets who sends. Required. Asked at each request, so that a new key or token is used at once.
         *
         * @param provider gives the access key, which needs {@code log:PostLogStoreLogs} on the logstore
         * @return this
         */
        public Builder credentials(CredentialsProvider provider) {
            credentials = Objects.requireNonNull(provider, "provider");
            return this;
        }

        /**
         * Sets the sink's name in status and messages. Default: {@code sls:<project>/<logstore>}.
         *
         * @param value the name
         * @return this
         */
        public Builder name(String value) {
            name = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sends over plain HTTP: logs and session tokens cross the network readable. For tests and closed networks.
         *
         * @return this
         */
        public Builder allowHttp() {
            http = true;
            return this;
        }

        /**
         * Sends through an HTTP proxy, which is asked for a tunnel unless {@link #allowHttp()} is set. Default: none, whatever
         * the JVM's own settings are.
         *
         * @param host its host
         * @param port its port
         * @return this
         */
        public Builder proxy(String host, int port) {
            proxyHost = Objects.requireNonNull(host, "host");
            proxyPort = port;
            return this;
        }

        /**
         * Trusts the certificates in this file instead of those that the JVM trusts. Host names are checked all the same.
         *
         * @param file a PKCS12 or JKS file, read by {@link #build()}
         * @param password its password
         * @return this
         */
        public Builder trustStore(Path file, Secret password) {
            trustStore = Objects.requireNonNull(file, "file");
            trustStorePassword = Objects.requireNonNull(password, "password");
            return this;
        }

        /**
         * Sets the signature. Default: V4 where the region is known, from {@link #region} or an endpoint that names it.
         *
         * @param version which
         * @return this
         */
        public Builder signature(Signature version) {
            signature = Objects.requireNonNull(version, "version");
            return this;
        }

        /**
         * Sets how requests are made smaller. Default: deflate.
         *
         * @param value how
         * @return this
         */
        public Builder compression(Compression value) {
            compression = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets how hard deflate tries. Default: 1.
         *
         * @param value from 1, fast, to 9, small
         * @return this
         */
        public Builder deflateLevel(int value) {
            deflateLevel = value;
            return this;
        }

        /**
         * Sets how long a connection may take. Default: 10 seconds.
         *
         * @param value the time
         * @return this
         */
        public Builder connectTimeout(Duration value) {
            connectTimeout = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets how long a request may take, from connecting to the last byte of the answer. Default: 30 seconds.
         *
         * @param value the time
         * @return this
         */
        public Builder requestTimeout(Duration value) {
            requestTimeout = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets for how long a project or logstore that does not exist is waited for before the pipeline stops. Default: one
         * minute, after which one just created is seen.
         *
         * @param value the time, zero for none
         * @return this
         */
        public Builder missingGrace(Duration value) {
            missingGrace = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets how events become keys and values. Default: {@link SlsLayout#topLevel()}.
         *
         * @param value the layout
         * @return this
         */
        public Builder layout(SlsLayout value) {
            layout = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets the topic ({@code __topic__}). Default: none.
         *
         * @param label the topic, such as the kind of log
         * @return this
         */
        public Builder topic(SlsLabel label) {
            topic = Objects.requireNonNull(label, "label");
            return this;
        }

        /**
         * Sets the topic ({@code __topic__}) for all events.
         *
         * @param text the topic
         * @return this
         */
        public Builder topic(String text) {
            return topic(SlsLabel.of(text));
        }

        /**
         * Sets the source ({@code __source__}). Default: the configured name of the pipeline's source.
         *
         * @param label the source
         * @return this
         */
        public Builder source(SlsLabel label) {
            source = Objects.requireNonNull(label, "label");
            return this;
        }

        /**
         * Adds a tag ({@code __tag__:<key>}); an event for which it is empty has no such tag. Default: none.
         *
         * @param key its key, of letters, digits and underscores
         * @param label its value
         * @return this
         */
        public Builder tag(String key, SlsLabel label) {
            tags.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(label, "label"));
            return this;
        }

        /**
         * Sets which of an event's times becomes the log's. Default: the event's own, else its arrival.
         *
         * @param value which
         * @return this
         */
        public Builder time(TimeSource value) {
            time = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets what happens to times that SLS would not take. Default: set to the edge.
         *
         * @param value what happens
         * @return this
         */
        public Builder outOfWindow(OutOfWindow value) {
            outOfWindow = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets which times SLS takes. Default: from 7 days less 5 minutes before now to 10 minutes after, a little within what
         * its documents say (7 days and 15 minutes), as clocks differ.
         *
         * @param before how far before now
         * @param after how far after now
         * @return this
         */
        public Builder timeWindow(Duration before, Duration after) {
            past = Objects.requireNonNull(before, "before");
            future = Objects.requireNonNull(after, "after");
            return this;
        }

        /**
         * Gives each log's time its nanoseconds ({@code Time_ns}). Default: whole seconds, as the public documents have it.
         *
         * @return this
         */
        public Builder nanoseconds() {
            nanoseconds = true;
            return this;
        }

        /**
         * Sets the largest request before compression. Default: 3 MB (3,145,728), which older documents name; newer ones
         * allow 10 MB.
         *
         * @param value bytes, from 65,536 to 10,485,760
         * @return this
         */
        public Builder maxRequestBytes(int value) {
            maxRequestBytes = value;
            return this;
        }

        /**
         * Sets the most logs in a request. Default: 4,096.
         *
         * @param value number of logs, from 1 to 40,960
         * @return this
         */
        public Builder maxLogs(int value) {
            maxLogs = value;
            return this;
        }

        /**
         * Sets the longest value. Default: 1 MB (1,048,576), which is the most that SLS takes.
         *
         * @param value bytes of UTF-8, from 1,024
         * @return this
         */
        public Builder maxValueBytes(int value) {
            maxValueBytes = value;
            return this;
        }

        /**
         * Sets what happens to values and events that are too large. Default: values are cut and marked.
         *
         * @param value what happens
         * @return this
         */
        public Builder overlong(Overlong value) {
            overlong = Objects.requireNonNull(value, "value");
            return this;
        }

        /** For tests. */
        Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /**
         * Builds the sink.
         *
         * @return the sink
         * @throws IllegalArgumentException if a setting is missing or wrong, naming all that are
         */
        public SlsSink build() {
            List<String> problems = new ArrayList<>();
            checkAddress(problems);
            checkNumbers(problems);
            tags.keySet().stream()
                    .filter(key -> !KeyNames.isKey(key))
                    .forEach(key ->
                            problems.add("tag had the key '" + key + "' but keys have at most 128 letters, digits and"
                                    + " underscores, begin with no digit and are none of SLS's own"));
            if (compression == Compression.LZ4 && !Lz4Compressor.isPresent()) {
                problems.add(
                        "compression was LZ4 but its codec is not there; add at.yawk.lz4:lz4-java to the class path");
            }
            SSLContext tls = trustStore == null ? null : TrustStores.read(trustStore, trustStorePassword, problems);
            CredentialsProvider provider = credentials;
            if (provider == null) {
                problems.add("credentials are missing; give them with credentials(provider)");
            }
            if (provider == null || !problems.isEmpty()) {
                throw new IllegalArgumentException(
                        (problems.size() == 1 ? "SLS sink: " : problems.size() + " problems with the SLS sink: ")
                                + String.join("; ", problems));
            }
            return new SlsSink(this, target(tls), encoding(), provider);
        }

        private void checkAddress(List<String> problems) {
            if (project.isEmpty() || logstore.isEmpty()) {
                problems.add((project.isEmpty() ? "project" : "logstore") + " is missing");
            }
            SlsAddress.checkNames(project, logstore, problems);
            if (region.isEmpty() && endpoint.isEmpty() && customDomain.isEmpty()) {
                problems.add("region is missing, and there is no endpoint in its place");
            }
            if (!region.isEmpty()) {
                SlsAddress.checkRegion(region, problems);
            }
            if (!endpoint.isEmpty()) {
                SlsAddress.checkEndpoint(endpoint, project, problems);
            }
            if (!customDomain.isEmpty()) {
                SlsAddress.checkDomain(customDomain, problems);
            }
            if ((intranet ? 1 : 0) + (endpoint.isEmpty() ? 0 : 1) + (customDomain.isEmpty() ? 0 : 1) > 1) {
                problems.add("intranet, endpoint and customDomain exclude one another");
            }
            if (signature == Signature.V4 && knownRegion().isEmpty()) {
                problems.add("signature was V4 but the region is not known; give it with region(id)");
            }
            if (!proxyHost.isEmpty() && !SlsAddress.isPort(proxyPort)) {
                problems.add("proxy had port " + proxyPort + " but it must be from 1 to 65535");
            }
        }

        private void checkNumbers(List<String> problems) {
            check("maxRequestBytes", maxRequestBytes, 64 << 10, MAX_REQUEST_BYTES, problems);
            check("maxLogs", maxLogs, 1, MAX_LOGS, problems);
            check("maxValueBytes", maxValueBytes, 1 << 10, MAX_VALUE_BYTES, problems);
            check("deflateLevel", deflateLevel, 1, 9, problems);
            for (Map.Entry<String, Duration> setting : Map.of(
                            "connectTimeout",
                            connectTimeout,
                            "requestTimeout",
                            requestTimeout,
                            "timeWindow before",
                            past)
                    .entrySet()) {
                if (setting.getValue().toMillis() < 1) {
                    problems.add(setting.getKey() + " was " + setting.getValue() + " but it must be positive");
                }
            }
            if (missingGrace.isNegative() || future.isNegative()) {
                problems.add((future.isNegative() ? "timeWindow after" : "missingGrace") + " was negative");
            }
        }

        private static void check(String setting, int value, int least, int most, List<String> problems) {
            if (value < least || value > most) {
                problems.add(setting + " was " + value + " but it must be from " + least + " to " + most);
            }
        }

        private String knownRegion() {
            return region.isEmpty() ? SlsAddress.regionOf(endpoint).orElse("") : region;
        }

        private SlsTarget target(@Nullable SSLContext tls) {
            String host = endpoint.isEmpty() ? region + (intranet ? "-intranet" : "") + ".log.aliyuncs.com" : endpoint;
            String known = knownRegion();
            return new SlsTarget(
                    http ? "http" : "https",
                    customDomain.isEmpty() ? project + "." + host : SlsAddress.authority(customDomain, http),
                    project,
                    logstore,
                    known.isEmpty() || signature == Signature.V1 ? null : known,
                    proxyHost.isEmpty() ? null : InetSocketAddress.createUnresolved(proxyHost, proxyPort),
                    tls,
                    connectTimeout,
                    requestTimeout,
                    missingGrace);
        }

        private SlsEncoding encoding() {
            return new SlsEncoding(
                    layout,
                    topic,
                    source,
                    tags,
                    new LogTimes(
                            time == TimeSource.EVENT,
                            outOfWindow == OutOfWindow.REFUSE,
                            outOfWindow == OutOfWindow.ARRIVAL,
                            past,
                            future),
                    nanoseconds,
                    maxRequestBytes,
                    maxLogs,
                    maxValueBytes,
                    overlong == Overlong.CUT);
        }
    }
}
