package io.crosslog.sls;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.spi.BlockedException;
import io.crosslog.spi.SinkContext;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends one PutLogs request and gives back the answer, once: whatever fails, fails. Safe for concurrent calls.
 *
 * <p>The JDK's client tries a second time only where no connection could be made, so nothing was sent.
 */
final class PutLogsClient implements AutoCloseable {

    private static final long CLOSE_SECONDS = 5;
    private static final String NOT_CONNECTED = "sls-not-connected";

    private final SlsTarget target;
    private final CredentialsProvider credentials;
    private final RequestSigner signer;
    private final ServiceClock clock;
    private final ExecutorService executor;
    private final HttpClient http;
    private final Map<Long, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean closed;

    PutLogsClient(SlsTarget target, CredentialsProvider credentials, ServiceClock clock, ExecutorService executor) {
        this.target = target;
        this.credentials = credentials;
        this.clock = clock;
        this.executor = executor;
        this.signer = target.region() == null ? new SignerV1() : new SignerV4(target.region());
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(target.connectTimeout())
                .executor(executor);
        // Without a proxy of ours the JVM's own settings must not apply behind the host's back.
        builder.proxy(target.proxy() == null ? HttpClient.Builder.NO_PROXY : ProxySelector.of(target.proxy()));
        if (target.tls() != null) {
            builder.sslContext(target.tls());
        }
        this.http = builder.build();
    }

    /**
     * Sends a body.
     *
     * @param rawSize its size before compression
     * @param compression what the service calls the compression, null for none
     * @param context told of the bytes once a connection stands and they go over it; what never got that far is counted by
     *     attempts, as nobody is paid for it (rule R10)
     * @throws IOException if no answer came
     */
    SlsAnswer send(byte[] body, int rawSize, @Nullable String compression, SinkContext context)
            throws IOException, InterruptedException {
        Credentials key = CredentialsProvider.ask(credentials);
        AtomicBoolean connected = new AtomicBoolean();
        SingleUseBody once = new SingleUseBody(body, () -> {
            connected.set(true);
            context.sent(rawSize, body.length);
        });
        HttpRequest request = request(once, headers(body, rawSize, compression, key));
        if (closed) {
            throw closedMeanwhile(null);
        }
        long number = sent.incrementAndGet();
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, info -> new BoundedBody());
        underWay.put(number, answer);
        try {
            if (closed) {
                throw closedMeanwhile(null);
            }
            HttpResponse<String> response = answer.get(target.requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
            return SlsAnswer.of(
                            response.statusCode(),
                            response.headers().firstValue("x-log-requestid").orElse(""),
                            response.body(),
                            response.headers().firstValue("Date"))
                    .cleaned(key);
        } catch (TimeoutException e) {
            throw new IOException(
                    "no answer from " + target + " within "
                            + target.requestTimeout().toMillis() + " ms; the logs may have been accepted all the same",
                    e);
        } catch (CancellationException e) {
            throw closedMeanwhile(e);
        } catch (ExecutionException e) {
            if (closed) {
                throw closedMeanwhile(e.getCause());
            }
            throw ConnectionTrouble.explain(e.getCause(), target);
        } finally {
            answer.cancel(true);
            underWay.remove(number);
            if (!connected.get()) {
                context.count(NOT_CONNECTED);
            }
        }
    }

    private IOException closedMeanwhile(@Nullable Throwable cause) {
        return new IOException("the writer for " + target + " was closed while it had logs to send", cause);
    }

    private SortedMap<String, String> headers(byte[] body, int rawSize, @Nullable String compression, Credentials key) {
        SortedMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", "application/x-protobuf");
        headers.put("x-log-apiversion", "0.6.0");
        headers.put("x-log-bodyrawsize", Integer.toString(rawSize));
        if (compression != null) {
            headers.put("x-log-compresstype", compression);
        }
        signer.sign(headers, target.authority(), target.path(), body, key, clock.now());
        return headers;
    }

    private HttpRequest request(SingleUseBody body, SortedMap<String, String> headers) throws BlockedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(target.uri()).POST(body);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            try {
                builder.setHeader(header.getKey(), header.getValue());
            } catch (IllegalArgumentException e) {
                // Neither the exception nor its cause may be told: the JDK quotes the value, which holds key or token.
                throw new BlockedException(
                        "no request to " + target + " can be made, as the value for its header " + header.getKey()
                                + " has a character that no header may hold",
                        "check the access key's id and session token for line ends, control characters and others"
                                + " beyond ASCII",
                        null);
            }
        }
        return builder.build();
    }

    /** Gives up on requests under way and ends the threads. */
    @Override
    public void close() {
        closed = true;
        underWay.values().forEach(answer -> answer.cancel(true));
        closeIfPossible(http);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** From JDK 21 on a client can be closed; before, its selector thread ends when it is collected. */
    private static void closeIfPossible(Object client) {
        if (client instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                throw new IllegalStateException("the HTTP client could not be closed", e);
            }
        }
    }
}
