package io.crosslog.benchmarks;

import io.crosslog.Pipeline;
import io.crosslog.PipelineListener;
import io.crosslog.RunningPipeline;
import io.crosslog.checkpoint.FileCheckpointStore;
import io.crosslog.model.RecordBatch;
import io.crosslog.s3.S3Source;
import io.crosslog.spi.Decoder;
import io.crosslog.spi.Limits;
import io.crosslog.spi.Sink;
import io.crosslog.spi.SinkContext;
import io.crosslog.spi.SinkWriter;
import io.crosslog.spi.WriteBatch;
import io.crosslog.spi.WriteResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A pipeline of ours over a bucket, in one pass, its positions in files, with all defaults but the number of objects at once;
 * its events go nowhere. Confined to one thread.
 */
final class BucketPipeline implements BucketContender {

    private final int port;
    private final int objectsAtOnce;
    private final Decoder decoder;

    BucketPipeline(int port, int objectsAtOnce, Decoder decoder) {
        this.port = port;
        this.objectsAtOnce = objectsAtOnce;
        this.decoder = decoder;
    }

    @Override
    public void run(Shelf shelf, LapMeter meter) throws IOException, InterruptedException {
        Path positions = Files.createTempDirectory("crosslog-bucket-race");
        AtomicInteger missing = new AtomicInteger(shelf.records());
        Pipeline pipeline = Pipeline.named("bucket-race")
                .from(S3Source.builder()
                        .endpoint(URI.create("http://127.0.0.1:" + port))
                        .region("us-east-1")
                        .bucket(Shelf.BUCKET)
                        .prefix(shelf.prefix())
                        .pathStyle()
                        .allowPlainHttp()
                        .anonymous()
                        .parallelObjects(objectsAtOnce)
                        .onePass()
                        .build())
                .decode((record, out) -> {
                    decoder.decode(record, out);
                    if (missing.decrementAndGet() == 0) {
                        meter.last();
                    }
                })
                .to(new Nowhere())
                .checkpoints(FileCheckpointStore.in(positions))
                .listener(new PipelineListener() {
                    @Override
                    public void polled(String name, RecordBatch batch) {
                        if (!batch.records().isEmpty()) {
                            meter.first();
                        }
                    }
                })
                .build();
        try (RunningPipeline running = pipeline.start()) {
            running.awaitEnd();
            if (running.failure().isPresent() || missing.get() != 0) {
                throw new IllegalStateException(
                        "the pipeline ended: " + running.status(),
                        running.failure().orElse(null));
            }
        } finally {
            delete(positions);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.delete(file);
            }
        }
    }

    /** Takes everything and keeps nothing. Immutable and thread-safe. */
    private static final class Nowhere implements Sink, SinkWriter {

        @Override
        public String name() {
            return "nowhere";
        }

        @Override
        public SinkWriter open(SinkContext context) {
            return this;
        }

        @Override
        public Limits limits() {
            return new Limits(4_096, 3 << 20);
        }

        @Override
        public WriteResult write(WriteBatch batch) {
            return WriteResult.complete();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
