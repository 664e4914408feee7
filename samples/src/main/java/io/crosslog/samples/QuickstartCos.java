package io.crosslog.samples;

import io.crosslog.Pipeline;
import io.crosslog.PipelineStatus;
import io.crosslog.RunningPipeline;
import io.crosslog.checkpoint.FileCheckpointStore;
import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.loopback.s3.LoopbackS3;
import io.crosslog.reject.FileRejections;
import io.crosslog.s3.TencentCosS3;
import io.crosslog.samples.quickstart.Destination;
import io.crosslog.samples.quickstart.ShippedLogs;
import io.crosslog.samples.quickstart.WafLogs;
import io.crosslog.tencent.ClsDecoder;
import io.crosslog.tencent.TencentRules;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The same logs by the other way: gzip objects that CLS has shipped to COS, out of a real S3 server, in two runs. One object
 * is damaged; between the runs some arrive late, under keys that the first run has passed.
 */
final class QuickstartCos implements QuickstartPart {

    private static final int OBJECTS = 40;
    private static final int LATE = 4;
    private static final int DAMAGED = 17;
    private static final int PER_OBJECT = 250;
    private static final int MAX_SECONDS = 60;
    private static final String BUCKET = "logs-1250000000";
    private static final Credentials TENCENT = Credentials.of("AKID-quickstart", "tencent-quickstart-key");

    private final PrintStream out;
    private final Instant now = Instant.now();
    private final ShippedLogs objects = new ShippedLogs(new WafLogs(now.minusSeconds(600)), PER_OBJECT);

    QuickstartCos(PrintStream out) {
        this.out = out;
    }

    @Override
    public boolean run() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("crosslog-quickstart-cos");
        out.println("Starting an S3 server (as Tencent COS would be) and an SLS endpoint on 127.0.0.1 ...");
        try (LoopbackS3 s3 = LoopbackS3.builder()
                        .bucket(BUCKET)
                        .accessKey(TENCENT.id(), TENCENT.secret().reveal())
                        .start();
                Destination sls = Destination.start(0)) {
            IntStream.range(LATE, OBJECTS).forEach(number -> put(s3, number));
            out.printf("Put %d gzip objects of %d logs into it, one of them damaged ...%n", OBJECTS - LATE, PER_OBJECT);
            List<PipelineStatus> runs = new ArrayList<>();
            Pipeline pipeline = pipeline(s3, sls, directory);
            runs.add(run(pipeline, (OBJECTS - LATE) * PER_OBJECT + 1));
            out.printf("Stopped. %d more come late, under keys that were passed. Starting again ...%n", LATE);
            IntStream.range(0, LATE).forEach(number -> put(s3, number));
            runs.add(run(pipeline, LATE * PER_OBJECT));
            return report(runs, sls, s3, directory);
        }
    }

    private void put(LoopbackS3 s3, int number) {
        byte[] content = number == DAMAGED ? objects.damaged(number) : objects.content(number);
        s3.bucket(BUCKET).put(key(number), content, shipped(number));
    }

    private String key(int number) {
        return objects.key(number, shipped(number));
    }

    private Instant shipped(int number) {
        return now.minus(Duration.ofMinutes(5L * (OBJECTS - number)));
    }

    private static Pipeline pipeline(LoopbackS3 s3, Destination sls, Path directory) {
        return Pipeline.named("quickstart-cos")
                .from(TencentCosS3.builder()
                        .region("ap-guangzhou")
                        .bucket(BUCKET)
                        .prefix("waf/")
                        .credentials(CredentialsProvider.fixed(TENCENT))
                        .endpoint(URI.create("http://" + s3.endpointHost()))
                        .proxy(s3.endpoint())
                        .allowPlainHttp()
                        .pollInterval(Duration.ofSeconds(1))
                        .build())
                .decode(ClsDecoder.create())
                .normalize(TencentRules.waf())
                .to(sls.sink())
                .checkpoints(FileCheckpointStore.in(directory.resolve("checkpoints")))
                .rejectTo(FileRejections.in(directory.resolve("rejections")))
                .build();
    }

    private PipelineStatus run(Pipeline pipeline, int records) throws InterruptedException {
        Instant start = Instant.now();
        RunningPipeline running = pipeline.start();
        try (running) {
            boolean ended = false;
            while (!ended && !done(running.status(), records) && secondsSince(start) < MAX_SECONDS) {
                ended = running.awaitEnd(Duration.ofMillis(200));
            }
        }
        running.failure().ifPresent(failure -> out.println("The pipeline failed: " + failure));
        out.println("Records: " + running.status().records());
        return running.status();
    }

    private static boolean done(PipelineStatus status, int records) {
        return status.records().received() >= records && status.records().inFlight() == 0;
    }

    private static long secondsSince(Instant start) {
        return Duration.between(start, Instant.now()).toSeconds();
    }

    private boolean report(List<PipelineStatus> runs, Destination sls, LoopbackS3 s3, Path directory) {
        int records = OBJECTS * PER_OBJECT;
        long received = runs.stream().mapToLong(run -> run.records().received()).sum();
        long released = runs.stream().mapToLong(run -> run.records().released()).sum();
        long rejected = runs.stream().mapToLong(run -> run.records().rejected()).sum();
        long expected =
                1 + IntStream.range(0, records).filter(WafLogs::isMalformed).count();
        boolean balanced = received - released == records + 1
                && rejected == expected
                && runs.stream()
                        .allMatch(
                                run -> run.records().balances() && run.events().balances());
        long again = IntStream.range(0, OBJECTS)
                .map(number -> s3.requests().gets(key(number)))
                .filter(gets -> gets != 1)
                .count();
        out.printf("Rejected, %,d of %,d expected: %s%n", rejected, expected, directory.resolve("rejections"));
        out.printf(
                "Requests: %,d listings, %,d objects read, %,d of %d not exactly once%n",
                s3.requests().lists(), s3.requests().gets(), again, OBJECTS);
        boolean good = sls.report(out, records) && balanced && again == 0;
        out.println(good ? "Every object arrived." : "NOT everything is as it should be; see above.");
        return good;
    }
}
