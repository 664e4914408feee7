package io.crosslog.s3;

import io.crosslog.Pipeline;
import io.crosslog.PipelineSettings;
import io.crosslog.credentials.Credentials;
import io.crosslog.decode.TextDecoder;
import io.crosslog.loopback.s3.LoopbackS3;
import io.crosslog.spi.CheckpointStore;
import io.crosslog.testkit.RecordingSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Servers, sources and pipelines as the tests want them. */
final class Buckets {

    static final String ID = "AKIDEXAMPLE";
    static final String SECRET = "not-a-real-secret";

    private Buckets() {}

    static LoopbackS3.Builder server() {
        return LoopbackS3.builder().accessKey(ID, SECRET);
    }

    /** A source of a bucket that looks every 50 milliseconds. */
    static S3Source.Builder source(LoopbackS3 s3, String bucket) {
        return S3Source.builder()
                .endpoint(s3.endpoint())
                .region("us-east-1")
                .bucket(bucket)
                .pathStyle()
                .allowPlainHttp()
                .credentials(() -> Credentials.of(ID, SECRET))
                .pollInterval(Duration.ofMillis(50));
    }

    static Pipeline pipeline(
            S3Source source, RecordingSink sink, CheckpointStore checkpoints, Rejected rejected, int readers) {
        return Pipeline.named("objects")
                .from(source)
                .decode(TextDecoder.create())
                .to(sink)
                .checkpoints(checkpoints)
                .rejectTo(rejected)
                .settings(PipelineSettings.builder()
                        .readers(readers)
                        .blockedBeat(Duration.ofSeconds(1))
                        .build())
                .build();
    }

    static byte[] lines(String prefix, int count) {
        return String.join("\n", names(prefix, count)).getBytes(StandardCharsets.UTF_8);
    }

    static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    /** What the sink has, as text. */
    static Collection<String> texts(RecordingSink sink) {
        return sink.events().stream()
                .map(event -> event.text("content").orElse("?"))
                .toList();
    }
}
