package io.crosslog.sls;

import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.spi.Sink;
import io.crosslog.spi.SinkContext;
import io.crosslog.spi.SinkWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import javax.net.ssl.SSLContext;

/**
 * Writes events to one logstore of Alibaba Cloud Simple Log Service (SLS).
 *
 * <pre>{@code
 * SlsSink sink = SlsSink.builder()
 *         .region("cn-shanghai").project("soc-logs").logstore("tencent-waf")
 *         .credentials(provider)
 *         .topic(SlsLabel.attribute("tencent.topic"))
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
 * {@code sls-time-adjusted}, each once for a delivered event, {@code sls-label-cut} and {@code sls-label-overflow}, and {@code sls-not-connected},
 * once for each attempt that got no connection: its bytes are not counted as sent.
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
    public static final class Builder extends TargetOptions<Builder> {

        private final EncodingDraft encoding = new EncodingDraft();
        private String name = "";
        private Compression compression = Compression.DEFLATE;
        private int deflateLevel = Deflater.BEST_SPEED;
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        @Override
        Builder self() {
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
         * Sets the signature. Default: V4 where the region is known, from {@link #region} or an endpoint that names it.
         *
         * @param version which
         * @return this
         */
        public Builder signature(Signature version) {
            Objects.requireNonNull(version, "version");
            target.wantsV4 = version == Signature.V4;
            target.wantsV1 = version == Signature.V1;
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
         * Sets how events become keys and values. Default: {@link SlsLayout#topLevel()}.
         *
         * @param value the layout
         * @return this
         */
        public Builder layout(SlsLayout value) {
            encoding.layout = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets the topic ({@code __topic__}). Default: none.
         *
         * @param label the topic, such as the kind of log
         * @return this
         */
        public Builder topic(SlsLabel label) {
            encoding.topic = Objects.requireNonNull(label, "label");
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
            encoding.source = Objects.requireNonNull(label, "label");
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
            encoding.tags.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(label, "label"));
            return this;
        }

        /**
         * Sets which of an event's times becomes the log's. Default: the event's own, else its arrival.
         *
         * @param value which
         * @return this
         */
        public Builder time(TimeSource value) {
            encoding.fromEvent = Objects.requireNonNull(value, "value") == TimeSource.EVENT;
            return this;
        }

        /**
         * Sets what happens to times that SLS would not take. Default: set to the edge.
         *
         * @param value what happens
         * @return this
         */
        public Builder outOfWindow(OutOfWindow value) {
            Objects.requireNonNull(value, "value");
            encoding.refusesTimes = value == OutOfWindow.REFUSE;
            encoding.triesArrival = value == OutOfWindow.ARRIVAL;
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
            encoding.past = Objects.requireNonNull(before, "before");
            encoding.future = Objects.requireNonNull(after, "after");
            return this;
        }

        /**
         * Gives each log's time its nanoseconds ({@code Time_ns}). Default: whole seconds, as the public documents have it.
         *
         * @return this
         */
        public Builder nanoseconds() {
            encoding.nanoseconds = true;
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
            encoding.maxRequestBytes = value;
            return this;
        }

        /**
         * Sets the most logs in a request. Default: 4,096.
         *
         * @param value number of logs, from 1 to 40,960
         * @return this
         */
        public Builder maxLogs(int value) {
            encoding.maxLogs = value;
            return this;
        }

        /**
         * Sets the longest value. Default: 1 MB (1,048,576), which is the most that SLS takes.
         *
         * @param value bytes of UTF-8, from 1,024
         * @return this
         */
        public Builder maxValueBytes(int value) {
            encoding.maxValueBytes = value;
            return this;
        }

        /**
         * Sets what happens to values and events that are too large. Default: values are cut and marked.
         *
         * @param value what happens
         * @return this
         */
        public Builder overlong(Overlong value) {
            encoding.cutsValues = Objects.requireNonNull(value, "value") == Overlong.CUT;
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
            target.check(problems);
            encoding.check(problems);
            if (deflateLevel < 1 || deflateLevel > 9) {
                problems.add("deflateLevel was " + deflateLevel + " but it must be from 1 to 9");
            }
            if (compression == Compression.LZ4 && !Lz4Compressor.isPresent()) {
                problems.add(
                        "compression was LZ4 but its codec is not there; add at.yawk.lz4:lz4-java to the class path");
            }
            SSLContext tls = target.tls(problems);
            CredentialsProvider provider = target.credentials;
            if (provider == null) {
                problems.add("credentials are missing; give them with credentials(provider)");
            }
            if (provider == null || !problems.isEmpty()) {
                throw new IllegalArgumentException(
                        (problems.size() == 1 ? "SLS sink: " : problems.size() + " problems with the SLS sink: ")
                                + String.join("; ", problems));
            }
            return new SlsSink(this, target.frozen(tls), encoding.frozen(), provider);
        }
    }
}
