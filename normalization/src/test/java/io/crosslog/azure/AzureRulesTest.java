package io.crosslog.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.mask.Masking;
import io.crosslog.model.LogEvent;
import io.crosslog.model.Origin;
import io.crosslog.model.RawRecord;
import io.crosslog.normalize.RuleException;
import io.crosslog.normalize.RuleNormalizer;
import io.crosslog.parse.ParsedRecord;
import io.crosslog.parse.RecordParser;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The rules for Azure")
class AzureRulesTest {

    private static final RuleNormalizer ALL = AzureRules.all();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://st.blob.core.windows.net/c/b?sv=1&sig=c2VjcmV0&se=2",
                "https://st.blob.core.windows.net/c/b?sig=c2VjcmV0",
                "https://st.blob.core.windows.net/c/b?SIG=c2VjcmV0&sv=1",
                "https://st.blob.core.windows.net:443/?comp=list&Sig=c2VjcmV0",
                "/c/b?sv=1&sig=c2VjcmV0",
            })
    @DisplayName("leave no signature in what they make of a storage log, without masking and without a caller, too")
    void signatures(String uri) {
        for (String caller : new String[] {"192.0.2.1", ""}) {
            String record = "{\"category\":\"StorageRead\",\"operationName\":\"GetBlob\",\"uri\":\"" + uri
                    + "\",\"callerIpAddress\":\"" + caller + "\",\"identity\":{\"type\":\"SAS\",\"tokenHash\":\"h\"},"
                    + "\"properties\":{\"accountName\":\"st\"}}";
            LogEvent event = unmasked(ALL, record);
            assertThat(event.toJson()).doesNotContain("c2VjcmV0").contains("=***");
            assertThat(event.text("class_uid")).contains(caller.isEmpty() ? "0" : "6005");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,Success,Allowed,Allowed,Informational",
        "50126,Failure,Denied,Unauthorized,Low",
        "53003,Failure,Denied,Blocked,Low",
        "50140,Interrupted,Interrupted,No Action,Informational",
        "50058,Interrupted,Interrupted,No Action,Informational",
        "65001,Interrupted,Interrupted,No Action,Informational",
        "50074,Interrupted,Interrupted,Challenge,Informational",
        "50076,Interrupted,Interrupted,Challenge,Informational",
        "50079,Interrupted,Interrupted,Challenge,Informational",
    })
    @DisplayName(
            "tell a sign-in's result by its error code, wherever it stands; what conditional access says is the policy's")
    void signIn(String code, String status, String action, String disposition, String severity) {
        String rest = "\"userId\":\"1\",\"appId\":\"2\",\"conditionalAccessStatus\":\"failure\"";
        for (String record : new String[] {
            "{\"category\":\"SignInLogs\",\"resultType\":\"0\",\"properties\":{\"status\":{\"errorCode\":" + code + "},"
                    + rest + "}}",
            "{\"category\":\"SignInLogs\",\"resultType\":\"" + code + "\",\"properties\":{" + rest + "}}",
            "{\"Category\":\"SignInLogs\",\"Status\":\"{\\\"errorCode\\\":\\\"" + code
                    + "\\\"}\",\"UserId\":\"1\",\"AppId\":\"2\",\"ConditionalAccessStatus\":\"failure\"}",
        }) {
            LogEvent event = unmasked(ALL, record);
            assertThat(event.text("class_uid")).contains("3002");
            assertThat(event.text("status")).contains(status);
            assertThat(event.text("action")).contains(action);
            assertThat(event.text("disposition")).contains(disposition);
            assertThat(event.text("severity")).contains(severity);
            assertThat(event.text("status_code")).contains(code);
            assertThat(event.text("policy.desc")).contains("failure");
            assertThat(event.text("policy.is_applied")).contains("true");
        }
    }

    @Test
    @DisplayName("can be adapted: zone, mappings, raw data, empty values, and a rule by what the source says")
    void builder() {
        String record = "{\"time\":\"2026-03-04T05:06:07\",\"category\":\"X\",\"resourceId\":\"/r\",\"empty\":\"\"}";
        assertThat(unmasked(ALL, record).text("time")).contains("1772600767000");
        LogEvent event = unmasked(
                AzureRules.builder()
                        .zone(ZoneId.of("+01:00"))
                        .override("azure/resource-log", "message: category")
                        .rawData(10)
                        .keepEmpty(true)
                        .all(),
                record);
        assertThat(event.text("time")).contains("1772597167000");
        assertThat(event.text("message")).contains("X");
        assertThat(event.text("raw_data")).contains("{\"time\":\"2");
        assertThat(event.text("unmapped.empty")).contains("");
        LogEvent enveloped =
                unmasked(AzureRules.builder().rawData(1_000).all(), "{\"records\":[" + record + "],\"x\":1}");
        assertThat(enveloped.text("raw_data")).contains(record);
        assertThat(enveloped.text("raw_data_size")).contains(String.valueOf(record.length()));
        RuleNormalizer assigned =
                AzureRules.builder().assign("topic", "vault", "azure/key-vault").all();
        assertThat(unmasked(assigned, record).text("metadata.product.name")).contains("Azure Key Vault");
        assertThatThrownBy(() -> AzureRules.builder()
                        .override("azure/keyvault", "message: x")
                        .all())
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("azure/key-vault");
    }

    private static LogEvent unmasked(RuleNormalizer normalizer, String record) {
        RawRecord raw = RawRecord.builder(Origin.prefix("test", "test:").at(1), Instant.EPOCH)
                .bytes(record.getBytes(UTF_8))
                .attributes(Map.of("topic", "vault"))
                .build();
        ParsedRecord parsed = new RecordParser(AzureDecoder.create(), normalizer, Masking.none()).parse(raw);
        assertThat(parsed.rejected()).isEmpty();
        assertThat(parsed.events()).hasSize(1);
        return parsed.events().get(0);
    }
}
