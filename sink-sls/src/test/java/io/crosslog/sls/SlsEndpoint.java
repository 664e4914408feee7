package io.crosslog.sls;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.loopback.sls.LoopbackSls;
import io.crosslog.loopback.sls.SlsLog;
import io.crosslog.model.LogEvent;
import io.crosslog.spi.SinkWriter;
import io.crosslog.spi.WriteResult;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/** A loopback endpoint with one logstore and one key, and sinks that reach it as a proxy. */
final class SlsEndpoint implements AutoCloseable {

    static final String PROJECT = "soc-logs";
    static final String LOGSTORE = "waf";
    static final String KEY = "LTAI-test-key";
    static final String SECRET = "not-a-real-secret-5c1e";

    final LoopbackSls sls;
    final Events.Context context = new Events.Context();

    private SlsEndpoint(LoopbackSls sls) {
        this.sls = sls;
    }

    static SlsEndpoint start() throws IOException, InterruptedException {
        return start(b -> b);
    }

    static SlsEndpoint start(UnaryOperator<LoopbackSls.Builder> settings) throws IOException, InterruptedException {
        return new SlsEndpoint(
                settings.apply(LoopbackSls.builder().logstore(PROJECT, LOGSTORE).accessKey(KEY, SECRET))
                        .start());
    }

    /** A builder of sinks that get to this endpoint over plain HTTP, as through a proxy. */
    SlsSink.Builder sink() {
        return SlsSink.builder()
                .region(sls.region())
                .project(PROJECT)
                .logstore(LOGSTORE)
                .credentials(CredentialsProvider.fixed(Credentials.of(KEY, SECRET)))
                .allowHttp()
                .proxy("127.0.0.1", sls.port());
    }

    SinkWriter open(UnaryOperator<SlsSink.Builder> settings) {
        return settings.apply(sink()).build().open(context);
    }

    /** Writes events with a sink of these settings and closes it. */
    WriteResult write(UnaryOperator<SlsSink.Builder> settings, List<LogEvent> events)
            throws IOException, InterruptedException {
        try (SinkWriter writer = open(settings)) {
            return writer.write(Events.batch(events));
        }
    }

    WriteResult write(LogEvent... events) throws IOException, InterruptedException {
        return write(b -> b, List.of(events));
    }

    List<SlsLog> logs() {
        return sls.logs(PROJECT, LOGSTORE);
    }

    @Override
    public void close() throws IOException {
        sls.close();
    }
}
