package io.crosslog.samples;

import static io.crosslog.Matches.attribute;

import io.crosslog.Pipeline;
import io.crosslog.Route;
import io.crosslog.RunningPipeline;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.kafka.TencentClsKafka;
import io.crosslog.reject.FileRejections;
import io.crosslog.sls.SlsSink;
import io.crosslog.spi.Sink;
import io.crosslog.spi.Source;
import io.crosslog.tencent.ClsDecoder;
import io.crosslog.tencent.TencentRules;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.nio.file.Path;

/** The code of the README, which {@link ReadmeTest} holds to this. */
final class ReadmeSnippets {

    private ReadmeSnippets() {}

    static void pipeline(
            String logsetId, String topic, CredentialsProvider tencentKeys, CredentialsProvider alibabaKeys, Path dir)
            throws InterruptedException {
        // tag::pipeline
        Pipeline pipeline = Pipeline.named("tencent-waf")
                .from(TencentClsKafka.builder()
                        .region("ap-guangzhou")
                        .logset(logsetId)
                        .topics(topic)
                        .group("soc-import")
                        .credentials(tencentKeys)
                        .build())
                .decode(ClsDecoder.create())
                .normalize(TencentRules.waf())
                .to(SlsSink.builder()
                        .region("cn-shanghai")
                        .project("soc")
                        .logstore("tencent-waf")
                        .credentials(alibabaKeys)
                        .build())
                .rejectTo(FileRejections.in(dir))
                .build();
        try (RunningPipeline running = pipeline.start()) {
            running.awaitEnd();
        }
        // end::pipeline
    }

    static Pipeline routes(
            Source topics, String wafTopic, String cfwTopic, Sink rawLogstore, Sink securityLogstore, Path dir) {
        // tag::routes
        Pipeline pipeline = Pipeline.named("tencent")
                .from(topics)
                .decode(ClsDecoder.create())
                .route(
                        Route.copy("raw").to(rawLogstore),
                        Route.named("waf")
                                .when(attribute("tencent.topic", wafTopic))
                                .normalize(TencentRules.waf())
                                .to(securityLogstore),
                        Route.named("cfw")
                                .when(attribute("tencent.topic", cfwTopic))
                                .normalize(TencentRules.cloudFirewall())
                                .to(securityLogstore),
                        Route.otherwise().filter("of-no-interest"))
                .rejectTo(FileRejections.in(dir))
                .build();
        // end::routes
        return pipeline;
    }

    static String parse(String record) {
        // tag::parse
        Parsed parsed = Parsers.parse(ClsDecoder.create(), TencentRules.waf(), record);
        String method = parsed.events().get(0).text("http_request.http_method").orElseThrow();
        // end::parse
        return method;
    }
}
