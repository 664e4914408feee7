package io.crosslog.benchmarks;

import io.crosslog.Pipeline;
import io.crosslog.PipelineListener;
import io.crosslog.RunningPipeline;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.kafka.KafkaSource;
import io.crosslog.model.RecordBatch;
import io.crosslog.sls.SlsSink;
import io.crosslog.spi.Normalizer;
import io.crosslog.spi.WriteBatch;
import io.crosslog.tencent.ClsDecoder;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A pipeline of ours with all its defaults. Confined to one thread. */
final class CrosslogPipeline implements Contender {

    private static final Duration BEAT = Duration.ofMillis(200);

    private final Course course;
    private final String logstore;
    private final Normalizer normalizer;

    CrosslogPipeline(Course course, String logstore, Normalizer normalizer) {
        this.course = course;
        this.logstore = logstore;
        this.normalizer = normalizer;
    }

    @Override
    public void run(String group, int records, LapMeter meter) throws InterruptedException {
        Finish finish = new Finish(records, meter);
        Pipeline pipeline = Pipeline.named("race")
                .from(KafkaSource.builder()
                        .bootstrapServers(course.bootstrap())
                        .topics(Course.TOPIC)
                        .group(group)
                        .build())
                .decode(ClsDecoder.create())
                .normalize(normalizer)
                .to(SlsSink.builder()
                        .region(Course.REGION)
                        .project(Course.PROJECT)
                        .logstore(logstore)
                        .credentials(CredentialsProvider.fixed(Course.KEY))
                        .allowHttp()
                        .proxy("127.0.0.1", course.slsPort())
                        .build())
                .listener(finish)
                .build();
        try (RunningPipeline running = pipeline.start()) {
            while (!finish.reached.await(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                if (running.awaitEnd(Duration.ZERO)) {
                    throw new IllegalStateException(
                            "the pipeline ended: " + running.status(),
                            running.failure().orElse(null));
                }
            }
        }
    }

    /** Tells the meter of the first record and of the last. Safe for concurrent calls. */
    private static final class Finish implements PipelineListener {

        private final LapMeter meter;
        private final AtomicInteger missing;
        private final CountDownLatch reached = new CountDownLatch(1);

        private Finish(int records, LapMeter meter) {
            this.missing = new AtomicInteger(records);
            this.meter = meter;
        }

        @Override
        public void polled(String pipeline, RecordBatch batch) {
            if (!batch.records().isEmpty()) {
                meter.first();
            }
        }

        @Override
        public void written(String pipeline, WriteBatch batch, int delivered, Duration took) {
            if (missing.addAndGet(-delivered) == 0) {
                meter.last();
                reached.countDown();
            }
        }
    }
}
