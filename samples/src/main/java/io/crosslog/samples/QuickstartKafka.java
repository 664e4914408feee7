package io.crosslog.samples;

import io.crosslog.Pipeline;
import io.crosslog.PipelineStatus;
import io.crosslog.RunningPipeline;
import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.kafka.TencentClsKafka;
import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.loopback.sls.SlsLog;
import io.crosslog.reject.FileRejections;
import io.crosslog.samples.quickstart.Destination;
import io.crosslog.samples.quickstart.SideBySide;
import io.crosslog.samples.quickstart.WafLogs;
import io.crosslog.tencent.ClsDecoder;
import io.crosslog.tencent.TencentRules;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** WAF logs out of a real Kafka broker that stands in for Tencent CLS. */
final class QuickstartKafka implements QuickstartPart {

    private static final int SAMPLE = 3;
    private static final int MAX_SECONDS = 300;
    private static final String LOGSET = "0f8e4b82-0000-4000-8000-000000000001";
    private static final String TOPIC = "1250000000-633a268c-0000-4000-8000-000000000002";
    private static final Credentials TENCENT = Credentials.of("AKID-quickstart", "tencent-quickstart-key");

    private final PrintStream out;
    private final int records;

    QuickstartKafka(PrintStream out, int records) {
        this.out = out;
        this.records = records;
    }

    @Override
    public boolean run() throws IOException, InterruptedException {
        Path rejections = Files.createTempDirectory("crosslog-quickstart-rejections");
        WafLogs logs = new WafLogs(Instant.now().minusSeconds(600));
        out.println("Starting a Kafka broker (as Tencent CLS would be) and an SLS endpoint on 127.0.0.1 ...");
        try (LoopbackKafka kafka = LoopbackKafka.builder()
                        .clsUser(LOGSET, TENCENT.id(), TENCENT.secret().reveal())
                        .topic(TOPIC, 4)
                        .start();
                Destination sls = Destination.start(SAMPLE)) {
            out.printf("Producing %,d WAF logs, some of them broken ...%n", records);
            kafka.produce(IntStream.range(0, records).mapToObj(n -> new ProducerRecord<>(TOPIC, logs.record(n))));
            RunningPipeline running = pipeline(kafka, sls, rejections).start();
            try (running) {
                follow(running);
            }
            running.failure().ifPresent(failure -> out.println("The pipeline failed: " + failure));
            return report(running.status(), sls, logs, rejections);
        }
    }

    private static Pipeline pipeline(LoopbackKafka kafka, Destination sls, Path rejections) {
        return Pipeline.named("quickstart")
                .from(TencentClsKafka.builder()
                        .region("ap-guangzhou")
                        .logset(LOGSET)
                        .topics(TOPIC)
                        .group("soc-import")
                        .credentials(CredentialsProvider.fixed(TENCENT))
                        .bootstrapServers(kafka.bootstrap(Listener.SASL_PLAINTEXT))
                        .build())
                .decode(ClsDecoder.create())
                .normalize(TencentRules.waf())
                .to(sls.sink())
                .rejectTo(FileRejections.in(rejections))
                .build();
    }

    private void follow(RunningPipeline running) throws InterruptedException {
        Instant start = Instant.now();
        PipelineStatus status;
        do {
            boolean ended = running.awaitEnd(Duration.ofSeconds(1));
            status = running.status();
            progress(status, Duration.between(start, Instant.now()));
            if (ended) {
                break;
            }
        } while (!done(status) && Duration.between(start, Instant.now()).toSeconds() < MAX_SECONDS);
        out.println();
    }

    private boolean done(PipelineStatus status) {
        return status.records().received() >= records && status.records().inFlight() == 0;
    }

    private void progress(PipelineStatus status, Duration elapsed) {
        double seconds = Math.max(0.001, elapsed.toMillis() / 1_000.0);
        out.printf(
                Locale.ROOT,
                "%5.1f s  %s  received %,d  delivered %,d  rejected %,d  %,.0f events/s  lag %,d%n",
                seconds,
                status.state(),
                status.records().received(),
                status.records().delivered(),
                status.records().rejected(),
                status.events().delivered() / seconds,
                status.lagRecords());
    }

    private boolean report(PipelineStatus status, Destination sls, WafLogs logs, Path rejections) throws IOException {
        int malformed =
                (int) IntStream.range(0, records).filter(WafLogs::isMalformed).count();
        boolean balanced = status.records().balances()
                && status.events().balances()
                && status.records().inFlight() == 0
                && status.records().received() == records + status.records().released()
                && status.records().rejected() == malformed;
        SlsLog sample = sls.arrivals().kept();
        if (sample != null) {
            out.println("One event, as CLS hands it out and as SLS holds it:\n");
            out.println(SideBySide.of(logs.record(SAMPLE), sample.fields()));
        }
        out.println("Records: " + status.records());
        out.println("Events:  " + status.events());
        out.printf(
                "Bytes:   %,d received, %,d sent, %,d on the wire%n",
                status.bytes().received(),
                status.bytes().sentRaw(),
                status.bytes().sentCompressed());
        out.println("Counted: " + status.noted());
        out.printf("Rejected, %,d of %,d expected: %s%n", status.records().rejected(), malformed, rejections);
        boolean good = sls.report(out, records) && balanced;
        out.println(good ? "Everything arrived." : "NOT everything is as it should be; see above.");
        return good;
    }
}
