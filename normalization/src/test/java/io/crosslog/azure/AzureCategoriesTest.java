package io.crosslog.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.LogEvent;
import io.crosslog.spi.Normalizer;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Which rule a record of Azure is for")
class AzureCategoriesTest {

    private static final Normalizer ALL = AzureRules.all();
    private static final List<String> LISTED = List.of(
            "Administrative",
            "Policy",
            "Security",
            "Alert",
            "ServiceHealth",
            "ResourceHealth",
            "Autoscale",
            "Recommendation",
            "SignInLogs",
            "NonInteractiveUserSignInLogs",
            "ADFSSignInLogs",
            "ServicePrincipalSignInLogs",
            "ManagedIdentitySignInLogs",
            "MicrosoftServicePrincipalSignInLogs",
            "AuditLogs",
            "ProvisioningLogs",
            "RiskyUsers",
            "UserRiskEvents",
            "RiskyServicePrincipals",
            "ServicePrincipalRiskEvents",
            "MicrosoftGraphActivityLogs",
            "AADGraphActivityLogs",
            "AzureADGraphActivityLogs",
            "StorageRead",
            "StorageWrite",
            "StorageDelete",
            "kube-audit",
            "kube-audit-admin",
            "SQLSecurityAuditEvents",
            "AppServiceHTTPLogs",
            "AppServiceAuditLogs",
            "AppServiceIPSecAuditLogs",
            "AppServiceAppLogs",
            "AppServiceConsoleLogs",
            "AppServicePlatformLogs",
            "FunctionAppLogs",
            "AzureFirewallNetworkRule",
            "AzureFirewallApplicationRule",
            "AzureFirewallDnsProxy",
            "AZFWNetworkRule",
            "AZFWApplicationRule",
            "AZFWNatRule",
            "AZFWThreatIntel",
            "AZFWIdpsSignature",
            "AZFWDnsQuery",
            "ApplicationGatewayAccessLog",
            "ApplicationGatewayFirewallLog",
            "ApplicationGatewayPerformanceLog",
            "FrontdoorAccessLog",
            "FrontdoorWebApplicationFirewallLog",
            "FrontDoorHealthProbeLog",
            "AzureCdnAccessLog",
            "NetworkSecurityGroupFlowEvent",
            "FlowLogFlowEvent",
            "AuditEvent",
            "AdvancedHunting-AlertInfo",
            "AdvancedHunting-AlertEvidence",
            "AdvancedHunting-DeviceProcessEvents",
            "AdvancedHunting-DeviceFileEvents",
            "AdvancedHunting-DeviceNetworkEvents",
            "AdvancedHunting-DeviceLogonEvents",
            "AdvancedHunting-DeviceRegistryEvents",
            "AdvancedHunting-EmailEvents",
            "AdvancedHunting-EmailUrlInfo",
            "AdvancedHunting-EmailAttachmentInfo",
            "AdvancedHunting-IdentityLogonEvents",
            "AdvancedHunting-CloudAppEvents");

    private static final String TENANT = "/tenants/7e4a0000-0000-4000-8000-000000000001/providers/Microsoft.aadiam";

