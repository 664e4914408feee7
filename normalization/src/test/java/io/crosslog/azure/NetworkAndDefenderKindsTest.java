package io.crosslog.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosslog.model.LogEvent;
import io.crosslog.spi.Normalizer;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Which class the logs of networks and of Defender become")
class NetworkAndDefenderKindsTest {

    private static final Path DIRECTORY = Path.of("src/test/resources/io/crosslog/azure");
    private static final Normalizer ALL = AzureRules.all();

    @ParameterizedTest(name = "{0} becomes {2}")
    @CsvSource({
        "flow/nsg,nsg-flow,network_activity 4001",
        "flow/vnet,vnet-flow,network_activity 4001",
        "firewall/network,firewall-network,network_activity 4001",
        "firewall/network-text,firewall-network,network_activity 4001",
        "firewall/application,firewall-application,network_activity 4001",
        "firewall/application-text,firewall-application,network_activity 4001",
        "firewall/threat-intelligence,firewall-threat-intel,detection_finding 2004",
        "firewall/intrusion,firewall-idps,detection_finding 2004",
        "firewall/dns,firewall-dns,dns_activity 4003",
        "gateway/access,app-gateway-access,http_activity 4002",
        "gateway/firewall,app-gateway-firewall,http_activity 4002",
        "gateway/performance,app-gateway-performance,base_event 0",
        "front-door/access,front-door-access,http_activity 4002",
        "front-door/firewall,front-door-firewall,http_activity 4002",
        "front-door/probe,front-door-probe,http_activity 4002",
        "defender/alert,defender-alert,detection_finding 2004",
        "defender/assessment,defender-assessment,compliance_finding 2003",
        "defender/sub-assessment,defender-sub-assessment,vulnerability_finding 2002",
        "defender/score,defender-score,base_event 0",
        "xdr/alert,xdr-alert,detection_finding 2004",
        "xdr/device-process,xdr-device-process,process_activity 1007",
        "xdr/device-file,xdr-device-file,file_activity 1001",
        "xdr/device-network,xdr-device-network,network_activity 4001",
        "xdr/device-logon,xdr-device-logon,authentication 3002",
        "xdr/device-registry,xdr-device-registry,registry_value_activity 201002",
        "xdr/device-image-load,xdr-device-image-load,module_activity 1005",
        "xdr/device-event,xdr-device-event,detection_finding 2004",
        "xdr/device-info,xdr-device-info,inventory_info 5001",
        "xdr/email,xdr-email-event,email_activity 4009",
        "xdr/url-click,xdr-url-click,http_activity 4002",
        "xdr/identity,xdr-identity-logon,authentication 3002",
        "xdr/cloud-app,xdr-cloud-app,api_activity 6003",
        "xdr/behavior,xdr-alert,detection_finding 2004",
        "xdr/identity-info,xdr-identity-info,user_inventory 5003",
        "xdr/other,xdr-other,base_event 0",
        "firewall/flow-trace,firewall-network,network_activity 4001",
    })
    void classes(String file, String rule, String expected) throws IOException {
        String record = Files.readAllLines(DIRECTORY.resolve(file + ".lines")).get(0);
        LogEvent event = first(record);
        assertThat(rule(event)).isEqualTo("azure/" + rule);
        assertThat(event.text("class_uid")).contains(expected.substring(expected.indexOf(' ') + 1));
    }

    @ParameterizedTest
    @CsvSource({
        "AdvancedHunting-IdentityDirectoryEvents,TargetAccountUpn,xdr-identity-directory,3001",
        "AdvancedHunting-IdentityQueryEvents,IPAddress,xdr-identity-query,4001",
        "AdvancedHunting-EmailPostDeliveryEvents,RecipientEmailAddress,xdr-email-action,4009",
        "AdvancedHunting-EmailAttachmentInfo,SenderFromAddress,xdr-email-content,4009",
        "AdvancedHunting-AlertEvidence,AlertId,xdr-alert,2004",
        "AzureCdnAccessLog,RequestUri,front-door-access,4002",
        "WebApplicationFirewallLogs,RequestUri,front-door-firewall,4002",
        "AZFWNatRule,SourceIp,firewall-network,4001",
    })
    @DisplayName("by their category, in any case of letters, with one field that the class needs")
    void anyCase(String category, String field, String rule, String uid) {
        String value = field.contains("Uri")
                ? "https://www.example.com/"
                : field.contains("Ad") || field.contains("Upn") ? "alice@example.com" : "192.0.2.1";
        value = field.equals("IPAddress") ? "192.0.2.1" : value;
        for (String spelling :
                new String[] {category, category.toUpperCase(Locale.ROOT), category.toLowerCase(Locale.ROOT)}) {
            LogEvent event =
                    first("{\"category\":\"%s\",\"properties\":{\"%s\":\"%s\"}}".formatted(spelling, field, value));
            assertThat(rule(event)).isEqualTo("azure/" + rule);
            assertThat(event.text("class_uid")).contains(uid);
        }
    }

    @Test
    @DisplayName(
            "one tuple that cannot be taken apart is a base event that keeps it, counted; its neighbours are as ever")
    void malformedTuple() {
        String record = """
                {"category":"NetworkSecurityGroupFlowEvent","properties":{"Version":2,"flows":[{"rule":"r","flows":[{"mac":"m",\
                "flowTuples":["1741101377,192.0.2.1,192.0.2.2,1,2,T,I,A,B,,,,","1741101377,192.0.2.1","1741101378,192.0.2.1,192.0.2.2,1,2,T,I,A,E,1,2,3,4"]}]}]}}""";
        Parsed parsed = Parsers.parse(AzureDecoder.create(), ALL, record);
        assertThat(parsed.events())
                .extracting(e -> e.text("class_uid").orElseThrow())
                .containsExactly("4001", "0", "4001");
        assertThat(parsed.events().get(1).text("unmapped.properties.flows.flows.flowTuples"))
                .contains("1741101377,192.0.2.1");
        assertThat(parsed.events()).extracting(LogEvent::id).doesNotHaveDuplicates();
        assertThat(parsed.counted()).containsEntry("class-fallback:azure/nsg-flow", 1L);
    }

    private static LogEvent first(String record) {
        return Parsers.parse(AzureDecoder.create(), ALL, record).events().get(0);
    }

    private static String rule(LogEvent event) {
        return event.text("metadata.transformation_info_list[0].name").orElseThrow();
    }
}
