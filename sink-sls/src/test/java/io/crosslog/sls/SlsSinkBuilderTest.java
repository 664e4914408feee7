package io.crosslog.sls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.credentials.Secret;
import io.crosslog.spi.SinkWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlsSinkBuilderTest {

    private static SlsSink.Builder valid() {
        return SlsSink.builder()
                .region("cn-shanghai")
                .project("soc-logs")
                .logstore("tencent_waf")
                .credentials(CredentialsProvider.fixed(Credentials.of("LTAI1", "secret-1")));
    }

    private static void assertProblem(Consumer<SlsSink.Builder> spoil, String... texts) {
        SlsSink.Builder builder = valid();
        spoil.accept(builder);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(texts);
    }

    @Test
    @DisplayName("All problems are told at once, by the names of their settings")
    void allAtOnce() {
        assertThatThrownBy(() -> SlsSink.builder()
                        .project("Bad_Project")
                        .logstore("")
                        .tag("__topic__", SlsLabel.of("x"))
                        .maxRequestBytes(1)
                        .maxLogs(0)
                        .deflateLevel(10)
                        .requestTimeout(Duration.ZERO)
                        .proxy("proxy.example.com", 0)
                        .build())
                .hasMessageStartingWith("11 problems with the SLS sink: ")
                .hasMessageContainingAll(
                        "project was 'Bad_Project'",
                        "logstore is missing",
                        "region is missing",
                        "tag had the key '__topic__'",
                        "maxRequestBytes was 1",
                        "maxLogs was 0",
                        "deflateLevel was 10",
                        "requestTimeout was PT0S",
                        "proxy had port 0",
                        "credentials are missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://cn-shanghai.log.aliyuncs.com|without a scheme",
                "cn-shanghai.log.aliyuncs.com:443|without a port",
                "cn-shanghai.log.aliyuncs.com/x|without a path",
                "soc-logs.cn-shanghai.log.aliyuncs.com|without the project, which is put before it: cn-shanghai.log.aliyuncs.com",
                "other.cn-shanghai.log.aliyuncs.com|without a project, which is put before it: cn-shanghai.log.aliyuncs.com",
                "cn shanghai|a host such as"
            })
    @DisplayName("An endpoint that holds more than a host is refused, with the remedy")
    void endpoints(String endpoint, String text) {
        assertProblem(b -> b.endpoint(endpoint), "endpoint was '" + endpoint + "'", text);
    }

    @Test
    @DisplayName("A region that is none, and settings that exclude one another, are refused")
    void regions() {
        assertProblem(b -> b.region("cn-shanghai-intranet"), "intranet()");
        assertProblem(b -> b.region("cn-shanghai.log.aliyuncs.com"), "endpoint(host)");
        assertProblem(b -> b.region("Shanghai"), "region id");
        assertProblem(b -> b.intranet().customDomain("logs.example.com"), "exclude one another");
        assertProblem(b -> b.region("").customDomain("logs.example.com").signature(SlsSink.Signature.V4), "region(id)");
        assertProblem(b -> b.customDomain("http://logs.example.com"), "without a scheme");
        assertProblem(b -> b.customDomain("logs.example.com:99999"), "port from 1 to 65535");
    }

    @Test
    @DisplayName("A trust store that cannot be read is told without its password")
    void trustStore(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("trust.p12"), "no key store");
        assertProblem(b -> b.trustStore(file, Secret.of("p4ssw0rd")), "trustStore '" + file + "' cannot be read");
        assertProblem(b -> b.trustStore(directory.resolve("none"), Secret.of("p4ssw0rd")), "cannot be read");
        assertThatThrownBy(() -> valid().trustStore(file, Secret.of("p4ssw0rd")).build())
                .hasMessageNotContaining("p4ssw0rd");
    }

    @ParameterizedTest
    @CsvSource({
        "'', V1",
        "cn-hangzhou.log.aliyuncs.com, V4",
        "cn-hangzhou-intranet.log.aliyuncs.com, V4",
        "ap-southeast-1-share.log.aliyuncs.com, V4",
        "logs.example.com, V1"
    })
    @DisplayName("The signature is V4 where the endpoint names its region, else V1")
    void signatureByEndpoint(String endpoint, String signature) throws Exception {
        try (SlsEndpoint there = SlsEndpoint.start(b -> b.region("cn-hangzhou")
                .endpoint("ap-southeast-1-share.log.aliyuncs.com")
                .endpoint("logs.example.com"))) {
            SlsSink.Builder builder = there.sink().region("");
            if (endpoint.isEmpty()) {
                builder.customDomain("127.0.0.1:" + there.sls.port());
            } else {
                builder.endpoint(endpoint);
            }
            try (SinkWriter writer = builder.build().open(there.context)) {
                writer.write(Events.batch(Events.simple(1)));
            }
            assertThat(there.sls.requests().recent().get(0).signature()).isEqualTo(signature);
        }
    }

    @Test
    @DisplayName("What was built does not change with the builder, and prints no secret")
    void frozen() {
        SlsSink.Builder builder = valid();
        SlsSink sink = builder.build();
        builder.project("other-project").name("other");

        assertThat(sink.name()).isEqualTo("sls:soc-logs/tencent_waf");
        assertThat(sink)
                .hasToString("sls:soc-logs/tencent_waf (soc-logs/tencent_waf at"
                        + " https://soc-logs.cn-shanghai.log.aliyuncs.com)");
        assertThat(builder.build().name()).isEqualTo("other");
    }

    @Test
    @DisplayName("The limits keep a full batch within one request")
    void limits() {
        try (SinkWriter writer = valid().build().open(new Events.Context())) {
            assertThat(writer.limits().maxEvents()).isEqualTo(4_096);
            assertThat(writer.limits().maxBytes()).isEqualTo((3 << 20) / 4 * 3);
            assertThat(writer.limits()).isEqualTo(writer.limits());
        }
    }
}
