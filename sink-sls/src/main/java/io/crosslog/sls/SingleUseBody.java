package io.crosslog.sls;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A body that can be sent once. The JDK's client may be told, for a whole JVM, to repeat a POST whose connection broke
 * ({@code jdk.httpclient.enableAllMethodRetry}); the service would then hold its logs twice, and nobody would know. The JDK
 * asks for it only once a connection stands, TLS included. Safe for concurrent calls.
 */
final class SingleUseBody implements BodyPublisher {

    private final BodyPublisher body;
    private final Runnable onWire;
    private final AtomicBoolean used = new AtomicBoolean();

    /**
     * A body.
     *
     * @param onWire run once it is about to go over a connection
     */
    SingleUseBody(byte[] bytes, Runnable onWire) {
        this.body = BodyPublishers.ofByteArray(bytes);
        this.onWire = onWire;
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        if (used.compareAndSet(false, true)) {
            onWire.run();
            body.subscribe(subscriber);
            return;
        }
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        });
        subscriber.onError(new IOException("the connection broke, and a request is not sent a second time by itself"));
    }
}
