package io.crosslog.sls;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads the head of a body as text and gives up on the rest. Calls come one at a time, as reactive streams promise. */
final class BoundedBody implements BodySubscriber<String> {

    private static final int MAX_BYTES = 16 * 1024;

    private final CompletableFuture<String> text = new CompletableFuture<>();
    private final Bytes bytes = new Bytes(512);
    private Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<String> getBody() {
        return text;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            int n = Math.min(buffer.remaining(), MAX_BYTES - bytes.size());
            buffer.get(bytes.reserve(n), bytes.size(), n);
            bytes.advance(n);
        }
        if (bytes.size() == MAX_BYTES && subscription != null) {
            subscription.cancel();
            onComplete();
        }
    }

    @Override
    public void onError(Throwable error) {
        text.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        text.complete(new String(bytes.array(), 0, bytes.size(), StandardCharsets.UTF_8));
    }
}