    @ParameterizedTest
    @CsvSource({
        "Administrative,activity-administrative",
        "Policy,activity-policy",
        "Security,activity-security",
        "Alert,activity-alert",
        "ServiceHealth,activity-service",
        "ResourceHealth,activity-service",
        "Autoscale,activity-service",
        "Recommendation,activity-service",
        "SignInLogs,entra-sign-in",
        "NonInteractiveUserSignInLogs,entra-sign-in",
        "ADFSSignInLogs,entra-sign-in",
        "ServicePrincipalSignInLogs,entra-workload-sign-in",
        "ManagedIdentitySignInLogs,entra-workload-sign-in",
        "MicrosoftServicePrincipalSignInLogs,entra-workload-sign-in",
        "AuditLogs,entra-audit",
        "ProvisioningLogs,entra-provisioning",
        "RiskyUsers,entra-risk",
        "UserRiskEvents,entra-risk",
        "RiskyServicePrincipals,entra-risk",
        "ServicePrincipalRiskEvents,entra-risk",
        "MicrosoftGraphActivityLogs,graph-activity",
        "AADGraphActivityLogs,graph-activity",
        "AzureADGraphActivityLogs,graph-activity",
        "StorageRead,storage",
        "StorageWrite,storage",
        "StorageDelete,storage",
        "kube-audit,kubernetes-audit",
        "kube-audit-admin,kubernetes-audit",
        "SQLSecurityAuditEvents,sql-audit",
        "AppServiceHTTPLogs,app-service-http",
        "AppServiceAuditLogs,app-service-login",
        "AppServiceIPSecAuditLogs,app-service-access",
        "AppServiceAppLogs,app-service-log",
        "AppServiceConsoleLogs,app-service-log",
        "AppServicePlatformLogs,app-service-log",
        "FunctionAppLogs,app-service-log",
        "guard,resource-log",
        "GatewayLogs,resource-log",
        "PostgreSQLLogs,resource-log",
    })
    @DisplayName("its category decides, in any case of letters")
    void category(String category, String rule) {
        for (String spelling :
                new String[] {category, category.toUpperCase(Locale.ROOT), category.toLowerCase(Locale.ROOT)}) {
            for (String name : new String[] {"category", "Category", "CATEGORY"}) {
                assertThat(rule("{\"" + name + "\":\"" + spelling + "\"}"))
                        .as(name + " " + spelling)
                        .isEqualTo("azure/" + rule);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'category':'Write','properties':{'eventCategory':'Administrative'}}|activity-administrative",
                "{'category':'Delete','operationName':'MICROSOFT.WEB/SITES/DELETE'}|activity-administrative",
                "{'category':'Delete','operationName':'Delete a row'}|resource-log",
                "{'category':'Administrative','properties':{'eventCategory':'Policy'}}|activity-policy",
                "{'category':'Action','properties':'{\\'eventcategory\\':\\'SECURITY\\'}'}|activity-security",
                "{'category':{'value':'Alert','localizedValue':'Alert'}}|activity-alert",
                "{'category':'Policy','resourceId':'/SUBSCRIPTIONS/5d4e7c00-0000-4000-8000-00000000000a'}|activity-policy",
                "{'category':'Policy','resourceId':'%T','properties':{'activityDisplayName':'Add policy','initiatedBy':{}}}|resource-log",
                "{'category':'Policy','resourceId':'%T','properties':{'activityDisplayName':'x','initiatedBy':{'app':{'appId':'a'}}}}|entra-audit",
                "{'category':'UserManagement','properties':{'loggedByService':'Core Directory','targetResources':[{'id':'1'}]}}|entra-audit",
                "{'category':'AuditLogs','resourceId':'%T'}|entra-audit",
                "{'category':'AuditLogs','activityDisplayName':'x','initiatedBy':{'app':{'appId':'a'}}}|entra-audit-flat",
                "{'category':'UserManagement','activityDisplayName':'x','initiatedBy':{'app':{'appId':'a'}}}|entra-audit-flat",
                "{'category':'AuditLogs','resourceId':'/subscriptions/1/resourceGroups/g/providers/Microsoft.HealthcareApis/services/f'}|resource-log",
                "{'category':'FlowLogFlowEvent','properties':{'flowRecords':{'flows':[{'flowGroups':[{'flowTuples':['x']}]}]}}}|vnet-flow-relayed",
                "{'category':'AuditEvent','resourceId':'/SUBSCRIPTIONS/1/RESOURCEGROUPS/G/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/V'}|key-vault",
                "{'category':'AUDITEVENT','operationName':'SecretGet'}|key-vault",
                "{'category':'AuditEvent','resourceId':'/subscriptions/1/resourceGroups/g/providers/Microsoft.Purview/accounts/p'}|resource-log",
                "{'type':'Microsoft.Insights/AppRequests'}|resource-log",
                "{'resourceId':'/subscriptions/1'}|resource-log",
                "{'operationName':'x'}|resource-log",
                "{'hello':'world'}|unrecognised",
            })
    @DisplayName("where categories are shared or missing, other fields decide")
    void others(String record, String rule) {
        assertThat(rule(record.replace('\'', '"').replace("%T", TENANT).replace("\\\"", "\\\"")))
                .isEqualTo("azure/" + rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"metricName\":\"Requests\",\"total\":1,\"timeGrain\":\"PT1M\",\"resourceId\":\"/x\"}",
                "{\"MetricName\":\"Requests\",\"Average\":1}",
                "{\"metricName\":\"Requests\",\"value\":1}",
                "{\"metricName\":\"Requests\",\"total\":1,\"category\":\"AllMetrics\"}",
            })
    @DisplayName("metrics are filtered by name")
    void metrics(String record) {
        Parsed parsed = Parsers.parse(AzureDecoder.create(), ALL, record);
        assertThat(parsed.filtered()).containsOnlyKeys("metrics");
        assertThat(parsed.events()).isEmpty();
        assertThat(parsed.counted()).isEmpty();
    }

    @Test
    @DisplayName("a log that speaks of a metric is none")
    void noMetric() {
        assertThat(rule("{\"category\":\"AutoscaleEvaluations\",\"metricName\":\"CPU\",\"average\":1}"))
                .isEqualTo("azure/resource-log");
        assertThat(rule("{\"metricName\":\"CPU\"}")).isEqualTo("azure/unrecognised");
    }

    private static String rule(String record) {
        Parsed parsed = Parsers.parse(AzureDecoder.create(), ALL, record);
        assertThat(parsed.rejected()).isEmpty();
        LogEvent event = parsed.events().get(0);
        String rule = event.text("metadata.transformation_info_list[0].name").orElseThrow();
        assertThat(parsed.counted().containsKey("unrecognised")).isEqualTo(rule.equals("azure/unrecognised"));
        return rule;
    }

    @Test
    @DisplayName("each category of the list has three fixtures at least, odd ones among them")
    void fixtures() throws IOException {
        Map<String, Integer> records = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Pattern category = Pattern.compile("(?i)[\"']category\\\\?[\"']\\s*:\\s*\\\\?[\"']([A-Za-z-]+)");
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/io/crosslog/azure"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".lines")).toList()) {
                Matcher named = category.matcher(Files.readString(file));
                while (named.find()) {
                    records.merge(named.group(1), 1, Integer::sum);
                }
            }
        }
        for (String one : LISTED) {
            assertThat(records.getOrDefault(one, 0)).as(one).isGreaterThanOrEqualTo(3);
        }
    }
}
