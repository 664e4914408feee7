package io.crosslog.s3;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes clients that do what the settings say and look into no file or variable of the machine. */
final class AwsClients {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private AwsClients() {}

    static S3Client open(S3Settings settings, SdkHttpClient http) {
        S3Settings.Connection connection = settings.connection();
        CredentialsProvider provider = connection.credentials();
        return S3Client.builder()
                .endpointOverride(connection.endpoint())
                .region(Region.of(connection.region()))
                .forcePathStyle(connection.pathStyle())
                .crossRegionAccessEnabled(false)
                .disableS3ExpressSessionAuth(true)
                // Other stores than AWS's know no such checksums; what is read is checked by its own format.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .credentialsProvider(provider == null ? AnonymousCredentialsProvider.create() : asking(provider))
                .httpClient(http)
                .overrideConfiguration(o -> o
                        // The engine tries again (rule R5), and would wait longer than it says if the client did too.
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .defaultProfileFile(ProfileFile.aggregator().build()))
                .build();
    }

    /** The HTTP client: the default, or what the caller's own supplier makes. */
    static SdkHttpClient http(S3Settings.Connection connection) {
        Supplier<?> own = connection.httpClient();
        if (own == null) {
            return UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(connection.readTimeout())
                    .proxyConfiguration(proxy(connection.proxy()))
                    .build();
        }
        Object made = own.get();
        if (made instanceof SdkHttpClient client) {
            return client;
        }
        throw new IllegalArgumentException("httpClient(...) gave a "
                + (made == null ? null : made.getClass().getName())
                + " but must give a software.amazon.awssdk.http.SdkHttpClient");
    }

    /** The JVM's own properties hold for all its connections, unless the settings name a proxy. */
    private static ProxyConfiguration proxy(@Nullable URI proxy) {
        ProxyConfiguration.Builder builder = ProxyConfiguration.builder().useEnvironmentVariablesValues(false);
        return proxy == null
                ? builder.build()
                : builder.endpoint(proxy).useSystemPropertyValues(false).build();
    }

    private static AwsCredentialsProvider asking(CredentialsProvider provider) {
        return () -> {
            try {
                return translate(CredentialsProvider.ask(provider));
            } catch (IOException e) {
                throw new CredentialsFailure(e);
            }
        };
    }

    private static AwsCredentials translate(Credentials key) {
        String secret = key.secret().reveal();
        return key.token()
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(key.id(), secret, token.reveal()))
                .orElseGet(() -> AwsBasicCredentials.create(key.id(), secret));
    }
}
