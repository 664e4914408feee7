package io.crosslog.samples;

import io.crosslog.Pipeline;
import io.crosslog.PipelineStatus;
import io.crosslog.RunningPipeline;
import io.crosslog.azure.AzureDecoder;
import io.crosslog.azure.AzureRules;
import io.crosslog.credentials.Secret;
import io.crosslog.kafka.EventHubsKafka;
import io.crosslog.loopback.kafka.Listener;
import io.crosslog.loopback.kafka.LoopbackKafka;
import io.crosslog.reject.FileRejections;
import io.crosslog.samples.quickstart.Arrivals;
import io.crosslog.samples.quickstart.Destination;
import io.crosslog.samples.quickstart.HubLogs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Logs of Azure, out of a real Kafka broker that stands in for Event Hubs: over TLS, with a connection string. */
final class QuickstartAzure implements QuickstartPart {

    private static final int MESSAGES = 1_000;
    private static final int MAX_SECONDS = 60;
    private static final String HUB = "security-logs";
    private static final String CONNECTION =
            "Endpoint=sb://soc-logs.servicebus.windows.net/;SharedAccessKeyName=listen-only;"
                    + "SharedAccessKey=cXVpY2tzdGFydA==;EntityPath=" + HUB;

    private final PrintStream out;

    QuickstartAzure(PrintStream out) {
        this.out = out;
    }

    @Override
    public boolean run() throws IOException, InterruptedException {
        Path rejections = Files.createTempDirectory("crosslog-quickstart-azure");
        HubLogs logs = new HubLogs(Instant.now().minusSeconds(600));
        Arrivals arrivals = new Arrivals(
                metadata -> HubLogs.number(metadata.path("correlation_uid").asText()),
                number -> !HubLogs.isMetric(number) && !HubLogs.isBroken(number));
        out.println(
                "Starting a Kafka broker with TLS (as Azure Event Hubs would be) and an SLS endpoint on 127.0.0.1 ...");
        try (LoopbackKafka kafka = LoopbackKafka.builder()
                        .eventHubsUser(CONNECTION)
                        .mechanisms("PLAIN")
                        .topic(HUB, 4)
                        .start();
                Destination sls = Destination.start(arrivals)) {
            out.printf(
                    "Producing %,d messages of %d logs, metrics among them, some no JSON, some broken ...%n",
                    MESSAGES, HubLogs.PER_MESSAGE);
            kafka.produce(IntStream.range(0, MESSAGES).mapToObj(n -> new ProducerRecord<>(HUB, logs.message(n))));
            RunningPipeline running = pipeline(kafka, sls, rejections).start();
            try (running) {
                Instant start = Instant.now();
                boolean ended = false;
                while (!ended
                        && !done(running.status())
                        && Duration.between(start, Instant.now()).toSeconds() < MAX_SECONDS) {
                    ended = running.awaitEnd(Duration.ofMillis(200));
                }
            }
            running.failure().ifPresent(failure -> out.println("The pipeline failed: " + failure));
            return report(running.status(), sls, rejections);
        }
    }

    private static Pipeline pipeline(LoopbackKafka kafka, Destination sls, Path rejections) {
        return Pipeline.named("quickstart-azure")
                .from(EventHubsKafka.builder()
                        .connectionString(Secret.of(CONNECTION))
                        .bootstrapServers(kafka.bootstrap(Listener.SASL_SSL))
                        .trustStore(kafka.trustStore(), Secret.of(kafka.trustStorePassword()))
                        .build())
                .decode(AzureDecoder.create())
                .normalize(AzureRules.all())
                .to(sls.sink())
                .rejectTo(FileRejections.in(rejections))
                .build();
    }

    private static boolean done(PipelineStatus status) {
        return status.records().received() >= MESSAGES && status.records().inFlight() == 0;
    }

    private boolean report(PipelineStatus status, Destination sls, Path rejections) {
        int logs = MESSAGES * HubLogs.PER_MESSAGE;
        long metrics = IntStream.range(0, logs).filter(HubLogs::isMetric).count();
        long broken = IntStream.range(0, logs).filter(HubLogs::isBroken).count();
        long rejected =
                status.rejected().values().stream().mapToLong(Long::longValue).sum();
        out.println("Records: " + status.records());
        out.println("Events:  " + status.events());
        out.println("Counted: " + status.noted() + ", filtered " + status.filtered());
        out.printf("Rejected, %,d of %,d expected: %s%n", rejected, broken, rejections);
        boolean balanced = status.records().balances()
                && status.events().balances()
                && status.filtered().getOrDefault("metrics", 0L) == metrics
                && rejected == broken;
        boolean good = sls.report(out, logs) && balanced;
        out.println(good ? "Every log arrived." : "NOT everything is as it should be; see above.");
        return good;
    }
}
