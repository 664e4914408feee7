package io.crosslog.samples;

import io.crosslog.Pipeline;
import io.crosslog.PipelineStatus;
import io.crosslog.RunningPipeline;
import io.crosslog.azure.AzureDecoder;
import io.crosslog.azure.AzureRules;
import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.Secret;
import io.crosslog.kafka.EventHubsKafka;
import io.crosslog.reject.FileRejections;
import io.crosslog.spi.Source;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Logs of Azure and Entra ID out of event hubs, into SLS.
 *
 * <p>Run it with a properties file as its argument, or with environment variables: {@code azure.hubs} is {@code
 * CROSSLOG_AZURE_HUBS} there, and so on. {@code docs/setup-azure.md} tells where the values come from.
 */
public final class AzureOverEventHubs {

    private AzureOverEventHubs() {}

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
                "aliyun.region",
                "aliyun.project",
                "aliyun.logstore",
                "aliyun.access-key-id",
                "aliyun.access-key-secret");
        return Pipeline.named(settings.get("pipeline", "azure"))
                .from(source(settings))
                .decode(AzureDecoder.create())
                .normalize(AzureRules.all())
                .to(TencentWafOverKafka.sink(settings, settings.get("aliyun.logstore")))
                .rejectTo(FileRejections.in(Path.of(settings.get("rejections", "rejections"))))
                .build();
    }

    private static Source source(Settings settings) {
        EventHubsKafka.Builder source = EventHubsKafka.builder();
        settings.find("azure.hubs").ifPresent(hubs -> source.hubs(hubs.split(",", -1)));
        settings.find("azure.connection-string").ifPresent(string -> source.connectionString(Secret.of(string)));
        settings.find("azure.namespace").ifPresent(source::namespace);
        settings.find("azure.policy")
                .ifPresent(policy -> source.sharedAccessKey(
                        () -> Credentials.of(settings.get("azure.policy"), settings.get("azure.key"))));
        settings.find("azure.tenant")
                .ifPresent(tenant -> source.clientCredentials(
                        tenant,
                        () -> Credentials.of(settings.get("azure.client-id"), settings.get("azure.client-secret"))));
        settings.find("azure.group").ifPresent(source::group);
        settings.find("azure.bootstrap").ifPresent(source::bootstrapServers);
        settings.find("azure.trust-store")
                .ifPresent(file ->
                        source.trustStore(Path.of(file), Secret.of(settings.get("azure.trust-store-password", ""))));
        return source.build();
    }
}
