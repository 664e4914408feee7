package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.Pipeline;
import io.crosslog.credentials.Credentials;
import io.crosslog.decode.TextDecoder;
import io.crosslog.spi.SourceReader;
import io.crosslog.testkit.FakeContext;
import io.crosslog.testkit.RecordingSink;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The settings of an S3 source")
class S3SettingsTest {

    private static S3Source.Builder good() {
        return S3Source.builder().region("eu-west-1").bucket("logs").credentials(() -> Credentials.of("id", "s3cr3t"));
    }

    @Test
    @DisplayName("are complete with region, bucket and credentials, and print no secret")
    void defaults() {
        S3Source source = good().build();
        assertThat(source.name()).isEqualTo("s3");
        assertThat(source.toString())
                .contains("s3://logs/ at https://s3.eu-west-1.amazonaws.com")
                .doesNotContain("s3cr3t");
        assertThat(source.remembersPositions()).isFalse();
    }

    @Test
    @DisplayName("are refused with all that is wrong at once")
    void problems() {
        Instant now = Instant.now();
        assertThatThrownBy(() -> S3Source.builder()
                        .name(" ")
                        .bucket("a/b")
                        .prefix("/waf")
                        .endpoint(URI.create("http://s3.example.com/x"))
                        .credentials(() -> Credentials.of("a", "b"))
                        .anonymous()
                        .pollInterval(Duration.ZERO)
                        .lateness(Duration.ofDays(400))
                        .parallelObjects(65)
                        .maxRecordBytes(1)
                        .modifiedAfter(now)
                        .modifiedBefore(now)
                        .proxy(URI.create("proxy:3128"))
                        .label("s3.key", "x")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name was ' '")
                .hasMessageContaining("bucket was 'a/b'")
                .hasMessageContaining("region was not set")
                .hasMessageContaining("prefix was '/waf'")
                .hasMessageContaining("must be https")
                .hasMessageContaining("must have no path")
                .hasMessageContaining("both set")
                .hasMessageContaining("pollInterval")
                .hasMessageContaining("lateness")
                .hasMessageContaining("parallelObjects was 65")
                .hasMessageContaining("maxRecordBytes was 1")
                .hasMessageContaining("modifiedAfter")
                .hasMessageContaining("proxy was proxy:3128")
                .hasMessageContaining("labels held 's3.key'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:s3cr3t@s3.example.com",
                "http://user:s3cr3t@s3.example.com",
                "ftp://user:s3cr3t@s3.example.com/x",
                "https://user:s3cr3t@not_a_host",
                "https://user:s3cr3t/@s3.example.com",
                "user:s3cr3t@s3.example.com",
                "https://user:s3cr3t@logs.s3.example.com/logs",
                "https://s3.example.com/s3cr3t",
                "https://s3.example.com?sig=s3cr3t",
                "https://logs.s3.example.com/?sig=s3cr3t",
                "https:?sig=s3cr3t",
                "/x/s3cr3t",
                "https://s3.example.com#s3cr3t"
            })
    @DisplayName("are refused, without a word of it, where a URL has more than scheme, host and port")
    void secretsInUrls(String url) {
        assertThatThrownBy(() -> good().endpoint(URI.create(url)).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("endpoint ")
                .hasMessageNotContaining("s3cr3t");
        if (!url.endsWith("com/s3cr3t")) {
            assertThatThrownBy(() -> good().proxy(URI.create(url)).build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("proxy ")
                    .hasMessageNotContaining("s3cr3t");
        }
    }

    @Test
    @DisplayName("hold what was said until build(), and nothing after it")
    void frozen() {
        S3Source.Builder builder = good();
        S3Source source = builder.build();
        builder.name("other").bucket("elsewhere");
        assertThat(source.name()).isEqualTo("s3");
        assertThat(source.toString()).contains("s3://logs/");
    }

    @Test
    @DisplayName("ask for a checkpoint store, as a bucket remembers nothing")
    void checkpoints() {
        assertThatThrownBy(() -> Pipeline.named("p")
                        .from(good().build())
                        .decode(TextDecoder.create())
                        .to(RecordingSink.create())
                        .build())
                .hasMessageContaining("checkpoint store");
    }

    @Test
    @DisplayName("refuse an HTTP client that is none")
    void httpClient() {
        S3Source source = good().httpClient(() -> "no client").build();
        assertThatThrownBy(() -> {
                    try (SourceReader reader = source.open(FakeContext.create())) {
                        reader.wakeUp();
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("software.amazon.awssdk.http.SdkHttpClient");
    }
}
