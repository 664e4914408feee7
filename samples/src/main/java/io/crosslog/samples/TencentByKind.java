package io.crosslog.samples;

import static io.crosslog.Matches.attribute;
import static io.crosslog.Matches.field;

import io.crosslog.Pipeline;
import io.crosslog.Route;
import io.crosslog.RunningPipeline;
import io.crosslog.reject.FileRejections;
import io.crosslog.tencent.ClsDecoder;
import io.crosslog.tencent.TencentRules;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Several Tencent topics in one pipeline: web logs and what the firewall found or did to one Logstore, traffic and DNS
 * to another, and a raw copy of everything to a third. An investigator joins raw and unified events by their id.
 *
 * <p>Settings as for {@link TencentWafOverKafka}, and {@code tencent.waf-topic}, {@code tencent.cfw-topic},
 * {@code aliyun.security-logstore}, {@code aliyun.network-logstore}, {@code aliyun.raw-logstore} in place of
 * {@code aliyun.logstore}.
 */
public final class TencentByKind {

    private TencentByKind() {}

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
                running.status()
                        .branches()
                        .forEach((name, branch) ->
                                System.out.println(name + ": " + branch.events() + ' ' + branch.troubles()));
            }
            System.out.println(running.status());
            System.exit(running.failure().isPresent() ? 1 : 0);
        }
    }

    static Pipeline pipeline(Settings settings) {
        settings.require(
                "tencent.region",
                "tencent.logset",
                "tencent.topics",
                "tencent.waf-topic",
                "tencent.cfw-topic",
                "tencent.secret-id",
                "tencent.secret-key",
                "aliyun.region",
                "aliyun.project",
                "aliyun.security-logstore",
                "aliyun.network-logstore",
                "aliyun.raw-logstore",
                "aliyun.access-key-id",
                "aliyun.access-key-secret");
        String security = settings.get("aliyun.security-logstore");
        String network = settings.get("aliyun.network-logstore");
        return Pipeline.named("tencent-by-kind")
                .from(TencentWafOverKafka.source(settings))
                .decode(ClsDecoder.create())
                .route(
                        Route.copy("raw").to(TencentWafOverKafka.sink(settings, settings.get("aliyun.raw-logstore"))),
                        Route.named("waf")
                                .when(attribute("tencent.topic", settings.get("tencent.waf-topic")))
                                .normalize(TencentRules.waf())
                                .to(TencentWafOverKafka.sink(settings, security)),
                        Route.named("cfw")
                                .when(attribute("tencent.topic", settings.get("tencent.cfw-topic")))
                                .normalize(TencentRules.cloudFirewall())
                                .route(
                                        Route.named("traffic")
                                                .when(field("class_uid", "4001", "4003"))
                                                .to(TencentWafOverKafka.sink(settings, network)),
                                        Route.otherwise().to(TencentWafOverKafka.sink(settings, security))),
                        Route.otherwise().filter("of-no-interest"))
                .rejectTo(FileRejections.in(Path.of(settings.get("rejections", "rejections"))))
                .build();
    }
}
