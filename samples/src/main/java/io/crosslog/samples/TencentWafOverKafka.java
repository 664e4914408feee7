package io.crosslog.samples;

import io.crosslog.Pipeline;
import io.crosslog.PipelineStatus;
import io.crosslog.RunningPipeline;
import io.crosslog.credentials.Credentials;
import io.crosslog.kafka.TencentClsKafka;
import io.crosslog.reject.FileRejections;
import io.crosslog.sls.SlsSink;
import io.crosslog.spi.Source;
import io.crosslog.tencent.ClsDecoder;
import io.crosslog.tencent.TencentRules;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The quickstart's pipeline against the real clouds: Tencent WAF logs out of CLS over Kafka, into SLS.
 *
 * <p>Run it with a properties file as its argument, or with environment variables: {@code tencent.region} is
 * {@code CROSSLOG_TENCENT_REGION} there, and so on. {@code docs/setup-tencent-kafka.md} tells where the values come from.
 * Keys are read anew at each connection, so a file with rotated keys needs no restart.
 */
public final class TencentWafOverKafka {

    private TencentWafOverKafka() {}

    /**
     * Runs until it is interrupted or fails.
     *
     * @param args a properties file, or nothing
     * @throws Exception if a setting is missing
     */
    public static void main(String[] args) throws Exception {
        Settings settings = args.length == 0 ? Settings.ofEnvironment() : Settings.of(Path.of(args[0]));
        try (RunningPipeline running = pipeline(settings).start()) {
            while (!running.awaitEnd(Duration.ofSeconds(10))) {
                System.out.println(running.status());
            }
            PipelineStatus status = running.status();
            System.out.println(status);
            System.exit(running.failure().isPresent() ? 1 : 0);
        }
    }

    static Pipeline pipeline(Settings settings) {
        settings.require(
                "tencent.region",
                "tencent.logset",
                "tencent.topics",
                "tencent.secret-id",
                "tencent.secret-key",
                "aliyun.region",
                "aliyun.project",
                "aliyun.logstore",
                "aliyun.access-key-id",
                "aliyun.access-key-secret");
        return Pipeline.named("tencent-waf")
                .from(source(settings))
                .decode(ClsDecoder.create())
                .normalize(TencentRules.waf())
                .to(sink(settings, settings.get("aliyun.logstore")))
                .rejectTo(FileRejections.in(Path.of(settings.get("rejections", "rejections"))))
                .build();
    }

    static Source source(Settings settings) {
        TencentClsKafka.Builder source = TencentClsKafka.builder()
                .region(settings.get("tencent.region"))
                .logset(settings.get("tencent.logset"))
                .topics(settings.get("tencent.topics").split(",", -1))
                .group(settings.get("tencent.group", "crosslog"))
                .credentials(
                        () -> Credentials.of(settings.get("tencent.secret-id"), settings.get("tencent.secret-key")));
        settings.find("tencent.bootstrap").ifPresent(source::bootstrapServers);
        return source.build();
    }

    static SlsSink sink(Settings settings, String logstore) {
        SlsSink.Builder sink = SlsSink.builder()
                .region(settings.get("aliyun.region"))
                .project(settings.get("aliyun.project"))
                .logstore(logstore)
                .credentials(() ->
                        Credentials.of(settings.get("aliyun.access-key-id"), settings.get("aliyun.access-key-secret")));
        settings.find("aliyun.proxy").ifPresent(proxy -> {
            int colon = proxy.lastIndexOf(':');
            sink.proxy(proxy.substring(0, colon), Integer.parseInt(proxy.substring(colon + 1)));
        });
        if (settings.get("aliyun.http", "false").equals("true")) {
            sink.allowHttp();
        }
        return sink.build();
    }
}
