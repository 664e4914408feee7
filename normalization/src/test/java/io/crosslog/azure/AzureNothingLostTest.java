package io.crosslog.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosslog.model.JsonWriter;
import io.crosslog.model.LogEvent;
import io.crosslog.normalize.MutatedRecord;
import io.crosslog.normalize.NothingLost;
import io.crosslog.ocsf.OcsfSchema;
import io.crosslog.ocsf.OcsfValidator;
import io.crosslog.spi.Normalizer;
import io.crosslog.testkit.Parsed;
import io.crosslog.testkit.Parsers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("Records of networks and of Defender lose nothing, whatever is in them")
class AzureNothingLostTest {

    private static final Path DIRECTORY = Path.of("src/test/resources/io/crosslog/azure");
    private static final OcsfValidator VALIDATOR = OcsfValidator.of(OcsfSchema.bundled());
    private static final Normalizer ALL = AzureRules.all();

    /** What tables translate wherever it stands: letters in the tuples of flow logs, and protocols. */
    private static final String TUPLE = "T U I O A D B C E t u i o a d b c e";

    private static final String PROTOCOLS = "TCP UDP ICMP IGMP GRE ESP AH ICMPv6 SCTP Type HTTP HTTPS MSSQL";

    /** Words that tables translate, and the attribute that then says the same. */
    private static final Map<String, String> TRANSLATED = translated();

    @TestFactory
    @DisplayName("as they come, and changed at random")
    Stream<DynamicTest> all() {
        return Stream.of("flow", "firewall", "gateway", "front-door", "defender", "xdr")
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Random random = new Random(4711);
                    for (Path file : files(name)) {
                        for (String record : Files.readAllLines(file)) {
                            check(record);
                            for (LogEvent seed : events(record)) {
                                for (int i = 0; i < 4; i++) {
                                    check(changed(seed, random, i));
                                }
                            }
                        }
                    }
                }));
    }

    @Test
    @DisplayName("the check notices what is gone")
    void checkNotices() {
        LogEvent one = events("{\"category\":\"AZFWNetworkRule\",\"properties\":{\"Rule\":\"gone\"}}")
                .get(0);
        LogEvent other =
                events("{\"category\":\"AZFWNetworkRule\",\"properties\":{}}").get(0);
        assertThatThrownBy(() -> new NothingLost(TRANSLATED).check(one, other))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("gone");
    }

    private static void check(String record) {
        Parsed parsed = Parsers.parse(AzureDecoder.create(), ALL, record);
        List<LogEvent> inputs = events(record);
        for (LogEvent input : inputs) {
            Map<String, Object> outputs = new LinkedHashMap<>();
            for (LogEvent output : parsed.events()) {
                if (output.index() == input.index()) {
                    outputs.put("event" + outputs.size(), output.toMap());
                }
                String json = output.toJson();
                assertThat(VALIDATOR
                                .validate(json.getBytes(StandardCharsets.UTF_8))
                                .problems())
                        .as(json)
                        .isEmpty();
            }
            assertThat(outputs.isEmpty())
                    .as(record)
                    .isEqualTo(!parsed.filtered().isEmpty());
            if (!outputs.isEmpty()) {
                LogEvent.Builder all = LogEvent.builder(input);
                outputs.forEach(all::put);
                all.put("translated", record.contains("flowTuples") ? TUPLE : PROTOCOLS);
                new NothingLost(TRANSLATED).check(input, all.build());
            }
        }
    }

    /** A record with fields changed, one time at its top, the next in its properties. */
    private static String changed(LogEvent seed, Random random, int number) {
        LogEvent inner = seed;
        if (number % 2 == 1
                && seed.toMap().get("properties") instanceof Map<?, ?> properties
                && !properties.isEmpty()) {
            LogEvent.Builder builder = LogEvent.builder(seed);
            properties.forEach((name, value) -> builder.put(name.toString(), value));
            inner = builder.build();
        }
        String changed = MutatedRecord.of(inner, random, number);
        if (inner.equals(seed)) {
            return changed;
        }
        Map<String, Object> whole = new LinkedHashMap<>(seed.toMap());
        whole.put("properties", changed);
        return new JsonWriter(1024).value(whole).toString();
    }

    private static List<LogEvent> events(String record) {
        return Parsers.parse(AzureDecoder.create(), Normalizer.none(), record).events();
    }

    private static List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY.resolve(name))) {
            return files.filter(file -> file.toString().endsWith(".lines"))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, String> translated() {
        String[][] pairs = {
            {"properties.Action", "action_id"},
            {"properties.action", "action_id"},
            {"properties.ResponseCode", "rcode"},
            {"properties.Protocol", "auth_protocol"},
            {"properties.sslEnabled", "http_request.url.scheme"},
            {"Status", "status_id"},
            {"Entities[2].FileHashes[0].Algorithm", "evidences[3].file.hashes[0].algorithm_id"},
            {"Entities[4].Location.CountryCode", "evidences[0].src_endpoint.location.country"},
            {"assessmentEventDataEnrichment.action", "activity_id"},
            {"securityEventDataEnrichment.action", "activity_id"},
            {"SubAssessmentEventDataEnrichment.Action", "activity_id"},
            {"properties.Flag", "connection_info.tcp_flags"},
            {"properties.Location", "src_endpoint.location.country"},
            {"properties.additionalData.cve.publishedDate", "vulnerabilities[0].cve.created_time"},
            {"properties.additionalData.cve.lastModifiedDate", "vulnerabilities[0].cve.modified_time"},
            {"properties.Type", "user.type_id"},
            {"properties.state", "compliance.status_id"},
            {"properties.status.code", "compliance.status_id"},
            {"properties.Status.Code", "compliance.status_id"},
            {"properties.ActivityType", "activity_id"},
            {"properties.ActionResult", "status_id"},
            {"resultType", "status_id"},
            {"properties.CountryCode", "src_endpoint.location.country"},
            {"properties.clientCountry", "src_endpoint.location.country"},
            {"Entities[3].FileHashes[1].Algorithm", "evidences[3].file.hashes[1].algorithm_id"},
            {"properties.AccountType", "actor.user.type_id"},
            {"properties.DeviceType", "device.type_id"},
            {"properties.LogonType", "logon_type_id"},
            {"properties.RegistryValueType", "reg_value.type_id"},
            {"properties.DeliveryAction", "action_id"},
            {"properties.EmailDirection", "direction_id"},
            {"properties.ActionType", "activity_id"},
        };
        Map<String, String> all = new LinkedHashMap<>();
        for (String[] pair : pairs) {
            all.put(pair[0], "event0." + pair[1]);
        }
        return all;
    }
}
