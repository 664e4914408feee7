package io.crosslog.samples;

import io.crosslog.Pipeline;
import io.crosslog.RunningPipeline;
import io.crosslog.checkpoint.FileCheckpointStore;
import io.crosslog.credentials.Credentials;
import io.crosslog.reject.FileRejections;
import io.crosslog.s3.TencentCosS3;
import io.crosslog.sls.SlsSink;
import io.crosslog.tencent.ClsDecoder;
import io.crosslog.tencent.TencentRules;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Tencent WAF logs that CLS ships to a COS bucket, into SLS.
 *
 * <p>Run it with a properties file as its argument, or with environment variables: {@code tencent.region} is
 * {@code CROSSLOG_TENCENT_REGION} there, and so on. {@code docs/setup-tencent-cos.md} tells where the values come from.
 * Keys are read anew at each request, so a file with rotated keys needs no restart.
 */
public final class TencentWafOverCos {

    private TencentWafOverCos() {}

    /**
     * Runs until it is interrupted or fails, or has read all there is if {@code one-pass} is true.
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
            System.out.println(running.status());
            System.exit(running.failure().isPresent() ? 1 : 0);
        }
    }

    static Pipeline pipeline(Settings settings) {
        settings.require(
                "tencent.region",
                "tencent.bucket",
                "tencent.secret-id",
                "tencent.secret-key",
                "aliyun.region",
                "aliyun.project",
                "aliyun.logstore",
                "aliyun.access-key-id",
                "aliyun.access-key-secret");
        TencentCosS3.Builder source = TencentCosS3.builder()
                .region(settings.get("tencent.region"))
                .bucket(settings.get("tencent.bucket"))
                .prefix(settings.get("tencent.prefix", ""))
                .credentials(
                        () -> Credentials.of(settings.get("tencent.secret-id"), settings.get("tencent.secret-key")));
        settings.find("tencent.start-at").ifPresent(time -> source.startAt(Instant.parse(time)));
        settings.find("tencent.poll-interval").ifPresent(time -> source.pollInterval(Duration.parse(time)));
        settings.find("tencent.endpoint").ifPresent(url -> source.endpoint(URI.create(url)));
        settings.find("tencent.proxy").ifPresent(url -> source.proxy(URI.create(url)));
        if (settings.get("tencent.http", "false").equals("true")) {
            source.allowPlainHttp();
        }
        if (settings.get("one-pass", "false").equals("true")) {
            source.onePass();
        }
        SlsSink.Builder sink = SlsSink.builder()
                .region(settings.get("aliyun.region"))
                .project(settings.get("aliyun.project"))
                .logstore(settings.get("aliyun.logstore"))
                .credentials(() ->
                        Credentials.of(settings.get("aliyun.access-key-id"), settings.get("aliyun.access-key-secret")));
        settings.find("aliyun.proxy").ifPresent(proxy -> {
            int colon = proxy.lastIndexOf(':');
            sink.proxy(proxy.substring(0, colon), Integer.parseInt(proxy.substring(colon + 1)));
        });
        if (settings.get("aliyun.http", "false").equals("true")) {
            sink.allowHttp();
        }
        return Pipeline.named("tencent-waf-cos")
                .from(source.build())
                .decode(ClsDecoder.create())
                .normalize(TencentRules.waf())
                .to(sink.build())
                .checkpoints(FileCheckpointStore.in(Path.of(settings.get("checkpoints", "checkpoints"))))
                .rejectTo(FileRejections.in(Path.of(settings.get("rejections", "rejections"))))
                .build();
    }
}
