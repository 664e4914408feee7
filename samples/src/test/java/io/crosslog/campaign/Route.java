package io.crosslog.campaign;

import io.crosslog.Pipeline;
import io.crosslog.PipelineSettings;
import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.decode.JsonDecoder;
import io.crosslog.kafka.KafkaSource;
import io.crosslog.kafka.SaslMechanism;
import io.crosslog.reject.FileRejections;
import io.crosslog.sls.SlsLabel;
import io.crosslog.sls.SlsSink;
import io.crosslog.spi.Sink;
import io.crosslog.spi.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Where the records of one test come from and where they go: from a broker as CLS shows itself (SASL_PLAINTEXT, the logset
 * for a user, {@code SecretId#SecretKey} for a password) to an SLS endpoint, reached as through a proxy.
 *
 * @param bootstrap the broker's address
 * @param topics names of its topics
 * @param group the consumer group
 * @param slsPort port of the SLS endpoint
 * @param directory where checkpoints and rejected records are kept
 */
record Route(String bootstrap, List<String> topics, String group, int slsPort, Path directory) {

    static final String LOGSET = "0f8e4b82-0000-0000-0000-000000000000";
    static final String SECRET_ID = "AKID-campaign";
    static final String SECRET_KEY = "not-a-real-key";
    static final String PROJECT = "soc-logs";
    static final String LOGSTORE = "imported";
    static final String ACCESS_KEY = "LTAI-campaign";
    static final String ACCESS_SECRET = "not-a-real-secret";

    /** Small, so that it is reached. */
    static final int BUFFER = 512 << 10;

    KafkaSource.Builder source() {
        return KafkaSource.builder()
                .name("waf")
                .bootstrapServers(bootstrap)
                .sasl(SaslMechanism.PLAIN, fixed(LOGSET, SECRET_ID + "#" + SECRET_KEY))
                .topics(topics)
                .group(group)
                .connectionDeadline(Duration.ofSeconds(1))
                .largestRecordBytes(64 << 10)
                .property("metadata.max.age.ms", "500")
                .property("heartbeat.interval.ms", "300")
                .property("session.timeout.ms", "6000");
    }

    SlsSink.Builder sink() {
        return SlsSink.builder()
                .region("cn-shanghai")
                .project(PROJECT)
                .logstore(LOGSTORE)
                .credentials(fixed(ACCESS_KEY, ACCESS_SECRET))
                .topic(SlsLabel.field("kind"))
                .allowHttp()
                .proxy("127.0.0.1", slsPort);
    }

    static PipelineSettings.Builder settings() {
        return PipelineSettings.builder()
                .bufferedBytes(BUFFER)
                .retryDelays(Duration.ofMillis(50), Duration.ofMillis(500))
                .blockedBeat(Duration.ofMillis(300))
                .drainTime(Duration.ofSeconds(10));
    }

    Pipeline.Builder pipeline(String name, Source source, Sink sink) {
        return Pipeline.named(name)
                .from(source)
                .decode(JsonDecoder.create())
                .to(sink)
                .rejectTo(FileRejections.in(rejections()))
                .settings(settings().build());
    }

    Path rejections() {
        return directory.resolve("rejections");
    }

    Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    List<String> toArguments() {
        return List.of(bootstrap, String.join(",", topics), group, Integer.toString(slsPort), directory.toString());
    }

    static Route of(List<String> arguments) {
        return new Route(
                arguments.get(0),
                List.of(arguments.get(1).split(",")),
                arguments.get(2),
                Integer.parseInt(arguments.get(3)),
                Path.of(arguments.get(4)));
    }

    private static CredentialsProvider fixed(String id, String secret) {
        return CredentialsProvider.fixed(Credentials.of(id, secret));
    }
}
