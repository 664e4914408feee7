package io.crosslog.sls;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.credentials.Secret;
import io.crosslog.loopback.sls.LoopbackSls;
import io.crosslog.model.LogEvent;
import io.crosslog.spi.BlockedException;
import io.crosslog.spi.SinkWriter;
import io.crosslog.spi.WriteResult;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlsTlsTest {

    private static final LogEvent EVENT = Events.simple(1);
    private static final Secret PASSWORD = Secret.of("changeit");

    private static LoopbackSls sls;
    private static Path trustStore;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException, InterruptedException {
        sls = LoopbackSls.builder()
                .logstore("soc-logs", "waf")
                .accessKey("id-1", "secret-1")
                .tls()
                .start();
        trustStore = directory.resolve("trust.p12");
        sls.writeTrustStore(trustStore, PASSWORD.reveal());
    }

    @AfterAll
    static void stop() throws IOException {
        sls.close();
    }

    private static SlsSink.Builder sink() {
        return SlsSink.builder()
                .region(sls.region())
                .project("soc-logs")
                .logstore("waf")
                .credentials(CredentialsProvider.fixed(Credentials.of("id-1", "secret-1")));
    }

    private static WriteResult write(SlsSink.Builder builder) throws IOException, InterruptedException {
        try (SinkWriter writer = builder.build().open(new Events.Context())) {
            return writer.write(Events.batch(EVENT));
        }
    }

    @ParameterizedTest
    @EnumSource(SlsSink.Signature.class)
    @DisplayName("HTTPS through a proxy's tunnel, to a host whose certificate is in the trust store")
    void throughTunnel(SlsSink.Signature signature) throws Exception {
        WriteResult result =
                write(sink().signature(signature).proxy("127.0.0.1", sls.port()).trustStore(trustStore, PASSWORD));

        assertThat(result.unsent()).as(String.valueOf(result.cause())).isEmpty();
    }

    @Test
    @DisplayName("HTTPS to the intranet endpoint and to an endpoint of another form")
    void otherEndpoints() throws Exception {
        assertThat(write(sink().intranet().proxy("127.0.0.1", sls.port()).trustStore(trustStore, PASSWORD))
                        .unsent())
                .isEmpty();
        assertThat(write(sink().endpoint(sls.region() + "-share.log.aliyuncs.com")
                                .proxy("127.0.0.1", sls.port())
                                .trustStore(trustStore, PASSWORD))
                        .unsent())
                .isEmpty();
    }

    @Test
    @DisplayName("HTTPS without a proxy, to a domain and port of one's own")
    void customDomain() throws Exception {
        WriteResult result =
                write(sink().customDomain("localhost:" + sls.port()).trustStore(trustStore, PASSWORD));

        assertThat(result.unsent()).as(String.valueOf(result.cause())).isEmpty();
    }

    @Test
    @DisplayName("A certificate that nobody trusts blocks, and nothing is sent")
    void untrusted() throws Exception {
        long before = sls.requests().total();
        WriteResult result = write(sink().proxy("127.0.0.1", sls.port()));

        assertThat(result.unsent()).hasSize(1);
        assertThat(result.cause())
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("TLS with soc-logs/waf")
                .hasMessageContaining("trustStore(file, password)");
        assertThat(sls.requests().total()).isEqualTo(before);
    }

    @Test
    @DisplayName("A trusted certificate of another host blocks, and nothing is sent")
    void wrongHost() throws Exception {
        long before = sls.requests().total();
        WriteResult result =
                write(sink().region("cn-beijing").proxy("127.0.0.1", sls.port()).trustStore(trustStore, PASSWORD));

        assertThat(result.unsent()).hasSize(1);
        assertThat(result.cause())
                .isInstanceOf(BlockedException.class)
                .hasMessageContaining("soc-logs.cn-beijing.log.aliyuncs.com");
        assertThat(sls.requests().total()).isEqualTo(before);
    }

    @Test
    @DisplayName("Plain HTTP is not spoken unless it was allowed, not even to a server that knows nothing else")
    void noPlainHttp() throws Exception {
        try (LoopbackSls plain = LoopbackSls.builder()
                .logstore("soc-logs", "waf")
                .accessKey("id-1", "secret-1")
                .start()) {
            WriteResult refused = write(sink().customDomain("127.0.0.1:" + plain.port()));
            assertThat(refused.unsent()).hasSize(1);
            assertThat(plain.requests().total()).isZero();

            WriteResult allowed =
                    write(sink().customDomain("127.0.0.1:" + plain.port()).allowHttp());
            assertThat(allowed.unsent()).isEmpty();
            assertThat(plain.logs("soc-logs", "waf")).hasSize(1);
        }
    }
}
