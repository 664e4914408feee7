package io.crosslog.loopback.sls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.openservices.log.Client;
import com.aliyun.openservices.log.common.Consts.CompressType;
import com.aliyun.openservices.log.common.LogItem;
import com.aliyun.openservices.log.common.TagContent;
import com.aliyun.openservices.log.exception.LogException;
import com.aliyun.openservices.log.http.client.ClientConfiguration;
import com.aliyun.openservices.log.http.signer.SignVersion;
import com.aliyun.openservices.log.request.PutLogsRequest;
import io.crosslog.loopback.sls.SlsRequest.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The official client")
@SuppressWarnings("deprecation") // The constructors and setters that its own documents use.
class OfficialClientTest {
    private LoopbackSls sls;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        sls = LoopbackSls.builder()
                .project("soc-prod", "waf", "audit")
                .accessKey("ak-1", "secret-1")
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        sls.close();
    }

    @ParameterizedTest(name = "signature {0}, compression {1}")
    @CsvSource({"V1,LZ4", "V1,GZIP", "V1,ZSTD", "V1,NONE", "V4,LZ4", "V4,GZIP", "V4,ZSTD", "V4,NONE"})
    @DisplayName("writes with every signature and compression, and every part arrives")
    void writes(SignVersion version, CompressType compression) throws LogException {
        LogItem item = new LogItem(Groups.now());
        item.SetTimeNsPart(123_456_789);
        item.PushBack("attack_type", "SQL注入");
        item.PushBack("uid", "a-1");
        PutLogsRequest request = new PutLogsRequest("soc-prod", "waf", "waf_attack", "192.0.2.7", List.of(item));
        request.SetTags(List.of(new TagContent("task", "t-1")));
        request.SetCompressType(compression);

        String requestId = client(version).PutLogs(request).GetRequestId();

        assertThat(sls.logs("soc-prod", "waf")).singleElement().satisfies(log -> {
            assertThat(log.requestId()).isEqualTo(requestId).hasSize(24);
            assertThat(log.topic()).isEqualTo("waf_attack");
            assertThat(log.source()).isEqualTo("192.0.2.7");
            assertThat(log.tags()).containsEntry("task", "t-1");
            assertThat(log.fields()).containsExactly(Map.entry("attack_type", "SQL注入"), Map.entry("uid", "a-1"));
            assertThat(log.time()).isEqualTo(item.GetTime());
        });
        assertThat(sls.requests().recent()).singleElement().satisfies(seen -> {
            assertThat(seen.signature()).isEqualTo(version.name());
            assertThat(seen.outcome()).isEqualTo(Outcome.ACCEPTED);
            assertThat(seen.logs()).isEqualTo(1);
            assertThat(seen.rawBytes()).isPositive();
        });
    }

    @ParameterizedTest(name = "signature {0}")
    @CsvSource({"V1", "V4"})
    @DisplayName("writes with a hash key and a sequence id, and a replay is told")
    void writesIdempotently(SignVersion version) throws LogException {
        Client client = client(version);
        client.PutLogs(routed(7));
        client.PutLogs(routed(8));

        LogException refused = catchThrowableOfType(LogException.class, () -> client.PutLogs(routed(8)));

        assertThat(refused.getErrorCode()).isEqualTo("InvalidSequenceId");
        assertThat(sls.logstore("soc-prod", "waf").count()).isEqualTo(2);
    }

    @ParameterizedTest(name = "signature {0}")
    @CsvSource({"V1", "V4"})
    @DisplayName("is refused for a wrong secret, and accepted once the secret is replaced")
    void wrongSecret(SignVersion version) throws LogException {
        sls.accessKeys().put("ak-1", "another");

        LogException refused = catchThrowableOfType(
                LogException.class, () -> client(version).PutLogs(new PutLogsRequest("soc-prod", "waf", "t", items())));
        sls.accessKeys().put("ak-1", "secret-1");
        client(version).PutLogs(new PutLogsRequest("soc-prod", "waf", "t", items()));

        assertThat(refused.getErrorCode()).isEqualTo("SignatureNotMatch");
        assertThat(refused.getHttpCode()).isEqualTo(401);
        assertThat(refused.getRequestId()).hasSize(24);
        assertThat(sls.logstore("soc-prod", "waf").count()).isEqualTo(1);
    }

    @ParameterizedTest(name = "signature {0}")
    @CsvSource({"V1", "V4"})
    @DisplayName("writes with a temporary key, until the token expires")
    void temporaryKey(SignVersion version) throws LogException {
        sls.accessKeys()
                .putTemporary("sts-1", "sts-secret", "sts-token", Instant.now().plusSeconds(600));
        Client client = new Client("http://" + sls.endpoint(), "sts-1", "sts-secret", null, configuration(version));
        client.setRealServerIP(sls.address());
        client.setSecurityToken("sts-token");
        client.PutLogs(new PutLogsRequest("soc-prod", "waf", "t", items()));

        sls.accessKeys().putTemporary("sts-1", "sts-secret", "sts-token", Instant.now());
        LogException refused = catchThrowableOfType(
                LogException.class, () -> client.PutLogs(new PutLogsRequest("soc-prod", "waf", "t", items())));

        assertThat(refused.getErrorCode()).isEqualTo("Unauthorized");
        assertThat(refused.GetErrorMessage()).contains("expired");
    }

    @Test
    @DisplayName("writes through the endpoint as its HTTP proxy")
    void throughProxy() throws LogException {
        ClientConfiguration configuration = configuration(SignVersion.V4);
        configuration.setProxyHost("127.0.0.1");
        configuration.setProxyPort(sls.port());
        Client client = new Client("http://" + sls.endpoint(), "ak-1", "secret-1", null, configuration);

        client.PutLogs(new PutLogsRequest("soc-prod", "audit", "t", items()));

        assertThat(sls.logs("soc-prod", "audit")).hasSize(1);
        client.shutdown();
    }

    @Test
    @DisplayName("is told of projects and logstores that do not exist")
    void unknownTargets() {
        Client client = client(SignVersion.V1);

        assertThat(codeOf(client, "nobody", "waf")).isEqualTo("404 ProjectNotExist");
        assertThat(codeOf(client, "soc-prod", "nothing")).isEqualTo("404 LogStoreNotExist");
    }

    private static String codeOf(Client client, String project, String logstore) {
        LogException refused = catchThrowableOfType(
                LogException.class, () -> client.PutLogs(new PutLogsRequest(project, logstore, "t", items())));
        return refused.getHttpCode() + " " + refused.getErrorCode();
    }

    private static PutLogsRequest routed(int sequenceId) {
        PutLogsRequest request = new PutLogsRequest("soc-prod", "waf", "t", items());
        request.SetRouteKey("0123456789ABCDEF0123456789ABCDEF");
        request.setHashRouteKeySeqId(sequenceId);
        return request;
    }

    private static List<LogItem> items() {
        LogItem item = new LogItem(Groups.now());
        item.PushBack("uid", "a-1");
        return List.of(item);
    }

    private Client client(SignVersion version) {
        Client client = new Client("http://" + sls.endpoint(), "ak-1", "secret-1", null, configuration(version));
        client.setRealServerIP(sls.address());
        return client;
    }

    private static ClientConfiguration configuration(SignVersion version) {
        ClientConfiguration configuration = new ClientConfiguration();
        configuration.setSignatureVersion(version);
        configuration.setRegion("cn-shanghai");
        configuration.setRetryDisabled(true);
        return configuration;
    }
}
